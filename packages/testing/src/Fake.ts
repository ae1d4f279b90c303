/**
 * What both fakes share: what they are made of, and how a test changes them while it runs.
 *
 * @since 0.1.0
 */
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Assumptions } from "./Assumptions.ts"
import type { Script } from "./Script.ts"

/**
 * What a fake knows, and how it behaves.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<in Request, out Action> {
  /**
   * The models, newest first: they are listed in this order.
   *
   * @default Fixtures.catalogue
   */
  readonly models?: ReadonlyArray<ModelInfo> | undefined
  /**
   * Other names of models: from each alias to the id.
   *
   * @default Fixtures.aliases where `models` is not given, else none
   */
  readonly aliases?: { readonly [alias: string]: string } | undefined
  /**
   * What befalls which request: a script, or what befalls the first requests, in order.
   *
   * @default nothing
   */
  readonly faults?: Script<Request, Action> | ReadonlyArray<Action> | undefined
  /**
   * How long each answer takes: by the caller's `Clock`, or, on a server, by that of where the layer is built.
   *
   * @default "0 millis"
   */
  readonly latency?: Duration.DurationInput | undefined
  /**
   * How requests are answered for which the reference states no answer.
   *
   * @default each is refused, as 400 `invalid_request_error`
   */
  readonly assumptions?: Assumptions | undefined
}

/**
 * What a test changes in a fake while it runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Controls<out Request, in Action> {
  /**
   * Another list from now on, as when models are released and retired. Where no aliases are given, those remain whose
   * model does.
   */
  readonly setModels: (
    models: ReadonlyArray<ModelInfo>,
    aliases?: { readonly [alias: string]: string }
  ) => Effect.Effect<void>
  /** Another script from now on, in place of what was left of the last one. */
  readonly setFaults: (faults: Script<Request, Action> | ReadonlyArray<Action>) => Effect.Effect<void>
}
