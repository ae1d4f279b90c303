import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { parse, textOf } from "../src/internal/json.ts"
import * as Secrets from "../src/internal/secrets.ts"
import { snippet } from "../src/internal/snippet.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { failure, key, make, models, page, type Reply } from "./scripted.ts"

const errorOf = (reply: Reply) =>
  Effect.flatMap(models(make(reply), { retry: RetryPolicy.none }), ({ list }) => Effect.flip(list()))

const scrubbing = (secrets: ReadonlyArray<string>) => Secrets.make(secrets)().scrub

describe("errors of the API", () => {
  it.effect.each([
    [400, "invalid_request_error", "InvalidRequestError"],
    [422, "invalid_request_error", "InvalidRequestError"],
    [401, "authentication_error", "AuthenticationError"],
    [402, "billing_error", "BillingError"],
    [403, "permission_error", "PermissionError"],
    [404, "not_found_error", "NotFoundError"],
    [413, "request_too_large", "RequestTooLargeError"],
    [429, "rate_limit_error", "RateLimitError"],
    [500, "api_error", "ApiError"],
    [504, "timeout_error", "GatewayTimeoutError"],
    [529, "overloaded_error", "OverloadedError"],
    [429, "quota_error", "ApiError"],
    [418, "teapot_error", "ApiError"]
  ] as const)("%s %s is its class", ([status, type, tag]) =>
    Effect.gen(function* () {
      const error = yield* errorOf({
        status,
        headers: {
          "request-id": "req_header",
          "retry-after": "2",
          "anthropic-ratelimit-requests-limit": "50",
          "anthropic-ratelimit-requests-remaining": "0",
          "anthropic-ratelimit-requests-reset": "2026-11-21T12:00:00Z",
          "anthropic-ratelimit-input-tokens-limit": "many"
        },
        body: failure(type, "slow down", { request_id: "req_body" })
      })
      expect(error).toMatchObject({
        _tag: tag,
        status,
        type,
        detail: "slow down",
        attempts: 1,
        method: "GET",
        url: "https://api.anthropic.com/v1/models",
        requestId: Option.some("req_header"),
        retryAfter: Option.some(Duration.seconds(2)),
        shouldRetry: Option.none(),
        snippet: Option.none()
      })
      expect(error.message).toBe(`${status} ${type}: slow down (request req_header)`)
      if (!("rateLimits" in error)) return expect.fail("an answer's error")
      const { inputTokens, requests } = error.rateLimits
      expect(inputTokens).toEqual(Option.none())
      expect(Option.map(requests, ({ limit, remaining }) => [limit, remaining])).toEqual(
        Option.some([Option.some(50), Option.some(0)])
      )
    })
  )

  it.effect.each([
    [400, "InvalidRequestError"],
    [401, "AuthenticationError"],
    [403, "PermissionError"],
    [404, "NotFoundError"],
    [413, "RequestTooLargeError"],
    [429, "RateLimitError"],
    [500, "ApiError"],
    [502, "ApiError"],
    [504, "GatewayTimeoutError"],
    [529, "OverloadedError"],
    [418, "ApiError"]
  ] as const)("%s without an envelope is known by its status", ([status, tag]) =>
    Effect.gen(function* () {
      const body = `<html><head><title>${status} Bad</title><style>p{}</style></head><body><p>nginx</p></body></html>`
      const html = yield* errorOf({ status, body })
      expect(html).toMatchObject({ _tag: tag, status, detail: "", snippet: Option.some(`${status} Bad nginx`) })
      const empty = yield* errorOf({ status, body: "" })
      expect(empty).toMatchObject({ _tag: tag, status, detail: "", snippet: Option.none() })
    })
  )

  it.effect("takes the request id from the body where the header is missing, and the error code", () =>
    Effect.gen(function* () {
      const error = { type: "permission_error", message: "no", details: { error_code: "region_not_allowed" } }
      expect(yield* errorOf({ status: 403, body: { type: "error", error, request_id: "req_b" } })).toMatchObject({
        requestId: Option.some("req_b"),
        errorCode: Option.some("region_not_allowed")
      })
    })
  )

  it.effect.each<[string, unknown]>([
    ["no message", { type: "error", error: { type: "api_error" } }],
    ["a message of another kind", { type: "error", error: { type: "api_error", message: { a: 1 } } }],
    ["a text for an error", { error: "broken" }],
    ["a list", [1, 2]],
    ["null", null],
    ["a key of every object", { error: { type: "constructor", message: "x" } }]
  ])("reads what there is: %s", ([, body]) =>
    Effect.map(errorOf({ status: 500, body: JSON.stringify(body) }), (error) =>
      expect(error).toMatchObject({ _tag: "ApiError", status: 500 })
    )
  )

  it.effect("says no more than there is room for", () =>
    Effect.gen(function* () {
      const long = "x".repeat(1_000_000)
      for (const body of [failure(long, long, { request_id: long }), long, `<html>${long}`]) {
        const error = yield* errorOf({ status: 500, headers: { "request-id": "r".repeat(10_000) }, body })
        expect(JSON.stringify(error).length).toBeLessThan(4000)
        expect(error.message.length).toBeLessThan(2000)
      }
    })
  )

  it.effect("an envelope under a 200 is the error that it names", () =>
    Effect.gen(function* () {
      const overloaded = yield* errorOf({ body: failure("overloaded_error", "busy") })
      expect(overloaded).toMatchObject({ _tag: "OverloadedError", status: 529, isRetryable: true, detail: "busy" })
      expect(yield* errorOf({ body: failure("new_error") })).toMatchObject({ _tag: "ApiError", type: "new_error" })
    })
  )
})

describe("answers that are not the API's", () => {
  it.effect.each<[string, Reply, object]>([
    ["HTML", { body: "<!doctype html><p>Sign in" }, { reason: "Html", snippet: Option.some("Sign in") }],
    ["HTML after blanks", { body: "\n\n  <html>" }, { reason: "Html" }],
    ["text", { body: "all is well" }, { reason: "NotJson", snippet: Option.some("all is well") }],
    ["an empty body", { body: "" }, { reason: "Empty", snippet: Option.none() }],
    ["blanks", { body: " \n" }, { reason: "Empty" }],
    ["204", { status: 204 }, { reason: "Empty", status: 204 }],
    [
      "a redirect that a browser hides",
      { status: 0, body: "" },
      { reason: "Redirect", status: 0, location: Option.none() }
    ],
    ["null", { body: "null" }, { reason: "Shape" }],
    ["a number", { body: "7" }, { reason: "Shape" }],
    ["a list", { body: "[]" }, { reason: "Shape" }],
    ["no data", { body: {} }, { reason: "Shape", detail: expect.stringMatching(/^data: .*missing/) }],
    ["an OpenAI-shaped list", { body: { object: "list", data: [] } }, { reason: "Shape" }],
    [
      "a bad model",
      { body: { data: [{ id: "a" }, { id: "b", max_tokens: "many" }] }, headers: { "request-id": "req_1" } },
      {
        reason: "Shape",
        detail: expect.stringMatching(/^data\[1\]\.max_tokens: .*number/),
        requestId: Option.some("req_1")
      }
    ]
  ])("%s", ([, reply, expected]) =>
    Effect.gen(function* () {
      const error = yield* errorOf(reply)
      expect(error).toMatchObject({ _tag: "UnexpectedResponseError", status: 200, ...expected })
    })
  )

  it.effect.each<[string, string]>([
    ["an object", '{"data":['],
    ["a list", "[1"],
    ["after a BOM and blanks", '\ufeff \n{"data'],
    ["with garbage in it", '{"data":[\u0000\u0001]}'],
    ["two of them", "{}{}"]
  ])("JSON that is none was cut off: %s", ([, body]) =>
    Effect.map(errorOf({ body }), (error) =>
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "CutBody" })
    )
  )

  it.effect("what begins like JSON and is none shows how it begins, without secrets", () =>
    Effect.gen(function* () {
      const error = yield* errorOf({ body: `[ERROR] no upstream for ${key}` })
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "CutBody" })
      expect(error.message).toBe("no whole JSON: [ERROR] no upstream for [redacted]")
    })
  )

  it.effect("bytes that are no UTF-8 are a damaged body, but a replacement character is one", () =>
    Effect.gen(function* () {
      const body = Buffer.from(JSON.stringify(page("a?b")).replaceAll("?", "\xe9"), "latin1")
      expect(yield* errorOf({ body })).toMatchObject({ _tag: "ConnectionError", reason: "CutBody" })
      expect(
        yield* errorOf({ status: 400, body: Buffer.from('{"error":{"type":"x","message":"\xe9"}}', "latin1") })
      ).toMatchObject({ type: "x" })
      const { list } = yield* models(make({ body: page("a\ufffdb") }))
      expect((yield* list()).data.map(({ id }) => id)).toEqual(["a\ufffdb"])
    })
  )

  it.effect.each<[string, Reply]>([
    ["text/plain", { headers: { "content-type": "text/plain" }, body: page("a") }],
    ["no content type", { body: page("a") }],
    ["text/html", { headers: { "content-type": "text/html" }, body: page("a") }],
    ["a BOM", { body: `\ufeff${JSON.stringify(page("a"))}` }],
    ["blanks around it", { body: `\n ${JSON.stringify(page("a"))} \n` }]
  ])("JSON is read whatever else is said: %s", ([, reply]) =>
    Effect.gen(function* () {
      const { list } = yield* models(make(reply))
      expect((yield* list()).data.map(({ id }) => id)).toEqual(["a"])
    })
  )
})

describe("models that cannot be decoded", () => {
  const body = { data: [{ id: "a" }, { id: 7 }, { id: "c" }, { display_name: "d" }], has_more: false }

  it.effect("are collected with their place, their JSON and the reason", () =>
    Effect.gen(function* () {
      const { list } = yield* models(make({ body, headers: { "request-id": "req_9" } }), { onInvalidModel: "collect" })
      const { data, invalid, requestId } = yield* list()
      expect(data.map(({ id }) => id)).toEqual(["a", "c"])
      expect(invalid.map(({ index, reason, value }) => ({ index, reason, value }))).toEqual([
        { index: 1, value: { id: 7 }, reason: expect.stringMatching(/^id: .*7/) },
        { index: 3, value: { display_name: "d" }, reason: expect.stringMatching(/^id: .*missing/) }
      ])
      expect(requestId).toEqual(Option.some("req_9"))
    })
  )

  it.effect("are collected as they are, whatever word the key is", () =>
    Effect.gen(function* () {
      for (const word of ["a", "data", "true"]) {
        const options = { apiKey: Redacted.make(word) }
        const { list } = yield* models(make({ body }), { ...options, onInvalidModel: "collect" })
        const { data, invalid } = yield* list()
        expect(data.map(({ id }) => id)).toEqual(["a", "c"])
        expect(invalid.map(({ value }) => value)).toEqual([{ id: 7 }, { display_name: "d" }])
        const failing = yield* models(make({ body: { ...body, has_more: true } }), options)
        expect(yield* Effect.flip(failing.list())).toMatchObject({ reason: "Shape", attempts: 1 })
      }
    })
  )

  it.effect("fail the page by default, with their paths", () =>
    Effect.gen(function* () {
      const error = yield* errorOf({ body })
      expect(error.message).toContain("data[1].id: ")
    })
  )

  it.effect("of a whole page, or of any depth, make a message of bounded length", () =>
    Effect.gen(function* () {
      const many = yield* errorOf({ body: { data: Array.from({ length: 1000 }, () => ({ id: 7 })) } })
      expect(many.message.length).toBeLessThan(1000)
      const deep = yield* errorOf({ body: `{"data":${"[".repeat(200_000)}${"]".repeat(200_000)}}` })
      expect(deep).toMatchObject({ _tag: "UnexpectedResponseError", reason: "Shape" })
      expect(deep.message.length).toBeLessThan(1000)
      expect(JSON.stringify(deep).length).toBeLessThan(2000)
    })
  )
})

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe("snippet", () => {
  const none = scrubbing([])
  it.each([
    ["<p>a</p><p>b</p>", "a b"],
    ["<script>var a = '<p>'</script>x", "x"],
    ["<style>p { color: red }", ""],
    ["a <!-- b --> c", "a c"],
    ["a\u0000\u001b[31m\n\tb", "a [31m b"],
    ["1 < 2", "1"],
    ["", ""]
  ])("of %j is %j", (text, expected) => {
    expect(Option.getOrElse(snippet(bytesOf(text), none), () => "")).toBe(expected)
  })

  it.prop("is short and on one line, whatever the text", [FastCheck.string({ maxLength: 5000 })], ([text]) => {
    const shown = Option.getOrElse(snippet(bytesOf(text), none), () => "")
    expect(shown.length).toBeLessThanOrEqual(201)
    expect(shown).not.toMatch(/[\p{Cc}]/u)
  })

  it.prop(
    "never shows a part of a secret, wherever it stands",
    [
      FastCheck.integer({ min: 0, max: 70_000 }),
      FastCheck.constantFrom("", " ", "x", "<b>", "ab ", "<!--", "<script>", "\ufffd"),
      FastCheck.integer({ min: 1, max: 400 })
    ],
    ([at, filler, times]) => {
      const text = filler.repeat(at).slice(0, at) + `${key}${filler} `.repeat(times)
      const shown = Option.getOrElse(snippet(bytesOf(text), scrubbing([key])), () => "")
      expect(shown).not.toContain(key.slice(0, 8))
    }
  )

  it("shows no part of a secret that ends what is looked at, where all before it is markup", () => {
    for (let pad = 0; pad <= key.length; pad++) {
      const text = `<${"x".repeat(pad)} ${`${key} `.repeat(229)}>${key.repeat(10)}`
      expect(Option.getOrElse(snippet(bytesOf(text), scrubbing([key])), () => "")).not.toContain(key.slice(0, 8))
    }
  })

  it("shows no part of a secret that is repeated beyond what is looked at", () => {
    const shown = Option.getOrElse(snippet(bytesOf(`${key} `.repeat(400)), scrubbing([key])), () => "")
    expect(shown).toMatch(/^(?:\[redacted\] ?)+[[a-z]*…$/)
  })
})

describe("scrubbing", () => {
  it.prop(
    "leaves no secret in a text, in none of the forms of an echo",
    [FastCheck.string({ minLength: 4 }), FastCheck.string(), FastCheck.string()],
    ([secret, before, after]) => {
      const scrub = scrubbing([secret])
      for (const form of [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, ""))
      ]) {
        if (form.length < 4 || "[redacted]".includes(secret)) continue
        expect(scrub(`${before}${form}${after}`).includes(secret)).toBe(false)
      }
    }
  )

  const token = `a+b/c"d<e>f&g'h=i!j(k)l~m`
  it.each([
    ["PHP", JSON.stringify(token).replaceAll("/", "\\/")],
    [".NET", token.replaceAll(/[+"&'<>]/g, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`)],
    ["URLSearchParams", new URLSearchParams({ token }).toString()],
    ["encodeURIComponent", encodeURIComponent(token)],
    ["HTML", token.replaceAll(/["&'<>+]/g, (char) => `&#${char.charCodeAt(0)};`)],
    ["HTML in hexadecimals", token.replaceAll(/["&'<>]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`)]
  ])("knows what %s makes of a secret", (_, echo) => {
    expect(scrubbing([token])(`x ${echo} y`)).toMatch(/^x .*\[redacted\].* y$/)
    expect(scrubbing([token])(`x ${echo} y`)).not.toMatch(/[ij]/)
  })

  it("takes a secret of any length", () => {
    let state = 7
    const next = () => (state = (state * 16_807) % 2_147_483_647)
    const long = Array.from({ length: 16_000 }, () => String.fromCharCode(33 + (next() % 94))).join("")
    const shown = scrubbing([long])(`x ${long} ${encodeURIComponent(long)} y`)
    expect(shown.replaceAll("[redacted]", "")).toBe("x   y")
  })

  it("takes the longest first", () => {
    expect(scrubbing(["abc", "abcdef"])("xabcdefx abcx")).toBe("x[redacted]x [redacted]x")
  })
})

describe("parse", () => {
  it.prop("reads all JSON, and calls every beginning of an object or a list cut", [FastCheck.json()], ([json]) => {
    expect(parse(bytesOf(json))).toEqual({ _tag: "Json", value: JSON.parse(json) })
    expect(parse(bytesOf(json), { textOf })).toEqual({ _tag: "Json", value: JSON.parse(json) })
    if (!/^[[{]/.test(json)) return
    for (let end = 1; end < Math.min(json.length, 50); end++) {
      expect(parse(bytesOf(json.slice(0, end)))).toEqual({ _tag: "Cut" })
    }
  })
})
