/** What the compiler must know: checked by `tsc` alone. */
import type { Models } from "@anthropic-models/core/Models"
import { OverloadedError } from "@anthropic-models/core/ModelsError"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import type { HttpClient } from "@effect/platform/HttpClient"
import type { HttpServer } from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import type * as Layer from "effect/Layer"
import { expectTypeOf } from "vitest"

expectTypeOf(TestModels.layer()).toEqualTypeOf<Layer.Layer<Models | TestModels.TestModels>>()
expectTypeOf(TestModels.layerPartial({})).toEqualTypeOf<Layer.Layer<Models>>()
expectTypeOf(FakeAnthropic.layerClient()).toEqualTypeOf<Layer.Layer<HttpClient | FakeAnthropic.FakeAnthropic>>()
expectTypeOf(FakeAnthropic.layerServer()).toEqualTypeOf<Layer.Layer<FakeAnthropic.FakeAnthropic, never, HttpServer>>()
expectTypeOf(FakeAnthropicNode.layer()).toEqualTypeOf<
  Layer.Layer<FakeAnthropic.FakeAnthropic | FakeAnthropicNode.Connections, ServeError>
>()

/** In memory there are errors of the contract, pages, and the faults that do not speak of HTTP. */
TestModels.layer({
  faults: [new OverloadedError({}), Fixtures.page([]), Fault.emptyPage, Fault.latency(1), Fault.none]
})
TestModels.layer({ faults: Script.times(2, new OverloadedError({})) })
// @ts-expect-error a fault of HTTP
TestModels.layer({ faults: [Fault.html()] })
// @ts-expect-error a fault of HTTP, in a script
TestModels.layer({ faults: Script.always(Fault.reset) })
// @ts-expect-error an error of the contract is no fault of HTTP
FakeAnthropic.layerClient({ faults: [new OverloadedError({})] })

/** A predicate knows what it is asked about. */
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
