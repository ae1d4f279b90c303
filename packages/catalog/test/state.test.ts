import {
  AuthenticationError,
  OverloadedError,
  PermissionError,
  RateLimitError
} from "@anthropic-models/core/ModelsError"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as State from "../src/internal/state.ts"

const limits: State.Limits = { freshFor: 10, staleFor: 20, staleIfError: 40 }

/** The list was fetched at 1,000. */
const t0 = 1_000
const held = State.hold(Fixtures.models(2), { fetchedAt: t0, source: "api" })
const seed = State.hold(Fixtures.models(2), { fetchedAt: 0, source: "seed" })

const overloaded = new OverloadedError({})
const denied = new AuthenticationError({})
const forbidden = new PermissionError({})
const limited = new RateLimitError({ retryAfter: Option.some(Duration.millis(500)) })

interface Situation {
  readonly held?: State.Held
  readonly error?: State.RefreshError
  readonly retryAt?: number
  readonly notBefore?: number
}

const stateOf = ({ error, held, notBefore = -Infinity, retryAt }: Situation): State.State => ({
  held,
  failed: error && { error, at: t0, count: 1, retryAt },
  notBefore
})

const show = (decision: State.Decision): string => {
  switch (decision._tag) {
    case "Serve":
      return decision.refresh ? "serve and refresh" : "serve"
    case "Wait":
      return "wait"
    case "Fail":
      return `fail with ${decision.error._tag}`
  }
}

describe("decide", () => {
  const due = { notBefore: t0 + 1 }
  const notDue = { notBefore: t0 + 99_999 }
  const cases: ReadonlyArray<readonly [string, Situation, age: number, string]> = [
    ["no list", {}, 0, "wait"],
    ["no list, not due", notDue, 0, "wait"],
    ["no list, a refresh failed, not due", { error: overloaded, ...notDue }, 0, "wait"],
    ["no list, the server asks to wait", { error: limited, retryAt: t0 + 5 }, 4, "fail with RateLimitError"],
    ["no list, the wait is over", { error: limited, retryAt: t0 + 5 }, 5, "wait"],
    ["no list, denied, not due", { error: denied, ...notDue }, 0, "fail with AuthenticationError"],
    ["no list, denied, due", { error: denied, ...due }, 5, "wait"],

    ["fresh", { held }, 9, "serve"],
    ["fresh, a refresh failed", { held, error: overloaded, ...due }, 9, "serve"],
    ["fresh, denied, not due", { held, error: denied, ...notDue }, 9, "fail with AuthenticationError"],
    ["fresh, forbidden, not due", { held, error: forbidden, ...notDue }, 9, "fail with PermissionError"],
    ["fresh, denied, due", { held, error: denied, ...due }, 9, "wait"],

    ["stale from the limit on", { held }, 10, "serve and refresh"],
    ["stale", { held }, 19, "serve and refresh"],
    ["stale, not due", { held, ...notDue }, 19, "serve"],
    ["stale, a refresh failed, not due", { held, error: overloaded, ...notDue }, 19, "serve"],
    ["stale, a refresh failed, due", { held, error: overloaded, ...due }, 19, "serve and refresh"],
    ["stale, denied, not due", { held, error: denied, ...notDue }, 19, "fail with AuthenticationError"],

    ["old from the limit on", { held }, 20, "wait"],
    ["old", { held }, 39, "wait"],
    ["old, another process refreshes", { held, ...notDue }, 39, "serve"],
    ["old, a refresh failed, not due", { held, error: overloaded, ...notDue }, 39, "serve"],
    ["old, a refresh failed, due", { held, error: overloaded, ...due }, 39, "serve and refresh"],

    ["expired from the limit on", { held }, 40, "wait"],
    ["expired, a refresh failed, not due", { held, error: overloaded, ...notDue }, 40, "wait"],
    ["expired, the server asks to wait", { held, error: limited, retryAt: t0 + 50 }, 40, "fail with RateLimitError"],
    ["expired, denied, not due", { held, error: denied, ...notDue }, 40, "fail with AuthenticationError"],

    ["from the future", { held }, -1, "serve and refresh"],
    ["a seed", { held: seed }, 0, "serve and refresh"],
    ["a seed, long after", { held: seed }, 999_999, "serve and refresh"],
    ["a seed, a refresh failed, not due", { held: seed, error: overloaded, ...notDue }, 99, "serve"],
    ["a seed, denied, not due", { held: seed, error: denied, ...notDue }, 99, "fail with AuthenticationError"]
  ]

  it.each(cases)("%s", (_, situation, age, decision) => {
    expect(show(State.decide(stateOf(situation), limits, t0 + age))).toBe(decision)
  })

  it("never serves a list that may not be served", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.record({
          held: FastCheck.constantFrom(undefined, held, seed),
          error: FastCheck.constantFrom(undefined, overloaded, denied, forbidden, limited),
          retryAt: FastCheck.option(FastCheck.integer({ min: t0, max: t0 + 60 }), { nil: undefined }),
          notBefore: FastCheck.integer({ min: t0, max: t0 + 60 })
        }),
        FastCheck.record({
          freshFor: FastCheck.nat(60),
          staleFor: FastCheck.nat(60),
          staleIfError: FastCheck.nat(60)
        }),
        FastCheck.integer({ min: t0, max: t0 + 70 }),
        (situation, limits, now) => {
          const state = stateOf(situation as Situation)
          const decision = State.decide(state, limits, now)
          if (decision._tag === "Serve") {
            expect(State.servable(state, limits, now)).toBe(decision.held)
            const age = State.ageOf(decision.held, now)
            const oldest = Math.max(limits.freshFor, limits.staleFor, limits.staleIfError)
            expect(decision.held === seed || age < oldest).toBe(true)
            if (decision.refresh) expect(now).toBeGreaterThanOrEqual(state.notBefore)
          } else if (decision._tag === "Fail") {
            expect(decision.error).toBe(state.failed?.error)
          }
        }
      )
    )
  })
})

describe("fail", () => {
  it("doubles the delay up to a minute, less the jitter", () => {
    let state = State.succeed(held)
    const delays = Array.from({ length: 9 }, () => {
      state = State.fail(state, overloaded, t0, 0)
      return state.notBefore - t0
    })
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
    expect(State.fail(State.empty, overloaded, t0, 1).notBefore).toBe(t0 + 750)
  })

  it("stays at a minute after 10,000 failures", () => {
    const state = stateOf({ held })
    const failed = { ...state, failed: { error: overloaded, at: t0, count: 10_000, retryAt: undefined } }
    expect(State.fail(failed, overloaded, t0, 0).notBefore).toBe(t0 + 60_000)
  })

  it("waits as long as the server asks, and at most an hour", () => {
    const asks = (after: Duration.DurationInput) =>
      State.fail(State.empty, new RateLimitError({ retryAfter: Option.some(Duration.decode(after)) }), t0, 0)
    expect(asks("2 minutes")).toMatchObject({ notBefore: t0 + 120_000, failed: { retryAt: t0 + 120_000 } })
    expect(asks("10 millis")).toMatchObject({ notBefore: t0 + 1_000, failed: { retryAt: t0 + 10 } })
    expect(asks("9 days")).toMatchObject({ notBefore: t0 + 3_600_000 })
  })

  it("keeps the list, with the failure in it", () => {
    const failed = State.fail(State.succeed(held), new OverloadedError({ detail: "busy\nnow" }), t0 + 5, 0)
    expect(failed.held?.snapshot.models).toBe(held.snapshot.models)
    expect(failed.held?.snapshot.fetchedAt).toBe(held.snapshot.fetchedAt)
    expect(Option.getOrThrow(failed.held?.snapshot.lastFailure ?? Option.none())).toMatchObject({
      at: { epochMillis: t0 + 5 },
      message: "529 overloaded_error: busy now",
      tag: "OverloadedError"
    })
    expect(State.succeed(held).held?.snapshot.lastFailure).toEqual(Option.none())
  })
})

describe("adopt", () => {
  const at = (fetchedAt: number) => State.hold(Fixtures.models(3), { fetchedAt, source: "store" })

  it("takes a newer list, and any list in place of none or a seed", () => {
    const failed = State.fail(State.succeed(held), overloaded, t0, 0)
    expect(State.adopt(failed, at(t0 + 1))).toEqual(State.succeed(at(t0 + 1)))
    expect(State.adopt(failed, at(t0))).toBe(failed)
    expect(State.adopt(failed, at(t0 - 1))).toBe(failed)
    expect(State.adopt(State.empty, at(1))).toEqual(State.succeed(at(1)))
    expect(State.adopt(State.succeed(seed), at(0))).toEqual(State.succeed(at(0)))
  })
})

describe("postpone", () => {
  it("holds a refresh back, and never brings it forward", () => {
    const postponed = State.postpone(State.succeed(held), t0 + 5)
    expect(postponed.notBefore).toBe(t0 + 5)
    expect(State.postpone(postponed, t0 + 1).notBefore).toBe(t0 + 5)
    expect(show(State.decide(postponed, limits, t0 + 30))).toBe("wait")
    expect(show(State.decide(State.postpone(postponed, t0 + 31), limits, t0 + 30))).toBe("serve")
  })

  it("lets the last failure count where there is no list", () => {
    const failed = State.fail(State.empty, overloaded, t0, 0)
    expect(show(State.decide(failed, limits, t0))).toBe("wait")
    const postponed = State.postpone(failed, t0 + 5)
    expect(show(State.decide(postponed, limits, t0 + 4))).toBe("fail with OverloadedError")
    expect(show(State.decide(postponed, limits, t0 + 5))).toBe("wait")
  })
})

describe("hold", () => {
  it("sorts the models and takes the first of those with one id", () => {
    const first = Fixtures.model({ max_tokens: 1 })
    const second = Fixtures.model({ max_tokens: 2 })
    const newer = Fixtures.model({ id: "claude-newer", created_at: "2026-02-01T00:00:00Z" })
    const { index, snapshot } = State.hold([first, second, newer], { fetchedAt: 0, source: "api" })
    expect(snapshot.models).toEqual([newer, first])
    expect(index.get("claude-test")).toBe(first)
  })
})
