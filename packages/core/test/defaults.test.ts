import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelPage from "@anthropic-models/core/ModelPage"
import * as ModelsError from "@anthropic-models/core/ModelsError"
import * as RateLimits from "@anthropic-models/core/RateLimits"
import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"

describe("defaults", () => {
  it("of a model: no facts, and the type model", () => {
    expect({ ...new ModelInfo({ id: "claude", display_name: "Claude" }) }).toEqual({
      id: "claude",
      type: "model",
      display_name: "Claude",
      created_at: Option.none(),
      capabilities: Option.none(),
      max_input_tokens: Option.none(),
      max_tokens: Option.none(),
      lifecycle: Option.none(),
      line: Option.none(),
      deprecated_at: Option.none(),
      retires_at: Option.none(),
      extra: {}
    })
  })

  it("of a page: the last one, without ids", () => {
    expect({ ...new ModelPage.ModelPage({ data: [] }) }).toEqual({
      data: [],
      first_id: Option.none(),
      has_more: false,
      last_id: Option.none(),
      extra: {},
      invalid: [],
      response: { requestId: Option.none(), rateLimits: RateLimits.none }
    })
  })

  it("of fromBody: fails on an entry without an id, and knows nothing of the answer", () => {
    expect(Either.isLeft(ModelPage.fromBody({ data: [{}] }))).toBe(true)
    expect(Either.getOrThrow(ModelPage.fromBody({ data: [] })).response).toEqual({
      requestId: Option.none(),
      rateLimits: RateLimits.none
    })
    expect(ModelPage.fromBody({ data: [] }, { onInvalidModel: undefined, response: undefined })).toEqual(
      ModelPage.fromBody({ data: [] })
    )
  })

  it("of the parts of an answer", () => {
    expect(ModelPage.PageResponse.make({})).toEqual({ requestId: Option.none(), rateLimits: RateLimits.none })
  })

  it("of rate limits: none", () => {
    const none = Option.none()
    expect({ ...RateLimits.none }).toEqual({ requests: none, tokens: none, inputTokens: none, outputTokens: none })
    expect({ ...new RateLimits.RateLimit() }).toEqual({ limit: none, remaining: none, reset: none })
  })

  it("of an error answer", () => {
    expect({ ...new ModelsError.RateLimitError() }).toEqual({
      _tag: "RateLimitError",
      status: 429,
      type: "rate_limit_error",
      detail: "",
      errorCode: Option.none(),
      requestId: Option.none(),
      retryAfter: Option.none(),
      shouldRetry: Option.none(),
      rateLimits: RateLimits.none,
      snippet: Option.none(),
      method: "GET",
      url: "",
      attempts: 1
    })
  })

  it("of the errors of this side", () => {
    const request = { method: "GET", url: "", attempts: 1 }
    expect({ ...new ModelsError.ConnectionError({ reason: "Transport", detail: "" }) }).toMatchObject(request)
    expect({
      ...new ModelsError.RequestTimeoutError({ scope: "attempt", timeout: Duration.zero })
    }).toMatchObject(request)
    expect({ ...new ModelsError.UnexpectedResponseError({ reason: "Empty", detail: "" }) }).toMatchObject({
      ...request,
      status: 200,
      requestId: Option.none(),
      location: Option.none(),
      snippet: Option.none()
    })
  })

  it("of printable: 1000 characters", () => {
    expect(ModelsError.printable("x".repeat(1001))).toBe(`${"x".repeat(1000)}…`)
  })
})
