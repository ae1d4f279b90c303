/**
 * Spans and metrics with OpenTelemetry: `@effect/opentelemetry` 0.64, the OpenTelemetry SDK 2. The exporters print.
 */
import * as Models from "@anthropic-models/core/Models"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as NodeSdk from "@effect/opentelemetry/NodeSdk"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ConsoleMetricExporter, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics"
import { ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const Telemetry = NodeSdk.layer(() => ({
  resource: { serviceName: "models-example" },
  spanProcessor: new SimpleSpanProcessor(new ConsoleSpanExporter()),
  metricReader: new PeriodicExportingMetricReader({ exporter: new ConsoleMetricExporter() })
}))

const Live = ModelsHttp.layer({ apiKey: Redacted.make("sk-ant-test-of-the-fake") }).pipe(
  Layer.provide(FakeAnthropic.layerClient({ faults: [Fault.overloaded({ retryAfter: "10 millis" })] }))
)

// One span `Models.list`, and below it one `GET /v1/models` for each of the two attempts.
Models.list({ limit: 3 }).pipe(Effect.provide(Live), Effect.provide(Telemetry), NodeRuntime.runMain)
