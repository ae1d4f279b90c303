/**
 * The options and controls that both fakes share.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Assumptions } from "./Assumptions.ts"
import type { Script } from "./Script.ts"

/**
 * The models of a fake, and its behaviour.
 *
 * @example
 * ```ts
 * import type * as Fake from "@anthropic-models/testing/Fake"
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * // the same behaviour in memory and over HTTP
 * const busy: Fake.Options<unknown, Fault.ModelFault> = {
 *   models: Fixtures.models(45),
 *   faults: [Fault.overloaded()],
 *   latency: "20 millis"
 * }
 *
 * const InMemory = TestModels.layer(busy)
 * const OverHttp = FakeAnthropic.layerClient(busy)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<in Request, out Action> {
  /**
   * The models, in any order. The fake lists them newest first; a model without `created_at` stays behind the one
   * before it.
   * @default Fixtures.catalogue
   */
  readonly models?: ReadonlyArray<ModelInfo> | undefined
  /** Other names of models: from each alias to the id. @default Fixtures.aliases with the default models, else none */
  readonly aliases?: { readonly [alias: string]: string } | undefined
  /** The faults: a script, or the faults of the first requests in order. @default none */
  readonly faults?: Script<Request, Action> | ReadonlyArray<Action> | undefined
  /**
   * How long each answer takes by the `Clock`: the caller's, or on a server that of the layer's scope.
   * @default 0
   */
  readonly latency?: Duration.DurationInput | undefined
  /**
   * How to answer requests whose answer the API reference does not define.
   * @default each is refused with 400 `invalid_request_error`
   */
  readonly assumptions?: Assumptions | undefined
}

/**
 * The controls of a running fake.
 *
 * @example
 * ```ts
 * import type * as Fake from "@anthropic-models/testing/Fake"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * // an outage of either fake
 * const breakDown = (fake: Fake.Controls<unknown, Fault.ErrorFault>) =>
 *   fake.setFaults(Script.always(Fault.overloaded()))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Controls<out Request, in Action> {
  /** Replaces the models, and the aliases. Without `aliases`, those whose model is still there stay. */
  readonly setModels: (
    models: ReadonlyArray<ModelInfo>,
    aliases?: { readonly [alias: string]: string }
  ) => Effect.Effect<void>
  /** Replaces the faults, and starts the new script. */
  readonly setFaults: (faults: Script<Request, Action> | ReadonlyArray<Action>) => Effect.Effect<void>
}
