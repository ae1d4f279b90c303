/** A tracer that keeps its spans. */
import * as Context from "effect/Context"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"

export interface Recorded {
  readonly name: string
  readonly kind: Tracer.SpanKind
  readonly parent: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly ended: () => boolean
  readonly failed: () => boolean
  /** The start and the end of the span, in nanoseconds. */
  readonly times: () => readonly [bigint, bigint | undefined]
  /** The value with which the span succeeded. */
  readonly value: () => unknown
}

export const recorder = (): { readonly layer: Layer.Layer<never>; readonly spans: ReadonlyArray<Recorded> } => {
  const spans: Array<Recorded> = []
  const tracer = Tracer.make({
    span: (name, parent, context, links, startTime, kind) => {
      const attributes: Record<string, unknown> = {}
      let status: Tracer.SpanStatus = { _tag: "Started", startTime }
      const span: Tracer.Span = {
        _tag: "Span",
        name,
        kind,
        parent,
        context: Context.merge(context, Context.empty()),
        links,
        traceId: "0af7651916cd43dd8448eb211c80319c",
        spanId: `00000000000000${String(spans.length).padStart(2, "0")}`,
        sampled: true,
        attributes: new Map(),
        get status() {
          return status
        },
        attribute: (key, value) => void (attributes[key] = value),
        end: (endTime, exit) => {
          status = { _tag: "Ended", startTime, endTime, exit }
        },
        event: () => undefined,
        addLinks: () => undefined
      }
      spans.push({
        name,
        kind,
        parent: Option.getOrUndefined(
          Option.flatMap(parent, (parent) => (parent._tag === "Span" ? Option.some(parent.name) : Option.none()))
        ),
        attributes,
        ended: () => status._tag === "Ended",
        times: () => [status.startTime, status._tag === "Ended" ? status.endTime : undefined],
        failed: () => status._tag === "Ended" && Exit.isFailure(status.exit),
        value: () => (status._tag === "Ended" && Exit.isSuccess(status.exit) ? status.exit.value : undefined)
      })
      return span
    },
    context: (run) => run()
  })
  return { layer: Layer.setTracer(tracer), spans }
}
