import { expect, it } from "vitest"
import { exceeded } from "../src/rows/size.ts"

it("names each budget that is exceeded, with the value", () => {
  const budgets = { ratio: 1, own: 20_000 }
  expect(exceeded({ program: 100, sdk: 100, own: 20_000 }, budgets)).toEqual([])
  expect(exceeded({ program: 110, sdk: 100, own: 20_100 }, budgets)).toEqual([
    "A program with this library is 1.100 of the one with the official SDK. The budget is 1.",
    "The own part of this library is 20.1 kB. The budget is 20.0 kB."
  ])
})
