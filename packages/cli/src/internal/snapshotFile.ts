import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as FileSystem from "@effect/platform/FileSystem"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { DataError, UsageError } from "./errors.ts"
import { encode } from "./json.ts"
import { formatDuration } from "./units.ts"

export const format = "anthropic-models-snapshot/1"

/** A list of models in a file, to commit and to read without a network. */
export interface SnapshotFile extends Schema.Schema.Type<typeof SnapshotFile> {}

export const SnapshotFile = Schema.Struct({
  format: Schema.Literal(format),
  fetched_at: Schema.DateTimeUtc,
  /** The API that was asked. */
  source: Schema.String,
  /** From names that no list holds to ids: `claude-opus-4-1` to `claude-opus-4-1-20250805`. */
  aliases: Schema.Record({ key: Schema.String, value: Schema.String }),
  models: Schema.Array(ModelInfo)
})

const decode = Schema.decodeUnknown(Schema.parseJson(SnapshotFile))

/** Reads a snapshot. A file that is not there is wrong usage; one that is no snapshot, or an empty one, is no data. */
export const read = (path: string): Effect.Effect<SnapshotFile, UsageError | DataError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const text = yield* Effect.mapError(fs.readFileString(path), (error) =>
      error._tag === "SystemError" && error.reason === "NotFound"
        ? new UsageError({
            message: `there is no snapshot ${path}`,
            hint: `Make one: anthropic-models snapshot -o ${path}`
          })
        : new DataError({ message: `the snapshot ${path} cannot be read`, hint: "Is it a file that you may read?" })
    )
    const snapshot = yield* Effect.mapError(
      decode(text),
      () =>
        new DataError({
          message: `${path} is not a snapshot of this version`,
          hint: `Make it anew: anthropic-models snapshot -o ${path}`
        })
    )
    if (snapshot.models.length === 0) {
      return yield* new DataError({
        message: `the snapshot ${path} holds no models`,
        hint: `Make it anew: anthropic-models snapshot -o ${path}`
      })
    }
    return snapshot
  })

/** Refuses a snapshot that is older than `--max-age`. */
export const requireAge = (
  path: string,
  snapshot: SnapshotFile,
  maxAge: Option.Option<Duration.Duration>
): Effect.Effect<void, DataError> =>
  Effect.flatMap(DateTime.now, (now) => {
    const age = DateTime.distanceDuration(now, snapshot.fetched_at)
    return Option.exists(maxAge, (limit) => Duration.greaterThan(age, limit))
      ? new DataError({
          message: `the snapshot ${path} is ${formatDuration(age)} old, and --max-age allows ${Option.match(maxAge, { onNone: () => "", onSome: formatDuration })}`,
          hint: `Make it anew: anthropic-models snapshot -o ${path}`
        })
      : Effect.void
  })

/** The text of a snapshot, in a stable order: one that differs only where models do. */
export const render = (snapshot: SnapshotFile): string =>
  `${JSON.stringify(
    {
      format: snapshot.format,
      fetched_at: DateTime.formatIso(snapshot.fetched_at),
      source: snapshot.source,
      aliases: sorted(snapshot.aliases),
      models: snapshot.models.map((model) => {
        const { id, ...facts } = encode(model)
        return { id, ...sorted(facts) }
      })
    },
    null,
    2
  )}\n`

/** The same JSON, with the keys of all objects in the order of the alphabet. */
const sorted = (json: object): object =>
  Object.fromEntries(
    Object.entries(json)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]: [string, unknown]) => [key, Predicate.isRecord(value) ? sorted(value) : value])
  )
