/** Which credential is sent, and keys that come from an effect. */
import { AuthenticationError, ConnectionError } from "@anthropic-models/core/ModelsError"
import { describe, expect, it } from "@effect/vitest"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import type { Options, Secret } from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { answer, driven, failure, key, make, models, page, type Reply, run } from "./scripted.ts"
import { untyped } from "./untyped.ts"

const secret = Redacted.make("gateway-secret")
const good: Reply = { body: page("a") }
const unauthorized: Reply = { status: 401, body: failure("authentication_error", "invalid x-api-key") }
const never = { retry: RetryPolicy.none }

const sentBy = (options: Options) =>
  Effect.map(run([good], { apiKey: undefined, ...options }), ({ requests }) => {
    const headers: Readonly<Record<string, string | undefined>> = { ...requests[0]?.headers }
    return { authorization: headers["authorization"], apiKey: headers["x-api-key"], gateway: headers["x-gateway"] }
  })

const nothing = { authorization: undefined, apiKey: undefined, gateway: undefined }

describe("a header of one's own", () => {
  it.effect.each<[name: string, options: Options, sent: object]>([
    ["a Redacted header", { headers: { "x-gateway": secret } }, { gateway: "gateway-secret" }],
    ["authorization", { headers: { Authorization: "Basic x" } }, { authorization: "Basic x" }],
    ["x-api-key", { headers: { "X-Api-Key": "own" } }, { apiKey: "own" }]
  ])("makes a missing key no error: %s", ([, options, sent]) =>
    Effect.map(sentBy(options), (actual) => expect(actual).toEqual({ ...nothing, ...sent }))
  )

  it.effect("that is plain text does not", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(models(make({}), { apiKey: undefined, headers: { "x-gateway": "plain" } }))
      expect(error).toMatchObject({ _op: "MissingData" })
    })
  )

  it.effect.each<[name: string, options: Options, sent: object]>([
    [
      "beside a Redacted header",
      { apiKey: Redacted.make(key), headers: { "x-gateway": secret } },
      { apiKey: key, gateway: "gateway-secret" }
    ],
    [
      "as Bearer beside a Redacted header",
      { authToken: Redacted.make(key), headers: { "x-gateway": secret } },
      { authorization: `Bearer ${key}`, gateway: "gateway-secret" }
    ],
    [
      "unless it is authorization",
      { apiKey: Redacted.make(key), headers: { authorization: secret } },
      { authorization: "gateway-secret" }
    ],
    [
      "unless it is x-api-key",
      { authToken: Redacted.make(key), headers: { "x-api-key": secret } },
      { apiKey: "gateway-secret" }
    ]
  ])("leaves a key that is given in place, %s", ([, options, sent]) =>
    Effect.map(sentBy(options), (actual) => expect(actual).toEqual({ ...nothing, ...sent }))
  )

  it.effect("in place of the key means that an effect is not asked for one", () =>
    Effect.gen(function* () {
      const apiKey = Effect.dieMessage("not needed")
      expect(yield* sentBy({ apiKey, headers: { "x-api-key": "own" } })).toEqual({ ...nothing, apiKey: "own" })
      const scripted = make({ body: {} })
      const http = yield* Effect.provide(AnthropicHttpClient.make({ apiKey }), scripted.layer)
      yield* http.get("/v1/x", { headers: { "x-api-key": "own" } })
      expect(scripted.requests[0]?.headers["x-api-key"]).toBe("own")
    })
  )
})

class VaultError extends Data.TaggedError("VaultError")<{ readonly message: string }> {}

/** An effect that gives another key at each call. */
const rotating = () => {
  let count = 0
  return Effect.sync(() => Redacted.make(`key-${++count}`))
}

const keysOf = (requests: ReadonlyArray<{ readonly headers: { readonly [name: string]: string } }>) =>
  requests.map(({ headers }) => headers["x-api-key"] ?? headers["authorization"])

describe("a key from an effect", () => {
  it.effect("is asked for at each attempt", () =>
    Effect.gen(function* () {
      const { requests } = yield* run([answer(500)], { apiKey: rotating() })
      expect(keysOf(requests)).toEqual(["key-1", "key-2", "key-3"])
    })
  )

  it.effect("can be sent as Bearer, and so can a token", () =>
    Effect.gen(function* () {
      const bearer = yield* run([good], { apiKey: rotating(), authScheme: "bearer" })
      const token = yield* run([good], { apiKey: undefined, authToken: rotating() })
      expect([...keysOf(bearer.requests), ...keysOf(token.requests)]).toEqual(["Bearer key-1", "Bearer key-1"])
    })
  )

  it.effect("that fails gives its own error", () =>
    Effect.gen(function* () {
      const error = new AuthenticationError({ detail: "the vault is sealed" })
      const { requests, result } = yield* run([good], { apiKey: Effect.fail(error) })
      expect(Either.flip(result)).toEqual(Either.right(error))
      expect(requests).toEqual([])
    })
  )

  it.effect("that fails with an error that is retryable is asked for again", () =>
    Effect.gen(function* () {
      let count = 0
      const apiKey = Effect.suspend(() =>
        ++count < 3
          ? Effect.fail(new ConnectionError({ reason: "Transport", detail: "the vault is away" }))
          : Effect.succeed(Redacted.make(key))
      )
      const { requests, result } = yield* run([good], { apiKey })
      expect(Either.isRight(result)).toBe(true)
      expect(keysOf(requests)).toEqual([key])
    })
  )

  it.effect.each<[name: string, apiKey: Secret, message: string]>([
    ["dies", Effect.die(new Error("no such file")), "died: no such file"],
    ["dies with a text", Effect.die("no such file"), "died: no such file"],
    ["dies with an object", Effect.die({ access_token: "eyJhbGciOi" }), "died: an error without a message"],
    ["dies with an object without a prototype", Effect.die(Object.create(null)), "died: an error without a message"],
    ["is interrupted", Effect.interrupt, "was interrupted"],
    ["fails with another error", untyped(Effect.fail(new VaultError({ message: "sealed" }))), "failed: sealed"],
    ["fails with a text", untyped(Effect.fail("ENOENT")), "failed: ENOENT"]
  ])("that %s is a ConnectionError that says so, and is retried", ([, apiKey, message]) =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([good], { apiKey })
      expect(requests).toEqual([])
      expect(result).toMatchObject({
        left: {
          _tag: "ConnectionError",
          reason: "Credential",
          detail: `the effect that provides the key ${message}`,
          isRetryable: true,
          attempts: 3
        }
      })
    })
  )

  const wiped = Redacted.make(key)
  Redacted.unsafeWipe(wiped)
  it.effect.each<[name: string, apiKey: unknown]>([
    ["is empty", Redacted.make("")],
    ["has a line break", Redacted.make("hunter2\nb")],
    ["has a blank", Redacted.make("hunter2 x")],
    ["has quotes around it", Redacted.make('"hunter2"')],
    ["is not Redacted", "hunter2"],
    ["was wiped", wiped],
    ["is a number", Redacted.make(5)],
    ["is undefined", undefined]
  ])("that %s is refused, and not retried", ([, value]) =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([good], { apiKey: untyped(Effect.succeed(value)) })
      expect(requests).toEqual([])
      expect(result).toMatchObject({
        left: { _tag: "InvalidParameterError", parameter: "apiKey", isRetryable: false }
      })
      expect(JSON.stringify(result)).not.toContain("hunter2")
    })
  )

  it.effect("that is slow at first works with Effect.cached, after the timeout of the first attempt", () =>
    Effect.gen(function* () {
      let fetches = 0
      const fetch = Effect.delay(
        Effect.sync(() => {
          fetches += 1
          return Redacted.make(key)
        }),
        "40 seconds"
      )
      const { requests, result, times } = yield* run([good], { apiKey: yield* Effect.cached(fetch) })
      expect(Either.isRight(result)).toBe(true)
      expect(keysOf(requests)).toEqual([key])
      expect(times).toEqual([40_000])
      expect(fetches).toBe(1)
    })
  )

  it.effect("that is slow at first works with Effect.cached, after an interruption of the first call", () =>
    Effect.gen(function* () {
      const apiKey = yield* Effect.cached(Effect.delay(Effect.succeed(Redacted.make(key)), "10 seconds"))
      const scripted = make(good)
      const { list } = yield* models(scripted, { apiKey })
      const first = yield* Effect.fork(list())
      yield* TestClock.adjust("5 seconds")
      yield* Fiber.interrupt(first)
      yield* driven(list())
      expect(scripted.requests.map(({ at }) => at)).toEqual([10_000])
    })
  )

  it.effect("that never comes is a timeout", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([good], { apiKey: Effect.never, ...never })
      expect(requests).toEqual([])
      expect(result).toMatchObject({ left: { _tag: "RequestTimeoutError", scope: "attempt" } })
    })
  )
})

describe("after a 401", () => {
  it.effect("a key that changed is sent at once, without counting as a retry", () =>
    Effect.gen(function* () {
      const { requests, result, times } = yield* run([unauthorized, good], { apiKey: rotating(), ...never })
      expect(Either.isRight(result)).toBe(true)
      expect(keysOf(requests)).toEqual(["key-1", "key-2"])
      expect(times).toEqual([0, 0])
    })
  )

  it.effect("a key that did not change is not sent again", () =>
    Effect.gen(function* () {
      let asked = 0
      const apiKey = Effect.sync(() => {
        asked += 1
        return Redacted.make(key)
      })
      const { requests, result } = yield* run([unauthorized, good], { apiKey })
      expect(result).toMatchObject({ left: { _tag: "AuthenticationError", attempts: 1 } })
      expect(requests.length).toBe(1)
      expect(asked).toBe(2)
    })
  )

  it.effect("a key is renewed once a call", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([unauthorized], { apiKey: rotating() })
      expect(result).toMatchObject({ left: { _tag: "AuthenticationError", attempts: 2 } })
      expect(keysOf(requests)).toEqual(["key-1", "key-2"])
    })
  )

  it.effect("every call may renew its key", () =>
    Effect.gen(function* () {
      const scripted = make(unauthorized, good, unauthorized, good)
      const { list } = yield* models(scripted, { apiKey: rotating() })
      yield* list()
      yield* list()
      expect(keysOf(scripted.requests)).toEqual(["key-1", "key-2", "key-3", "key-4"])
    })
  )

  it.effect("the retries of the policy are all left", () =>
    Effect.gen(function* () {
      const { requests } = yield* run([unauthorized, answer(503)], { apiKey: rotating() })
      expect(keysOf(requests)).toEqual(["key-1", "key-2", "key-3", "key-4"])
    })
  )

  it.effect("of a retry, a key is renewed, too", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([answer(503), unauthorized, good], { apiKey: rotating() })
      expect(Either.isRight(result)).toBe(true)
      expect(keysOf(requests)).toEqual(["key-1", "key-2", "key-3"])
    })
  )

  it.effect("of a gateway, a key is renewed, too", () =>
    Effect.gen(function* () {
      const { requests } = yield* run([{ status: 401, body: { detail: "expired" } }, good], { apiKey: rotating() })
      expect(keysOf(requests)).toEqual(["key-1", "key-2"])
    })
  )

  it.effect.each<[name: string, second: Effect.Effect<Redacted.Redacted, AuthenticationError>]>([
    ["fails", Effect.fail(new AuthenticationError({ detail: "the vault is sealed" }))],
    ["dies", Effect.die("no such file")],
    ["is interrupted", Effect.interrupt],
    ["does not end", Effect.never],
    ["gives nonsense", Effect.succeed(Redacted.make("a b"))]
  ])("the error of the server stands if the second key %s", ([, second]) =>
    Effect.gen(function* () {
      let asked = 0
      const apiKey = Effect.suspend(() => (++asked === 1 ? Effect.succeed(Redacted.make(key)) : second))
      const { requests, result } = yield* run([unauthorized, good], { apiKey })
      expect(result).toMatchObject({ left: { _tag: "AuthenticationError", detail: "invalid x-api-key", attempts: 1 } })
      expect(requests.length).toBe(1)
    })
  )

  it.effect("a fixed key is not sent again", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* run([unauthorized, good])
      expect(result).toMatchObject({ left: { _tag: "AuthenticationError", attempts: 1 } })
      expect(requests.length).toBe(1)
    })
  )

  it.effect("a 403 does not renew a key", () =>
    Effect.gen(function* () {
      const { requests } = yield* run([{ status: 403, body: failure("permission_error") }, good], {
        apiKey: rotating()
      })
      expect(requests.length).toBe(1)
    })
  )
})
