/**
 * Promises and async iterators, for programs without Effect. Failures reject with the real error classes.
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Models from "@anthropic-models/core/Models"
import { NotFoundError } from "@anthropic-models/core/ModelsError"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Cause from "effect/Cause"
import * as ConfigError from "effect/ConfigError"
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"

const runtime = ManagedRuntime.make(ModelsHttp.layerConfig().pipe(Layer.provide(FetchHttpClient.layer)))

/** Rejects with the real error, which `Effect.runPromise` would wrap. */
const run = async <A, E>(effect: Effect.Effect<A, E, Models.Models>): Promise<A> => {
  const exit = await runtime.runPromiseExit(effect)
  if (Exit.isSuccess(exit)) return exit.value
  throw Cause.squash(exit.cause)
}

const getModel = (id: string): Promise<ModelInfo> => run(Models.get(id))

const everyModel = (): Promise<AsyncIterable<ModelInfo>> => run(Stream.toAsyncIterableEffect(ModelStream.models()))

try {
  for await (const model of await everyModel()) console.log(model.id, model.display_name)

  await getModel("claude-nope")
} catch (error) {
  // A missing key is a `ConfigError`, which is a plain object and not an `Error`.
  if (ConfigError.isConfigError(error)) console.log(error.message)
  else if (error instanceof NotFoundError) console.log(error.status, error.message)
  else throw error
}

await runtime.dispose()
