import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import { LastFailure, Snapshot } from "@anthropic-models/catalog/Snapshot"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const schema = Schema.parseJson(Snapshot)

describe("Snapshot", () => {
  it("is restored from its JSON", () => {
    const snapshot = new Snapshot({
      models: Fixtures.catalogue,
      fetchedAt: DateTime.unsafeMake("2026-11-28T12:00:00Z"),
      source: "api",
      lastFailure: Option.some(
        new LastFailure({ at: DateTime.unsafeMake("2026-11-28T12:05:00Z"), message: "529", tag: "OverloadedError" })
      )
    })
    const json = Schema.encodeSync(schema)(snapshot)
    expect(JSON.parse(json)).toMatchObject({
      fetchedAt: "2026-11-28T12:00:00.000Z",
      source: "api",
      lastFailure: { at: "2026-11-28T12:05:00.000Z", message: "529", tag: "OverloadedError" }
    })
    expect(Schema.decodeSync(schema)(json)).toEqual(snapshot)
  })

  it.effect("of a catalog is one that its schema accepts", () =>
    Effect.gen(function* () {
      const snapshot = yield* ModelCatalog.snapshot
      expect(snapshot.lastFailure).toEqual(Option.none())
      expect(Schema.decodeSync(schema)(Schema.encodeSync(schema)(snapshot))).toEqual(snapshot)
    }).pipe(Effect.provide(ModelCatalog.layerTest(Fixtures.catalogue)))
  )
})
