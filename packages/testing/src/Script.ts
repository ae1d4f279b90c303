/**
 * When something befalls a request: in order, for requests that match, or at random by a seed.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import { refuse, requireCount, requireProbability } from "./internal/setup.ts"

/**
 * Decides for each request, in the order of their arrival, what befalls it, or that it says nothing of it.
 *
 * **Details**
 *
 * A script is a plan, and holds no state: each fake that is given one starts it anew with `start`, and then asks it
 * once for each request. `actions` are all that it may name: the fake looks at them before it starts.
 *
 * @since 0.1.0
 * @category models
 */
export interface Script<in Request, out Action> {
  readonly actions: ReadonlyArray<Action>
  readonly start: Effect.Effect<(request: Request) => Effect.Effect<Option.Option<Action>>>
}

/**
 * The first request gets the first action, the second the second, and so on; requests after the last one get none.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const Fake = FakeAnthropic.layerClient({
 *   faults: Script.inOrder([Fault.overloaded(), Fault.none, Fault.rateLimit({ retryAfter: 3 })])
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const inOrder = <Action>(actions: Iterable<Action>): Script<unknown, Action> => {
  const all = [...actions]
  return {
    actions: all,
    start: Effect.sync(() => {
      const rest = all.values()
      return () =>
        Effect.sync(() => {
          const next = rest.next()
          return next.done === true ? Option.none() : Option.some(next.value)
        })
    })
  }
}

/**
 * The next `count` requests get the action, those after them none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const times = <Action>(count: number, action: Action): Script<unknown, Action> => {
  requireCount("Script.times", "the number of requests", count)
  return inOrder(Array.from({ length: count }, () => action))
}

/**
 * Only the request with this number gets the action, counted from 1.
 *
 * @since 0.1.0
 * @category constructors
 */
export const nth = <Action>(number: number, action: Action): Script<unknown, Action> => {
  requireCount("Script.nth", "the number of the request", number)
  if (number === 0) refuse("Script.nth", "requests are counted from 1; the first one is Script.nth(1, …)")
  return {
    actions: [action],
    start: Effect.sync(() => {
      let seen = 0
      return () => Effect.sync(() => (++seen === number ? Option.some(action) : Option.none()))
    })
  }
}

/**
 * Every request gets the action.
 *
 * @since 0.1.0
 * @category constructors
 */
export const always = <Action>(action: Action): Script<unknown, Action> => ({
  actions: [action],
  start: Effect.succeed(() => Effect.succeedSome(action))
})

/**
 * Which requests are hit at random, and by what.
 *
 * @since 0.1.0
 * @category models
 */
export interface RandomOptions<Action> {
  /** Equal seeds give equal decisions, in every run. */
  readonly seed: number | string
  /** How likely it is that a request is hit, from 0 to 1. */
  readonly probability: number
  /** What may befall it; each is as likely as the others. */
  readonly actions: ReadonlyArray<Action>
  /**
   * How many requests in a row may be hit. With no more than a client's retries, every fault that can be retried is
   * recovered from by a client that sends one request after another; of requests at once, one may get the hits of all.
   *
   * @default Infinity
   */
  readonly maxInARow?: number | undefined
}

/**
 * Requests are hit at random, by a seed, so that each run is the same.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const weather = Script.random({
 *   seed: 7,
 *   probability: 0.3,
 *   actions: [Fault.overloaded(), Fault.rateLimit(), Fault.latency("2 seconds")],
 *   maxInARow: 2
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const random = <Action>({
  actions,
  maxInARow = Infinity,
  probability,
  seed
}: RandomOptions<Action>): Script<unknown, Action> => {
  requireProbability("Script.random", probability)
  if (maxInARow !== Infinity) requireCount("Script.random", "maxInARow", maxInARow)
  if (actions.length === 0) refuse("Script.random", "actions is empty; name at least one")
  return {
    actions,
    start: Effect.sync(() => {
      const dice = Random.make(seed)
      let inARow = 0
      return () =>
        Effect.gen(function* () {
          const isHit = (yield* dice.next) < probability
          const action = actions[yield* dice.nextIntBetween(0, actions.length)]
          inARow = isHit && inARow < maxInARow ? inARow + 1 : 0
          return inARow > 0 ? Option.fromNullable(action) : Option.none()
        })
    })
  }
}

/**
 * Asks the script only about requests that match; it never hears of the others.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import type { Call } from "@anthropic-models/testing/TestModels"
 *
 * const secondPage = Script.when((call: Call) => call._tag === "List" && call.page === 2, Script.times(1, Fault.emptyPage))
 * ```
 *
 * @since 0.1.0
 * @category combinators
 */
export const when = <Request, Action>(
  matches: (request: Request) => boolean,
  script: Script<NoInfer<Request>, Action>
): Script<Request, Action> => ({
  actions: script.actions,
  start: Effect.map(script.start, (decide) => (request) => (matches(request) ? decide(request) : Effect.succeedNone))
})

/**
 * Asks all scripts, and takes the action of the first one that names any.
 *
 * **Details**
 *
 * Every script hears of every request, so that all count alike: `nth(2, …)` means the second request, whatever befell
 * the first. What befalls one request after the other is `inOrder`. A predicate learns what it is asked about where its
 * script stands first; elsewhere, name the type of its argument.
 *
 * @example
 * ```ts
 * import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const Fake = FakeAnthropic.layerClient({
 *   faults: Script.firstOf(Script.nth(1, Fault.rateLimit()), Script.nth(3, Fault.emptyPage), Script.always(Fault.latency(5)))
 * })
 * ```
 *
 * @since 0.1.0
 * @category combinators
 */
export const firstOf = <Request, A = never, B = never, C = never, D = never, E = never, F = never>(
  ...scripts: readonly [
    Script<Request, A>?,
    Script<Request, B>?,
    Script<Request, C>?,
    Script<Request, D>?,
    Script<Request, E>?,
    ...ReadonlyArray<Script<Request, F>>
  ]
): Script<Request, A | B | C | D | E | F> => {
  const all: ReadonlyArray<Script<Request, A | B | C | D | E | F>> = scripts.filter((script) => script !== undefined)
  return {
    actions: all.flatMap((script) => script.actions),
    start: Effect.map(
      Effect.forEach(all, (script) => script.start),
      (deciders) => (request) =>
        Effect.map(
          Effect.forEach(deciders, (decide) => decide(request)),
          Option.firstSomeOf
        )
    )
  }
}

/**
 * The script that says nothing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const silent: Script<unknown, never> = {
  actions: [],
  start: Effect.succeed(() => Effect.succeedNone)
}
