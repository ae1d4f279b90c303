import { FakeAnthropic, type RecordedRequest } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import type { Fault } from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import type { Script } from "@anthropic-models/testing/Script"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { DataError, UsageError } from "./errors.ts"
import type { SnapshotFile } from "./snapshotFile.ts"

export interface FakeOptions {
  readonly port: number
  readonly cors: boolean
  readonly latency: Duration.Duration
  readonly faults: Script<unknown, Fault>
  readonly file: Option.Option<SnapshotFile>
}

/** Starts the fake API: where it is, how many models it has, and its requests by their number, from 1. */
export const serve = ({ cors, faults, file, latency, port }: FakeOptions) =>
  Effect.gen(function* () {
    const { aliases, models } = Option.getOrElse(file, () => ({
      models: Fixtures.catalogue,
      aliases: Fixtures.aliases
    }))
    const services = yield* Effect.mapError(
      Layer.build(FakeAnthropicNode.layer({ port, cors, models, aliases, latency, faults })),
      () => new UsageError({ message: `--port ${port} cannot be used`, hint: "Is it taken? Try another one, or none." })
    )
    const { awaitRequests, baseUrl, requests } = Context.get(services, FakeAnthropic)
    return {
      baseUrl,
      models: models.length,
      request: (number: number): Effect.Effect<RecordedRequest, DataError> =>
        awaitRequests(number).pipe(
          Effect.zipRight(requests),
          Effect.flatMap((requests) => Effect.fromNullable(requests[number - 1])),
          Effect.mapError(() => new DataError({ message: "a request is lost" }))
        )
    }
  })
