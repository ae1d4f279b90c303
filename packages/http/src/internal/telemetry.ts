import type { ModelsError } from "@anthropic-models/core/ModelsError"
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberRef from "effect/FiberRef"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import * as MetricKey from "effect/MetricKey"
import * as MetricLabel from "effect/MetricLabel"
import * as Option from "effect/Option"
import type * as Tracer from "effect/Tracer"
import type { Sent } from "./answer.ts"
import type { BaseUrl } from "./baseUrl.ts"
import { useSpanUnguarded } from "./unguarded.ts"

/** The boundaries that the OpenTelemetry conventions advise for this histogram, in seconds. */
const seconds = MetricBoundaries.fromIterable([
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
])

/** What a span and the metrics say of one attempt, as it goes on. */
export interface Seen {
  readonly span: Tracer.Span
  /** The status line has come. */
  readonly answered: (status: number) => void
}

/**
 * Records the attempts of a client: a span for each, a counter and a histogram for all. For regions that cannot be
 * interrupted.
 */
export interface Telemetry {
  readonly attempt: <A>(
    named: { readonly name: string; readonly parent?: Tracer.AnySpan },
    sent: Sent,
    clock: Clock.Clock,
    run: (seen: Seen) => Effect.Effect<A, ModelsError>
  ) => Effect.Effect<A, ModelsError>
}

/** The names are those of the OpenTelemetry conventions for HTTP clients. */
export const make = ({ host, port }: BaseUrl): Telemetry => {
  const server = { "server.address": host, "server.port": port }
  const metrics = metricsOf(server)
  return {
    attempt: ({ name, parent }, sent, clock, run) =>
      Effect.suspend(() => {
        const started = clock.unsafeCurrentTimeNanos()
        let status: number | undefined
        return useSpanUnguarded(
          name,
          {
            kind: "client",
            parent,
            attributes: {
              "http.request.method": sent.method,
              ...server,
              ...(sent.attempts > 1 ? { "http.request.resend_count": sent.attempts - 1 } : {})
            }
          },
          (span) => {
            const answered = (code: number): void => {
              status = code
              span.attribute("http.response.status_code", code)
            }
            return run({ span, answered })
          },
          (exit, span, fiber) => {
            const problem = errorType(exit)
            if (problem !== undefined) span.attribute("error.type", problem)
            const { attempts, duration } = metrics(sent.method, status, problem)
            const labels = fiber.getFiberRef(FiberRef.currentMetricLabels)
            attempts.unsafeUpdate(1, labels)
            duration.unsafeUpdate(Number(clock.unsafeCurrentTimeNanos() - started) / 1e9, labels)
          }
        )
      })
  }
}

/** The status of an error answer, else the name of the error. */
const errorType = (exit: Exit.Exit<unknown, ModelsError>): string | undefined => {
  if (Exit.isSuccess(exit)) return undefined
  const error = Cause.failureOption(exit.cause)
  if (Option.isNone(error)) return Cause.isInterruptedOnly(exit.cause) ? "Interrupted" : "_OTHER"
  return "rateLimits" in error.value ? String(error.value.status) : error.value._tag
}

interface Metrics {
  readonly attempts: Metric.Metric.Counter<number>
  readonly duration: Metric.Metric.Histogram<number>
}

/** The metrics of each outcome, looked up once: to tag a metric anew for every attempt would cost more than it. */
const metricsOf = (server: Readonly<Record<string, string | number>>) => {
  const known = new Map<string, Metrics>()
  return (method: string, status: number | undefined, problem: string | undefined): Metrics => {
    const key = `${method} ${status} ${problem}`
    const found = known.get(key)
    if (found !== undefined) return found
    const labels = Object.entries({
      "http.request.method": method,
      ...server,
      ...(status === undefined ? {} : { "http.response.status_code": status }),
      ...(problem === undefined ? {} : { "error.type": problem })
    }).map(([name, value]) => MetricLabel.make(name, String(value)))
    const made: Metrics = {
      attempts: Metric.fromMetricKey(
        MetricKey.taggedWithLabels(
          MetricKey.counter("anthropic_models.client.attempts", { description: "Attempts at a request" }),
          labels
        )
      ),
      duration: Metric.fromMetricKey(
        MetricKey.taggedWithLabels(MetricKey.histogram("http.client.request.duration", seconds, "Time of an attempt"), [
          ...labels,
          MetricLabel.make("unit", "s")
        ])
      )
    }
    known.set(key, made)
    return made
  }
}
