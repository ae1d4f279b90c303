import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type { Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import * as Chunk from "effect/Chunk"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { DataError, UsageError } from "./errors.ts"
import type { Output } from "./output.ts"
import * as Progress from "./progress.ts"
import * as SnapshotFile from "./snapshotFile.ts"
import { formatDuration } from "./units.ts"

export interface SourceOptions {
  readonly snapshot: Option.Option<string>
  readonly maxAge: Option.Option<Duration.Duration>
}

/** Where the models of a command come from. */
export class Source extends Context.Tag("@anthropic-models/cli/Source")<
  Source,
  {
    /** Completes "46 models from …". */
    readonly name: string
    /** The file, if it is a snapshot. */
    readonly file: Option.Option<string>
    readonly fetchedAt: DateTime.Utc
    /** How old the list is, where it is not of now. */
    readonly age: Option.Option<Duration.Duration>
    /** The aliases that the snapshot holds: from the alias to the id. */
    readonly aliases: { readonly [alias: string]: string }
  }
>() {}

/** Loads the part of the program that speaks HTTP, at its first use. */
const live = Layer.unwrapEffect(
  Effect.map(
    Effect.promise(() => import("./live.ts")),
    ({ layer }) => layer
  )
)

/** The models in memory, with the paging of the API. */
const inMemory = ({ aliases, models }: SnapshotFile.SnapshotFile) =>
  Layer.unwrapEffect(
    Effect.map(
      Effect.promise(() => import("@anthropic-models/testing/TestModels")),
      (TestModels) => TestModels.layer({ models, aliases })
    )
  )

const defaultBaseUrl = "https://api.anthropic.com"

/** The address of the API, as the environment names it. */
export const baseUrl = Config.string("ANTHROPIC_BASE_URL").pipe(
  Config.map((url) => url.trim()),
  Config.withDefault(""),
  Config.map((url) => (url === "" ? defaultBaseUrl : url)),
  Effect.orElseSucceed(() => defaultBaseUrl)
)

/** The API, or the snapshot that the options name: as `Models`, and where they come from. */
export const layer = ({ maxAge, snapshot }: SourceOptions) =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const now = yield* DateTime.now
      if (Option.isNone(snapshot)) {
        if (Option.isSome(maxAge)) {
          return yield* new UsageError({
            message: "--max-age is the age of a snapshot, and there is none",
            hint: "Name one: --snapshot FILE"
          })
        }
        const origin = Layer.succeed(Source, {
          name: `the API at ${yield* baseUrl}`,
          file: Option.none(),
          fetchedAt: now,
          age: Option.none(),
          aliases: {}
        })
        return Layer.merge(live, origin)
      }
      const path = snapshot.value
      const file = yield* SnapshotFile.read(path)
      yield* SnapshotFile.requireAge(path, file, maxAge)
      const age = DateTime.distanceDuration(now, file.fetched_at)
      const origin = Layer.succeed(Source, {
        name: `the snapshot ${path}`,
        file: Option.some(path),
        fetchedAt: file.fetched_at,
        age: Option.some(age),
        aliases: file.aliases
      })
      return Layer.merge(inMemory(file), origin)
    })
  )

/** `, 3 days old`. Nothing for the API. */
export const age: Effect.Effect<string, never, Source> = Effect.map(Source, ({ age }) =>
  Option.match(age, { onNone: () => "", onSome: (age) => `, ${formatDuration(age)} old` })
)

/** `, from the snapshot models.json, 3 days old`. Nothing for the API. */
export const origin: Effect.Effect<string, never, Source> = Effect.flatMap(Source, ({ file, name }) =>
  Option.isNone(file) ? Effect.succeed("") : Effect.map(age, (age) => `, from ${name}${age}`)
)

/** Every stage, since a retired model is something else than one that nobody knows. */
export const everyStage = ["active", "deprecated", "retired"] as const

/** All models of every stage. An empty list is no data. */
export const all: Effect.Effect<
  ReadonlyArray<ModelInfo>,
  ModelsError | PaginationError | DataError,
  Models | Source | Output
> = Effect.flatMap(Source, ({ name }) =>
  ModelStream.models({ lifecycle: everyStage }).pipe(
    Stream.runCollect,
    Effect.map(Chunk.toReadonlyArray),
    Progress.during(`Waiting for ${name}`),
    Effect.filterOrFail(
      (models) => models.length > 0,
      () => new DataError({ message: `there are no models in ${name}`, hint: "Try: anthropic-models doctor" })
    )
  )
)
