import { expect, it } from "vitest"
import { alternate } from "../src/harness/sampling.ts"

it("takes turns, and reverses the order from round to round", async () => {
  const order: Array<string> = []
  const sampler = (name: string) => async () => order.push(name)
  const samples = await alternate(
    [
      ["a", sampler("a")],
      ["b", sampler("b")]
    ],
    3
  )
  expect(order).toEqual(["a", "b", "b", "a", "a", "b"])
  expect(samples("a")).toEqual([1, 4, 5])
  expect(samples("b")).toEqual([2, 3, 6])
})
