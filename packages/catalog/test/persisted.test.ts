import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { FileSystem } from "@effect/platform/FileSystem"
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import { describe, expect, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { walks } from "./support/catalog.ts"
import { makeLog, makeStore } from "./support/stores.ts"

const key = "anthropic-models/catalog/default/active+deprecated+retired"
const models = Fixtures.models(3)
const down = Script.always(Fault.overloaded())

const entry = (models: ReadonlyArray<ModelInfo>, fetchedAt: string, format: unknown = 1): Record<string, string> => ({
  [key]: JSON.stringify({ format, fetchedAt, models: Schema.encodeSync(Schema.Array(ModelInfo))(models) })
})

type Store = ReturnType<typeof makeStore>

const persisted = (store: Store, api: TestModels.Options = { models }, options: ModelCatalog.PersistedOptions = {}) =>
  ModelCatalog.layerPersisted(options).pipe(Layer.provideMerge(Layer.merge(TestModels.layer(api), store.layer)))

describe.concurrent("ModelCatalog.layerPersisted", () => {
  it.effect("stores the list after each refresh, under a key with the namespace", () =>
    Effect.gen(function* () {
      const store = makeStore()
      yield* TestClock.setTime(1_000)
      yield* Effect.provide(ModelCatalog.refresh, persisted(store, { models }, { namespace: "picker" }))
      const [[stored, json] = []] = store.map
      expect(stored).toBe("anthropic-models/catalog/picker/active+deprecated+retired")
      expect(JSON.parse(json ?? "")).toMatchObject({ format: 1, fetchedAt: "1970-01-01T00:00:01.000Z" })
    })
  )

  it.effect("serves the last good list after a start while the API is down", () =>
    Effect.gen(function* () {
      const store = makeStore()
      yield* TestClock.setTime(1_000)
      yield* Effect.provide(ModelCatalog.refresh, persisted(store))
      yield* TestClock.adjust("12 hours")
      yield* Effect.gen(function* () {
        const snapshot = yield* ModelCatalog.snapshot
        expect(snapshot.source).toBe("store")
        expect(snapshot.fetchedAt.epochMillis).toBe(1_000)
        expect(snapshot.models).toEqual(models)
        expect(Option.isSome(snapshot.lastFailure)).toBe(true)
        expect((yield* ModelCatalog.get("claude-test-0002")).id).toBe("claude-test-0002")
        yield* TestModels.setFaults([])
        expect((yield* ModelCatalog.refresh).source).toBe("api")
      }).pipe(Effect.provide(persisted(store, { models, faults: down })))
    })
  )

  it.effect("makes no request while the stored list is fresh", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(60_000)
      yield* Effect.gen(function* () {
        expect((yield* ModelCatalog.snapshot).source).toBe("store")
        expect(yield* walks).toBe(0)
        yield* TestClock.adjust("5 minutes")
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust(0)
        expect(yield* walks).toBe(1)
      }).pipe(Effect.provide(persisted(makeStore(entry(models, "1970-01-01T00:00:00Z")))))
    })
  )

  it.effect("emits the differences between the stored list and the first one of the API", () =>
    Effect.gen(function* () {
      const changes = yield* Effect.fork(Stream.runCollect(Stream.take(ModelCatalog.changes, 1)))
      yield* TestClock.adjust(0)
      yield* ModelCatalog.refresh
      const lines = Chunk.toReadonlyArray(yield* Fiber.join(changes)).map(ModelChange.describe)
      expect(lines).toEqual(["claude-test-0003: added (Claude Test 0003)"])
    }).pipe(Effect.provide(persisted(makeStore(entry(Fixtures.models(2), "1970-01-01T00:00:00Z")))))
  )

  it.effect("prefers the stored list to a seed", () =>
    Effect.gen(function* () {
      expect((yield* ModelCatalog.snapshot).source).toBe("store")
    }).pipe(
      Effect.provide(
        persisted(makeStore(entry(models, "1970-01-01T00:00:00Z")), { models }, { seed: Fixtures.models(1) })
      )
    )
  )

  it.effect.each([
    ["that is no JSON", { [key]: "{" }],
    ["of another shape", { [key]: `{"models":[]}` }],
    ["of an older format", entry(models, "1970-01-01T00:00:00Z", 0)],
    ["of a newer format", entry(models, "1970-01-01T00:00:00Z", 2)],
    ["with a model without an id", { [key]: `{"format":1,"fetchedAt":"1970-01-01T00:00:00Z","models":[{}]}` }],
    ["with a date that does not exist", entry(models, "1970-99-01T00:00:00Z")]
  ] as const)("ignores an entry %s with a warning and overwrites it", ([, entries]) =>
    Effect.gen(function* () {
      const store = makeStore(entries)
      const log = makeLog()
      yield* Effect.gen(function* () {
        expect(yield* ModelCatalog.current).toEqual(Option.none())
        expect((yield* ModelCatalog.snapshot).source).toBe("api")
      }).pipe(Effect.provide(persisted(store).pipe(Layer.provide(log.layer))))
      expect(log.lines).toContain(`ModelCatalog: ignores ${key}: it is no list that this version can read`)
      expect(JSON.parse(store.map.get(key) ?? "")).toMatchObject({ format: 1 })
    })
  )

  it.effect("takes the time of an entry from the future for now", () =>
    Effect.gen(function* () {
      const store = makeStore(entry(models, "2100-01-01T00:00:00Z"))
      yield* Effect.gen(function* () {
        const { fetchedAt } = yield* ModelCatalog.snapshot
        expect(fetchedAt.epochMillis).toBe(0)
        yield* TestClock.adjust("5 minutes")
        yield* ModelCatalog.snapshot
        yield* TestClock.adjust(0)
        expect((yield* ModelCatalog.snapshot).source).toBe("api")
      }).pipe(Effect.provide(persisted(store)))
      expect(store.map.get(key)).toContain("1970-01-01T00:05:00.000Z")
    })
  )

  it.effect("does not replace a newer list in the store", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(60_000)
      const store = makeStore()
      yield* Effect.gen(function* () {
        store.map.set(key, entry(models, "1970-01-01T00:01:10Z")[key] ?? "")
        const refresh = yield* Effect.fork(ModelCatalog.refresh)
        yield* TestClock.adjust("20 seconds")
        yield* Fiber.join(refresh)
      }).pipe(Effect.provide(persisted(store, { models, latency: "20 seconds" })))
      expect(store.map.get(key)).toContain("1970-01-01T00:01:10Z")
      expect(store.writes).toBe(0)
    })
  )

  describe("a store with problems", () => {
    it.effect("that is down costs warnings only", () =>
      Effect.gen(function* () {
        const store = makeStore()
        store.isDown = true
        const log = makeLog()
        yield* Effect.gen(function* () {
          expect((yield* ModelCatalog.snapshot).models.length).toBe(3)
          expect((yield* ModelCatalog.refresh).models.length).toBe(3)
        }).pipe(Effect.provide(persisted(store).pipe(Layer.provide(log.layer))))
        expect(log.lines.length).toBeGreaterThan(0)
        for (const line of log.lines) expect(line).toMatch(/^ModelCatalog: cannot read .*: no space left on device$/)
      })
    )

    it.effect("that is read-only or full costs warnings only", () =>
      Effect.gen(function* () {
        const store = makeStore(entry(models, "1970-01-01T00:00:00Z"))
        store.isReadOnly = true
        const log = makeLog()
        yield* Effect.gen(function* () {
          expect((yield* ModelCatalog.snapshot).source).toBe("store")
          yield* TestClock.adjust("1 minute")
          expect((yield* ModelCatalog.refresh).source).toBe("api")
        }).pipe(Effect.provide(persisted(store).pipe(Layer.provide(log.layer))))
        expect(log.lines).toEqual([expect.stringMatching(/^ModelCatalog: cannot write /)])
      })
    )

    it.effect("that dies costs warnings only", () =>
      Effect.gen(function* () {
        const store = makeStore()
        store.dies = true
        const log = makeLog()
        yield* Effect.provide(ModelCatalog.refresh, persisted(store).pipe(Layer.provide(log.layer)))
        expect(log.lines[0]).toContain("a bug in the store")
      })
    )

    it.effect("that never answers delays the start by one second at most", () =>
      Effect.gen(function* () {
        const store = makeStore(entry(models, "1970-01-01T00:00:00Z"))
        store.latency = Duration.infinity
        const served = yield* ModelCatalog.snapshot.pipe(Effect.provide(persisted(store)), Effect.fork)
        yield* TestClock.adjust("1 second")
        // Another second each to read and to write the store after the walk.
        yield* TestClock.adjust("2 seconds")
        expect((yield* Fiber.join(served)).source).toBe("api")
      })
    )
  })

  describe("on files", () => {
    it.scoped("survives a restart, and a torn file reads as none", () =>
      Effect.gen(function* () {
        const fs = yield* FileSystem
        const directory = yield* fs.makeTempDirectoryScoped()
        const files = KeyValueStore.layerFileSystem(directory)
        const start = (faults: TestModels.Options["faults"]) =>
          ModelCatalog.layerPersisted().pipe(
            Layer.provideMerge(Layer.merge(TestModels.layer({ models, faults }), files))
          )
        yield* Effect.provide(ModelCatalog.refresh, start([]))
        expect((yield* Effect.provide(ModelCatalog.snapshot, start(down))).models).toEqual(models)

        const [name = ""] = yield* fs.readDirectory(directory)
        const whole = yield* fs.readFileString(`${directory}/${name}`)
        yield* fs.writeFileString(`${directory}/${name}`, whole.slice(0, whole.length / 2))
        expect((yield* Effect.flip(Effect.provide(ModelCatalog.snapshot, start(down))))._tag).toBe("OverloadedError")
        expect((yield* Effect.provide(ModelCatalog.snapshot, start([]))).source).toBe("api")
        expect(yield* fs.readFileString(`${directory}/${name}`)).toBe(whole)
      }).pipe(Effect.provide(NodeContext.layer))
    )
  })

  it.effect.each([
    ["namespace", { namespace: " " }],
    ["namespace", { namespace: 3 }],
    ["window", { window: "1 minute" }]
  ])("refuses a wrong %s", ([option, options]) =>
    Effect.gen(function* () {
      // @ts-expect-error the options are wrong
      const error: unknown = yield* Effect.flip(Layer.build(persisted(makeStore(), { models }, options)))
      expect(String(error)).toContain(option)
    }).pipe(Effect.scoped)
  )
})
