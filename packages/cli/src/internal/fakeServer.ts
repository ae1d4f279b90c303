import { createServer } from "node:http"
import { FakeAnthropic, type RecordedRequest } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import type { Fault } from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import type { Script } from "@anthropic-models/testing/Script"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as HttpServer from "@effect/platform/HttpServer"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
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
    const fake = Context.get(
      yield* Layer.build(FakeAnthropicNode.layer({ models, aliases, latency, faults })).pipe(
        Effect.mapError(refuse(port))
      ),
      FakeAnthropic
    )
    const server = yield* NodeHttpServer.make(createServer, { host: "127.0.0.1", port }).pipe(
      Effect.mapError(refuse(port))
    )
    yield* Effect.provideService(
      HttpServer.serveEffect(fake.app, cors ? HttpMiddleware.cors() : identity),
      HttpServer.HttpServer,
      server
    )
    return {
      baseUrl: server.address._tag === "TcpAddress" ? `http://127.0.0.1:${server.address.port}` : fake.baseUrl,
      models: models.length,
      request: (number: number): Effect.Effect<RecordedRequest, DataError> =>
        Effect.flatMap(Effect.zipRight(fake.awaitRequests(number), fake.requests), (requests) =>
          Effect.mapError(
            Effect.fromNullable(requests[number - 1]),
            () => new DataError({ message: "a request is lost" })
          )
        )
    }
  })

const refuse = (port: number) => () =>
  new UsageError({ message: `--port ${port} cannot be used`, hint: "Is it taken? Try another one, or none." })
