/** The contract against the fake of the API, over real sockets and in process. */
import * as Cursor from "@anthropic-models/core/Cursor"
import { Models } from "@anthropic-models/core/Models"
import { FakeAnthropic, layerClient } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import { describe, expect, it } from "@effect/vitest"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names } from "./clients.ts"

const models = Fixtures.models(45)
const ids = models.map(({ id }) => id)
const options = { models, apiKey: "sk-fake" }

const walk = (cursorOf: (id: string) => Cursor.Cursor, start?: Cursor.Cursor) =>
  Effect.gen(function* () {
    const { list } = yield* Models
    const pages: Array<ReadonlyArray<string>> = []
    let cursor = start
    for (let more = true; more;) {
      const page = yield* list({ limit: 20, cursor })
      pages.push(page.data.map(({ id }) => id))
      const next = cursorOf("")._tag === "After" ? page.last_id : page.first_id
      cursor = Option.getOrUndefined(Option.map(next, cursorOf))
      more = page.has_more
    }
    return pages
  })

const live = {
  ...Object.fromEntries(
    names.map((name) => [
      name,
      Layer.unwrapEffect(
        Effect.map(FakeAnthropic, ({ baseUrl }) =>
          ModelsHttp.layer({ apiKey: Redacted.make("sk-fake"), baseUrl }).pipe(Layer.provide(clients[name]))
        )
      ).pipe(Layer.provideMerge(FakeAnthropicNode.layer(options)))
    ])
  ),
  "an HttpClient in process": ModelsHttp.layer({ apiKey: Redacted.make("sk-fake") }).pipe(
    Layer.provideMerge(layerClient(options))
  )
}

describe.concurrent.each(Object.entries(live))("over %s", (_, layer) => {
  it.live("lists every model, in either direction", () =>
    Effect.gen(function* () {
      const older = yield* walk(Cursor.after)
      expect(older.map((page) => page.length)).toEqual([20, 20, 5])
      expect(older.flat()).toEqual(ids)
      const newer = yield* walk(Cursor.before, Cursor.before(ids[44] ?? ""))
      expect(newer.toReversed().flat()).toEqual(ids.slice(0, 44))
      const { requests } = yield* FakeAnthropic
      expect((yield* requests).length).toBe(6)
    }).pipe(Effect.provide(layer))
  )

  it.live("gets a model, and fails with NotFoundError for an unknown id", () =>
    Effect.gen(function* () {
      const { get } = yield* Models
      expect((yield* get(ids[3] ?? "")).id).toBe(ids[3])
      const error = yield* Effect.flip(get("claude-none"))
      expect(error).toMatchObject({ _tag: "NotFoundError", status: 404, attempts: 1 })
      expect("requestId" in error && Option.isSome(error.requestId)).toBe(true)
    }).pipe(Effect.provide(layer))
  )
})

/** The result of `list` for each fault: the number of models, or the error. */
const outcomes = {
  none: 20,
  invalidRequest: "InvalidRequestError",
  authentication: "AuthenticationError",
  billing: "BillingError",
  permission: "PermissionError",
  notFound: "NotFoundError",
  requestTooLarge: "RequestTooLargeError",
  rateLimit: "RateLimitError",
  api: "ApiError",
  gatewayTimeout: "GatewayTimeoutError",
  overloaded: "OverloadedError",
  html: "ApiError",
  "openai-list": 20,
  "openai-fields": 20,
  "ids-only": 20,
  "odd-facts": 20,
  "odd-dates": 20,
  "null-data": 0,
  "empty-ids": 20,
  "same-ids": 20,
  "no-has-more": 20,
  "invalid-model": "UnexpectedResponseError",
  "bare-array": "UnexpectedResponseError",
  "models-key": "UnexpectedResponseError",
  "nested-data": "UnexpectedResponseError",
  bom: 20,
  "text-plain": 20,
  "text-html": 20,
  "x-request-id": 20,
  truncatedJson: "ConnectionError",
  stuckCursor: 20,
  ignoredCursor: 20,
  missingCursor: 20,
  emptyPage: 0,
  overlappingPage: 20,
  duplicateModels: 40,
  noAnswer: "RequestTimeoutError",
  stalledBody: "RequestTimeoutError",
  cutBody: "ConnectionError",
  reset: "ConnectionError"
}

/** Faults that only a timeout ends. */
const stalls: ReadonlySet<string> = new Set(["noAnswer", "stalledBody"])

describe.concurrent.each(names)("every fault of the fake, over %s,", (client) => {
  it.live("has its outcome", () =>
    Effect.gen(function* () {
      const { baseUrl, setFaults } = yield* FakeAnthropic
      const listWithin = (timeout: Duration.DurationInput) =>
        ModelsHttp.make({ apiKey: Redacted.make("sk-fake"), baseUrl, timeout, retry: RetryPolicy.none }).pipe(
          Effect.map(({ list }) => list())
        )
      const list = yield* listWithin("30 seconds")
      const listOfStall = yield* listWithin("300 millis")
      const seen: Record<string, number | string> = {}
      for (const [name, fault] of Fault.byName) {
        yield* setFaults([fault])
        seen[name] = yield* Effect.match(stalls.has(name) ? listOfStall : list, {
          onSuccess: ({ data }) => data.length,
          onFailure: ({ _tag }) => _tag
        })
      }
      expect(seen).toEqual(outcomes)
    }).pipe(Effect.provide(Layer.merge(clients[client], FakeAnthropicNode.layer(options))))
  )
})
