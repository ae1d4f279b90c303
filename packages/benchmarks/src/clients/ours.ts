/** This library, on a client of the platform. */
import type { Models } from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import type { HttpClient } from "@effect/platform/HttpClient"
import type { ConfigError } from "effect/ConfigError"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { MakeClient } from "../processes/client.ts"

export const live = (baseUrl: string, http: Layer.Layer<HttpClient>): Layer.Layer<Models, ConfigError> =>
  ModelsHttp.layer({ apiKey: Redacted.make("key"), baseUrl }).pipe(Layer.provide(http))

export const ours =
  (http: Layer.Layer<HttpClient>): MakeClient =>
  (baseUrl) => {
    const runtime = ManagedRuntime.make(live(baseUrl, http))
    return (options, see) =>
      runtime.runPromise(Stream.runDrain(Stream.map(ModelStream.models(options), ({ id }) => see(id))))
  }
