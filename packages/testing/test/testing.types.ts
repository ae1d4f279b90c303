/** The types of the package: checked by `tsc` alone. */
import type { Models } from "@anthropic-models/core/Models"
import { OverloadedError, RateLimitError } from "@anthropic-models/core/ModelsError"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import type { HttpClient } from "@effect/platform/HttpClient"
import type { HttpServer } from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as Duration from "effect/Duration"
import type * as Layer from "effect/Layer"
import { expectTypeOf } from "vitest"

expectTypeOf(TestModels.layer()).toEqualTypeOf<Layer.Layer<Models | TestModels.TestModels>>()
expectTypeOf(TestModels.layerPartial({})).toEqualTypeOf<Layer.Layer<Models>>()
expectTypeOf(FakeAnthropic.layerClient()).toEqualTypeOf<Layer.Layer<HttpClient | FakeAnthropic.FakeAnthropic>>()
expectTypeOf(FakeAnthropic.layerServer()).toEqualTypeOf<Layer.Layer<FakeAnthropic.FakeAnthropic, never, HttpServer>>()
expectTypeOf(FakeAnthropicNode.layer()).toEqualTypeOf<Layer.Layer<FakeAnthropic.FakeAnthropic, ServeError>>()
FakeAnthropicNode.layer({ port: 8080, cors: true, faults: [Fault.cutBody({ of: Fault.html() })] })
// @ts-expect-error the fake in process has no port
FakeAnthropic.layerClient({ port: 8080 })

/** In memory: errors of the contract, pages, and the faults that make sense without HTTP. */
TestModels.layer({
  faults: [new OverloadedError({}), Fixtures.page([]), Fault.emptyPage, Fault.latency(1), Fault.none]
})
TestModels.layer({ faults: Script.times(2, new OverloadedError({})) })
TestModels.layer({ faults: [Fault.rateLimit({ retryAfter: 3 }), Fault.error(418, "teapot_error")] })
// @ts-expect-error a fault of HTTP
TestModels.layer({ faults: [Fault.html()] })
// @ts-expect-error a fault of HTTP, in a script
TestModels.layer({ faults: Script.always(Fault.reset) })
// @ts-expect-error an error of the contract is no fault of HTTP
FakeAnthropic.layerClient({ faults: [new OverloadedError({})] })

/** A predicate knows the type of its argument. */
TestModels.layer({
  faults: Script.when((call) => {
    expectTypeOf(call).toEqualTypeOf<TestModels.Call>()
    return call._tag === "List"
  }, Script.always(Fault.noAnswer))
})
FakeAnthropic.layerClient({
  faults: Script.firstOf(
    Script.when(
      (request) => {
        expectTypeOf(request).toEqualTypeOf<FakeAnthropic.ApiRequest>()
        return request.page === 2
      },
      Script.inOrder([Fault.html()])
    ),
    Script.random({ seed: 1, probability: 0.5, actions: [Fault.reset, Fault.api()] })
  )
})
// @ts-expect-error a predicate of another fake
TestModels.layer({ faults: Script.when(FakeAnthropic.onPage(2), Script.always(Fault.none)) })

/** Scripts of different actions are one script. */
TestModels.layer({
  faults: Script.firstOf(Script.times(1, new OverloadedError({})), Script.times(1, new RateLimitError({})))
})
FakeAnthropic.layerClient({
  faults: Script.firstOf(Script.nth(1, Fault.emptyPage), Script.always(Fault.latency(1)))
})
TestModels.layer({
  faults: Script.firstOf(
    Script.nth(1, new OverloadedError({})),
    Script.nth(2, Fault.rateLimit()),
    Script.when(TestModels.onPage(2), Script.nth(3, Fixtures.page([]))),
    Script.when(({ _tag }: TestModels.Call) => _tag === "Get", Script.always(Fault.noAnswer)),
    Script.always(Fault.latency(1))
  )
})
expectTypeOf(Script.firstOf(Script.always("a" as const), Script.always(1 as const))).toEqualTypeOf<
  Script.Script<unknown, "a" | 1>
>()
const standsAlone = Script.firstOf(
  Script.when((call: TestModels.Call) => call._tag === "Get", Script.always(Fault.emptyPage)),
  Script.always(new OverloadedError({})),
  Script.when(TestModels.onPage(2), Script.always(Fixtures.page([])))
)
expectTypeOf(standsAlone).toEqualTypeOf<
  Script.Script<TestModels.Call, Fault.PageFault | OverloadedError | ReturnType<typeof Fixtures.page>>
>()
TestModels.layer({ faults: standsAlone })
// @ts-expect-error a script about another fake
FakeAnthropic.layerClient({ faults: standsAlone })
// @ts-expect-error a fault of HTTP among others
TestModels.layer({ faults: Script.firstOf(Script.always(Fault.emptyPage), Script.always(Fault.html())) })
expectTypeOf(Script.firstOf()).toEqualTypeOf<Script.Script<unknown, never>>()

/** Everything may be late. */
TestModels.layer({ faults: [Fault.after(1, new OverloadedError({})), Fault.after(1, Fault.emptyPage)] })
TestModels.layer({ faults: Script.always(Fault.after(1, Fixtures.page([]))) })
FakeAnthropic.layerClient({ faults: [Fault.after(1, Fault.html()), Fault.after("1 second", Fault.cutBody())] })
// @ts-expect-error a fault of HTTP, late
TestModels.layer({ faults: [Fault.after(1, Fault.html())] })
// @ts-expect-error no fault
FakeAnthropic.layerClient({ faults: [Fault.after(1, new OverloadedError({}))] })

/** The body of every answer may stall, but not that of a delivery. */
Fault.stalledBody({ of: Fault.gatewayError(500, "detail") })
// @ts-expect-error a delivery has no body
Fault.stalledBody({ of: Fault.noAnswer })

/** Kinds and shapes are those that exist. */
Fault.gateway("openai-list")
// @ts-expect-error no such kind
Fault.gateway("openai")
// @ts-expect-error no such shape
Fault.gatewayError(500, "xml")

/** Facts are those of the API; the others are extra. */
Fixtures.model({ max_tokens: 5, lifecycle: null, capabilities: { batch: { supported: true } } }, { newer: 1 })
// @ts-expect-error a fact of another name
Fixtures.model({ maxTokens: 5 })
// @ts-expect-error a misspelt fact
Fixtures.model({ dispaly_name: "x" })

/** A wait is a number, a text, a duration or a date. */
Fault.rateLimit({ retryAfter: Duration.seconds(3), headers: { "request-id": null } })
FakeAnthropic.layerClient({ rateLimits: { requests: { limit: 50, reset: "2026-02-04T00:00:00Z" } } })
