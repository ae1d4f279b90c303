/** The answers of gateways: their bytes, and how core's `ModelPage` reads them. */
import { unreadable } from "@anthropic-models/core/ModelInfo"
import { fromBody } from "@anthropic-models/core/ModelPage"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as HttpClient from "@effect/platform/HttpClient"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"

const three = Fixtures.models(3)
const [a, b, c] = ["claude-test-0001", "claude-test-0002", "claude-test-0003"]

const answer = (fault: Fault.Answer) =>
  Effect.gen(function* () {
    const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01" }
    const { headers: received, status, text } = yield* HttpClient.get("https://gateway.example/v1/models", { headers })
    return { status, headers: received, text: yield* text }
  }).pipe(Effect.provide(FakeAnthropic.layerClient({ models: three, faults: [fault] })))

const json = (fault: Fault.Answer) => Effect.map(answer(fault), ({ text }): unknown => JSON.parse(text))

describe("a page of a gateway", () => {
  it.effect.each<{ kind: Parameters<typeof Fault.gateway>[0]; body: unknown }>([
    {
      kind: "openai-list",
      body: {
        object: "list",
        data: [{ id: a, object: "model", created: 1767225600, owned_by: "anthropic" }, { id: b }, { id: c }]
      }
    },
    {
      kind: "openai-fields",
      body: {
        object: "list",
        data: [{ id: a, type: "model", object: "model", created: 1767225600 }, {}, {}],
        last_id: c
      }
    },
    { kind: "ids-only", body: { data: [{ id: a }, { id: b }, { id: c }], has_more: false } },
    {
      kind: "odd-facts",
      body: {
        data: [
          {
            type: "chat",
            created_at: 1767225600,
            max_tokens: "128000",
            capabilities: { batch: true, effort: ["low"], image_input: { supported: true } }
          },
          {},
          {}
        ]
      }
    },
    {
      kind: "odd-dates",
      body: { data: [{ created_at: "2026-01-01" }, { created_at: "2025-12-31T23:59:00" }, { created_at: "" }] }
    },
    { kind: "null-data", body: { data: null, has_more: false, first_id: null, last_id: null } },
    { kind: "empty-ids", body: { data: [{ id: a }, {}, {}], has_more: true, first_id: "", last_id: "" } },
    { kind: "same-ids", body: { first_id: a, last_id: a } },
    { kind: "invalid-model", body: { data: [{ id: a }, { id: b }, { id: 7 }] } },
    { kind: "bare-array", body: [{ id: a }, { id: b }, { id: c }] },
    { kind: "models-key", body: { models: [{ id: a }, { id: b }, { id: c }] } },
    { kind: "nested-data", body: { code: 0, data: { data: [{ id: a }, {}, {}], has_more: false } } }
  ])("of kind $kind", ({ body, kind }) =>
    Effect.gen(function* () {
      expect(yield* json(Fault.gateway(kind))).toMatchObject(body as object)
    })
  )

  it.effect("without has_more has no such key, and of ids only no other fact", () =>
    Effect.gen(function* () {
      expect(Object.keys((yield* json(Fault.gateway("no-has-more"))) as object)).toEqual([
        "data",
        "first_id",
        "last_id"
      ])
      expect(yield* json(Fault.gateway("ids-only"))).toMatchObject({ data: [{ id: a }, { id: b }, { id: c }] })
    })
  )

  it.effect.each<{ kind: Parameters<typeof Fault.gateway>[0]; reads: unknown }>([
    { kind: "openai-list", reads: [a, b, c] },
    { kind: "openai-fields", reads: [a, b, c] },
    { kind: "ids-only", reads: [a, b, c] },
    { kind: "odd-facts", reads: [a, b, c] },
    { kind: "odd-dates", reads: [a, b, c] },
    { kind: "null-data", reads: [] },
    { kind: "empty-ids", reads: [a, b, c] },
    { kind: "same-ids", reads: [a, b, c] },
    { kind: "no-has-more", reads: [a, b, c] },
    { kind: "invalid-model", reads: "error" },
    { kind: "bare-array", reads: "error" },
    { kind: "models-key", reads: "error" },
    { kind: "nested-data", reads: "error" }
  ])("of kind $kind is read by core as $reads", ({ kind, reads }) =>
    Effect.gen(function* () {
      const page = fromBody(yield* json(Fault.gateway(kind)))
      expect(Either.match(page, { onLeft: () => "error", onRight: ({ data }) => data.map(({ id }) => id) })).toEqual(
        reads
      )
    })
  )

  it.effect("of odd facts has unknown ones for core, and keeps the others", () =>
    Effect.gen(function* () {
      const [model] = Either.getOrThrow(fromBody(yield* json(Fault.gateway("odd-facts")))).data
      expect(model && unreadable(model)).toEqual(["type", "created_at", "capabilities", "max_tokens"])
      expect(model?.max_input_tokens).toEqual(Option.some(1_000_000))
    })
  )
})

describe("the bytes and headers of a gateway", () => {
  it.effect("begin with a byte order mark in kind bom", () =>
    Effect.gen(function* () {
      const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01" }
      const response = yield* HttpClient.get("https://gateway.example/v1/models", { headers })
      expect([...new Uint8Array(yield* response.arrayBuffer)].slice(0, 4)).toEqual([0xef, 0xbb, 0xbf, 0x7b])
    }).pipe(Effect.provide(FakeAnthropic.layerClient({ models: three, faults: [Fault.gateway("bom")] })))
  )

  it.effect.each<{ kind: Parameters<typeof Fault.gateway>[0]; headers: object }>([
    { kind: "text-plain", headers: { "content-type": "text/plain; charset=utf-8" } },
    { kind: "text-html", headers: { "content-type": "text/html" } },
    { kind: "x-request-id", headers: { "x-request-id": "req_000000000000000000000001" } }
  ])("have other headers in kind $kind", ({ headers, kind }) =>
    Effect.gen(function* () {
      const received = (yield* answer(Fault.gateway(kind))).headers
      expect(received).toMatchObject(headers)
      expect("request-id" in received).toBe(kind !== "x-request-id")
    })
  )
})

describe("an error of a gateway", () => {
  const facts = { message: "no key", type: "auth_error", code: "401" }

  it.effect.each<{ shape: Parameters<typeof Fault.gatewayError>[1]; body: string; type: string }>([
    {
      shape: "openai",
      body: '{"error":{"message":"no key","type":"auth_error","param":null,"code":"401"}}',
      type: "application/json"
    },
    { shape: "error", body: '{"error":"no key"}', type: "application/json" },
    { shape: "message", body: '{"message":"no key"}', type: "application/json" },
    { shape: "detail", body: '{"detail":"no key"}', type: "application/json" },
    {
      shape: "details",
      body: '{"detail":[{"loc":["query","limit"],"msg":"no key","type":"auth_error"}]}',
      type: "application/json"
    },
    { shape: "code", body: '{"code":"401","msg":"no key","data":null}', type: "application/json" },
    { shape: "success", body: '{"success":false,"message":"no key"}', type: "application/json" },
    { shape: "text", body: "no key", type: "text/plain" }
  ])("in the shape $shape", ({ body, shape, type }) =>
    Effect.gen(function* () {
      for (const status of [200, 401]) {
        const { headers, status: received, text } = yield* answer(Fault.gatewayError(status, shape, facts))
        expect([received, text, headers["content-type"]]).toEqual([status, body, type])
        expect([headers["request-id"], headers["x-request-id"]]).toEqual([undefined, "req_000000000000000000000001"])
      }
    })
  )

  it.effect("in the shape html has its message as the title", () =>
    Effect.gen(function* () {
      const { text } = yield* answer(Fault.gatewayError(403, "html", { message: "Attention Required!" }))
      expect(text).toContain("<title>Attention Required!</title>")
    })
  )

  it.effect("has the reason phrase and the status by default, and headers of its own", () =>
    Effect.gen(function* () {
      const fault = Fault.gatewayError(429, "openai", { headers: { "retry-after": "2" } })
      const { headers, text } = yield* answer(fault)
      expect(headers["retry-after"]).toBe("2")
      expect(JSON.parse(text)).toEqual({
        error: { message: "Too Many Requests", type: "invalid_request_error", param: null, code: 429 }
      })
    })
  )
})

describe("byName", () => {
  it("has every fault that needs no argument, and no other name", () => {
    expect(Fault.byName.get("overloaded")).toEqual(Fault.overloaded())
    expect(Fault.byName.get("openai-list")).toBe(Fault.gateway("openai-list"))
    expect(Fault.byName.get("toString")).toBeUndefined()
    const constants = Object.entries(Fault).filter(([, value]) => typeof value === "object" && !(value instanceof Map))
    expect(constants.filter(([name, fault]) => Fault.byName.get(name) !== fault)).toEqual([])
  })
})
