/**
 * Streams every model and prints them, as a table or as JSON.
 *
 * Asks the API where `ANTHROPIC_API_KEY` is set, and else a fake of it on this machine.
 */
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as ModelStream from "@anthropic-models/stream/ModelStream"
import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeSink from "@effect/platform-node/NodeSink"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Runtime from "@effect/platform/Runtime"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { reportFailure } from "./demo/failure.ts"
import * as Table from "./demo/table.ts"

/** Small, so that the pages can be seen to come one after the other. */
const limit = 10

/** What was asked for and what came. */
interface Tally {
  readonly requests: number
  readonly pages: number
  readonly models: number
}

const client = (tally: Ref.Ref<Tally>) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(
      HttpClient.HttpClient,
      HttpClient.tapRequest(() => Ref.update(tally, (tally) => ({ ...tally, requests: tally.requests + 1 })))
    )
  ).pipe(Layer.provide(NodeHttpClient.layerUndici))

const fake = Layer.unwrapEffect(
  Effect.map(FakeAnthropic, ({ baseUrl }) => ModelsHttp.layer({ apiKey: Redacted.make("any-key-will-do"), baseUrl }))
).pipe(Layer.provide(FakeAnthropicNode.layer({ latency: "50 millis" })))

const isSet = (variable: string) =>
  Config.string(variable).pipe(
    Config.map((value) => value.trim() !== ""),
    Config.withDefault(false)
  )

const pages = (tally: Ref.Ref<Tally>) =>
  ModelStream.pages({ limit }).pipe(
    Stream.tap(({ data }) =>
      Ref.update(tally, (tally) => ({ ...tally, pages: tally.pages + 1, models: tally.models + data.length }))
    )
  )

/** Whoever reads the output has read enough: `demo --json | head -1`. */
class OutputClosed extends Data.TaggedError("OutputClosed") {}

const stdout = NodeSink.fromWritable(
  () => process.stdout,
  () => new OutputClosed(),
  { endOnDone: false }
)

const json = (model: ModelInfo): string => JSON.stringify(Schema.encodeSync(ModelInfo)(model))

class UnknownArguments extends Data.TaggedError("UnknownArguments")<{ readonly message: string }> {}

const usage = "demo [--json]\n\n  --json  one model a line, as JSON"

const demo = Effect.gen(function* () {
  const [option, ...others] = process.argv.slice(2).filter((argument) => argument !== "--")
  if (option === "--help" && others.length === 0) return yield* Console.log(usage)
  if ((option !== undefined && option !== "--json") || others.length > 0)
    return yield* new UnknownArguments({ message: `usage: ${usage}` })

  const tally = yield* Ref.make<Tally>({ requests: 0, pages: 0, models: 0 })
  const isLive = yield* isSet("ANTHROPIC_API_KEY")
  const isColoured = process.stdout.isTTY && !(yield* isSet("NO_COLOR"))
  const style = isColoured ? Table.coloured : Table.uncoloured
  const isJson = option === "--json"

  const source = isLive ? "" : `${style.dim("A fake of the API on this machine: ANTHROPIC_API_KEY is not set.")}\n\n`
  const head = isJson ? "" : `${source}${Table.head(style)}\n`
  const [time] = yield* pages(tally).pipe(
    Stream.mapConcat(({ data }) => data),
    Stream.map(isJson ? json : Table.row(style)),
    Stream.zipWithIndex,
    Stream.map(([line, index]) => `${index === 0 ? head : ""}${line}\n`),
    Stream.run(stdout),
    Effect.provide((isLive ? ModelsHttp.layerConfig() : fake).pipe(Layer.provide(client(tally)))),
    Effect.timed
  )
  if (isJson) return
  const { models, pages: read, requests } = yield* Ref.get(tally)
  const seconds = (Duration.toMillis(time) / 1000).toFixed(2)
  yield* Console.log(`\n${style.bold(`${models} models`)} in ${read} pages, ${requests} requests, ${seconds} s`)
})

/** Interrupted by Ctrl-C, a program exits with 130. */
const teardown: Runtime.Teardown = (exit, onExit) =>
  Exit.isInterrupted(exit) ? onExit(130) : Runtime.defaultTeardown(exit, onExit)

demo.pipe(
  Effect.catchTag("OutputClosed", () => Effect.void),
  Effect.tapErrorCause(reportFailure),
  NodeRuntime.runMain({ disableErrorReporting: true, teardown })
)
