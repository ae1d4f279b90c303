/** Any body within the bounds is read or refused in time, through the whole client. */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { maxValues } from "../src/internal/body.ts"
import { make, models } from "./scripted.ts"

/** Fields of a model that no version knows, as many as pass. */
const fields = (name: (index: number) => string): string =>
  Array.from({ length: maxValues - 10 }, (_, index) => `"${name(index)}":1`).join(",")

const bodies: Readonly<Record<string, () => string>> = {
  "a model of many fields": () => `{"id":"a",${fields((index) => `k${index}`)}}`,
  "a model of fields in other scripts": () => `{"id":"a",${fields((index) => `中k${index}`)}}`,
  "a model of fields with long names": () => `{"id":"a",${fields((index) => `${index}`.padEnd(26, "k"))}}`,
  "capabilities of many keys": () => `{"id":"a","capabilities":{${fields((index) => `k${index}`)}}}`,
  "models of one field": () => Array.from({ length: maxValues / 2 - 10 }, (_, index) => `{"id":"m${index}"}`).join(","),
  "entries without an id": () => Array.from({ length: maxValues / 2 - 10 }, () => `{"a":1}`).join(",")
}

const isFull = process.env["FULL"] === "1"

/** With `FULL=1` (`pnpm test:full`) also models whose fields have longer names. */
const tried = Object.entries(bodies).filter(([name]) => isFull || !name.startsWith("a model of fields"))

/** With `FULL=1` also the mode in which a page with an odd entry fails early. */
const modes = isFull ? (["fail", "collect"] as const) : (["collect"] as const)

describe.each(modes)("with onInvalidModel %s", (onInvalidModel) => {
  it.effect.each(tried)("a page with %s is read or refused within a second of processor time", ([, data]) =>
    Effect.gen(function* () {
      const scripted = make({ body: `{"data":[${data()}],"has_more":false}` })
      const { list } = yield* models(scripted, { onInvalidModel })
      const before = process.cpuUsage()
      const result = yield* Effect.either(list())
      const { system, user } = process.cpuUsage(before)
      expect((system + user) / 1e6).toBeLessThan(1)
      if (result._tag === "Left") {
        expect(result.left).toMatchObject({ _tag: "UnexpectedResponseError", attempts: 1 })
      } else {
        expect(JSON.stringify(result.right)).toContain('"data":[')
      }
    })
  )
})
