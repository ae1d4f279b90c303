import { gzipSync } from "node:zlib"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import { joining, type Pieces } from "../src/internal/bytes.ts"
import { gunzip, isGzip } from "../src/internal/gunzip.ts"

const pieces = (...chunks: ReadonlyArray<Uint8Array>): Pieces => ({
  chunks,
  size: chunks.reduce((size, { length }) => size + length, 0)
})

const bytes = (size: number) => new Uint8Array(size).fill(7)

describe("joining", () => {
  const bodies = FastCheck.array(FastCheck.array(FastCheck.uint8Array({ minLength: 1 })))

  it.prop("shows one body after the other, whole", [bodies], ([bodies]) => {
    const join = joining()
    for (const chunks of bodies) {
      expect(join(pieces(...chunks), (body) => [...body])).toEqual(chunks.flatMap((chunk) => [...chunk]))
    }
  })

  it("puts them in the same memory, unless that is too much to be kept", () => {
    const join = joining()
    const memoryOf = (...sizes: ReadonlyArray<number>) => join(pieces(...sizes.map(bytes)), ({ buffer }) => buffer)
    const page = memoryOf(600_000, 500_000)
    expect(memoryOf(300_000) === page).toBe(true)
    expect(memoryOf(700_000, 700_000) === page).toBe(true)
    const large = memoryOf(3_000_000)
    expect(large === page).toBe(false)
    expect(memoryOf(4_000_000) === large).toBe(true)
    expect(memoryOf(5_000_000).byteLength).toBe(5_000_000)
    expect(memoryOf(1_000_000) === large).toBe(true)
  })

  it("leaves a body alone while it is read", () => {
    const join = joining()
    join(pieces(bytes(10)), () => undefined)
    join(pieces(Uint8Array.of(1, 2, 3)), (body) => {
      join(pieces(bytes(3)), (inner) => expect([...inner]).toEqual([7, 7, 7]))
      expect([...body]).toEqual([1, 2, 3])
    })
  })
})

describe("gunzip", () => {
  const text = JSON.stringify(Array.from({ length: 200 }, (_, index) => ({ id: `claude-${index}` })))
  const zipped = new Uint8Array(gzipSync(text))
  const cuts = FastCheck.array(FastCheck.nat(zipped.length), { maxLength: 5 })

  it.effect.prop("reads what is cut into any pieces", [cuts], ([cuts]) =>
    Effect.gen(function* () {
      const ends = [...cuts.toSorted((a, b) => a - b), zipped.length]
      const chunks = ends.map((end, index) => zipped.subarray(ends[index - 1] ?? 0, end)).filter(({ length }) => length)
      expect(isGzip(pieces(...chunks))).toBe(true)
      const unzipped = yield* gunzip(pieces(...chunks), text.length)
      expect(joining()(unzipped, (body) => new TextDecoder().decode(body))).toBe(text)
    })
  )

  it.effect.prop("does not mind where what follows the gzip is cut", [FastCheck.nat(8)], ([cut]) =>
    Effect.gen(function* () {
      const followed = new Uint8Array([...zipped, 0, 0, 0, 0, 0, 1, 2, 3])
      const at = zipped.length + cut
      const unzipped = yield* gunzip(pieces(followed.subarray(0, at), followed.subarray(at)), text.length)
      expect(joining()(unzipped, (body) => new TextDecoder().decode(body))).toBe(text)
    })
  )

  it.each<[string, ReadonlyArray<ReadonlyArray<number>>, boolean]>([
    ["in one piece", [[0x1f, 0x8b, 8]], true],
    ["cut after its first byte", [[0x1f], [0x8b, 8]], true],
    ["another second byte", [[0x1f, 0x8c]], false],
    ["another byte in the second piece", [[0x1f], [0x8c]], false],
    ["one byte", [[0x1f]], false],
    ["nothing", [], false]
  ])("knows gzip by its first bytes: %s", (_, chunks, expected) => {
    expect(isGzip(pieces(...chunks.map((chunk) => Uint8Array.from(chunk))))).toBe(expected)
  })
})
