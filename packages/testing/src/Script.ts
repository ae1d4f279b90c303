/**
 * Decides which requests get which fault: in order, by what they ask for, or at random from a seed.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"

/**
 * A plan that names an action, or none, for each request in the order of arrival.
 *
 * **Details**
 *
 * A script holds no state: each fake starts it anew with `start`, and then asks it once for each request.
 *
 * @example
 * A script of your own, with a fault for every other request:
 *
 * ```ts
 * import type { Fault } from "@anthropic-models/testing/Fault"
 * import type { Script } from "@anthropic-models/testing/Script"
 * import * as Effect from "effect/Effect"
 * import * as Option from "effect/Option"
 *
 * const everyOther = (fault: Fault): Script<unknown, Fault> => ({
 *   start: Effect.sync(() => {
 *     let count = 0
 *     return () => Effect.sync(() => (++count % 2 === 0 ? Option.some(fault) : Option.none()))
 *   })
 * })
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface Script<in Request, out Action> {
  readonly start: Effect.Effect<(request: Request) => Effect.Effect<Option.Option<Action>>>
}

/** A script whose action depends on the number of the request, counted from 1. */
const numbered = <Action>(actionOf: (number: number) => Option.Option<Action>): Script<unknown, Action> => ({
  start: Effect.sync(() => {
    let number = 0
    return () => Effect.sync(() => actionOf(++number))
  })
})

/**
 * Gives each request its own action, in order. Later requests get none.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const script = Script.inOrder([Fault.rateLimit({ retryAfter: 3 }), Fault.none, Fault.overloaded()])
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const inOrder = <Action>(actions: Iterable<Action>): Script<unknown, Action> => {
  const all = [...actions]
  return numbered((number) => (number <= all.length ? Option.fromNullable(all[number - 1]) : Option.none()))
}

/**
 * Gives the action to the first `count` requests.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const downAtFirst = Script.times(3, Fault.overloaded())
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const times = <Action>(count: number, action: Action): Script<unknown, Action> =>
  numbered((number) => (number <= count ? Option.some(action) : Option.none()))

/**
 * Gives the action to the request with this number, counted from 1.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const hiccup = Script.nth(5, Fault.api())
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const nth = <Action>(nth: number, action: Action): Script<unknown, Action> =>
  numbered((number) => (number === nth ? Option.some(action) : Option.none()))

/**
 * Gives the action to every request.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const outage = Script.always(Fault.html(503))
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const always = <Action>(action: Action): Script<unknown, Action> => numbered(() => Option.some(action))

/**
 * Which requests `random` hits, and with what.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 *
 * const options: Script.RandomOptions<Fault.Fault> = {
 *   seed: "a bad day",
 *   probability: 0.2,
 *   actions: [Fault.overloaded(), Fault.reset],
 *   maxInARow: 2
 * }
 *
 * const badDay = Script.random(options)
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export interface RandomOptions<Action> {
  /** Equal seeds give equal decisions. */
  readonly seed: number | string
  /** The probability that a request is hit, from 0 to 1. */
  readonly probability: number
  /** The actions, all equally likely. At least one. */
  readonly actions: ReadonlyArray<Action>
  /**
   * The largest number of hits in a row. With at most as many as a client has retries, a client that sends one request
   * at a time recovers from every fault that can be retried.
   * @default Infinity
   */
  readonly maxInARow?: number | undefined
}

/**
 * Hits requests at random, the same ones in every run.
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
}: RandomOptions<Action>): Script<unknown, Action> => ({
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
})

/**
 * Asks the script only about requests that match. It does not count the others.
 *
 * @example
 * ```ts
 * import * as Fault from "@anthropic-models/testing/Fault"
 * import * as Script from "@anthropic-models/testing/Script"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 *
 * const secondPageFailsOnce = Script.when(TestModels.onPage(2), Script.times(1, Fault.overloaded()))
 * ```
 *
 * @since 0.1.0
 * @category combinators
 */
export const when = <Request, Action>(
  matches: (request: Request) => boolean,
  script: Script<NoInfer<Request>, Action>
): Script<Request, Action> => ({
  start: Effect.map(script.start, (decide) => (request) => (matches(request) ? decide(request) : Effect.succeedNone))
})

/**
 * Asks all scripts, and takes the action of the first one that names any.
 *
 * **Details**
 *
 * Every script sees every request, so that all count alike: `nth(2, …)` is the second request, even if another script
 * decided the first one. TypeScript infers the argument of a predicate only in the first script; give its type in the
 * others.
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
export const firstOf = <Request, A = never, B = never, C = never, D = never, E = never>(
  ...scripts: readonly [
    Script<Request, A>?,
    Script<Request, B>?,
    Script<Request, C>?,
    Script<Request, D>?,
    ...ReadonlyArray<Script<Request, E>>
  ]
): Script<Request, A | B | C | D | E> => {
  const all: ReadonlyArray<Script<Request, A | B | C | D | E>> = scripts.filter((script) => script !== undefined)
  return {
    start: Effect.gen(function* () {
      const deciders = yield* Effect.forEach(all, (script) => script.start)
      return (request) =>
        Effect.map(
          Effect.forEach(deciders, (decide) => decide(request)),
          Option.firstSomeOf
        )
    })
  }
}
