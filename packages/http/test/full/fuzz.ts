/**
 * Sends arbitrary answers to the three clients. Every call has to end within its deadline, with a typed error or with
 * exactly the page that was sent. Errors are short and printable, and show no part of the key.
 */
import { inspect } from "node:util"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import type { Service } from "@anthropic-models/core/Models"
import { isModelsError, type ModelsError } from "@anthropic-models/core/ModelsError"
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as AnthropicHttpClient from "../../src/AnthropicHttpClient.ts"
import * as ModelsHttp from "../../src/ModelsHttp.ts"
import * as RetryPolicy from "../../src/RetryPolicy.ts"
import { clients, names, type Client } from "../clients.ts"
import * as RawServer from "../RawServer.ts"
import { type Input, inputs, stepsOf } from "./answers.ts"
import { plainJson } from "./plain.ts"
import { key, leaks } from "./secrets.ts"

export interface Options {
  readonly seed: number
  /** Stops after this many inputs, or after this time, whichever is first. */
  readonly maxInputs: number
  readonly maxSeconds: number
}

export interface Report {
  readonly inputs: number
  readonly results: Readonly<Record<string, number>>
  /** The smallest input that breaks a rule, and the rules that it breaks. */
  readonly failure: string | undefined
}

/** The longest text of an error in any form, with its stack, in characters. */
const maxText = 20_000
const maxMessage = 2500

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** A client on a server of its own that plays the current input. */
interface Target {
  readonly client: Client
  readonly server: RawServer.RawServer
  readonly play: (input: Input) => void
  /** For answers that have to be read, also on a slow machine. */
  readonly patient: Services
  /** For answers that may stall. */
  readonly brief: Services
}

interface Services {
  readonly models: Service
  readonly http: HttpClient.HttpClient.With<ModelsError>
}

const makeTarget = (client: Client): Effect.Effect<Target, never, Scope.Scope> =>
  Effect.gen(function* () {
    let steps: ReadonlyArray<RawServer.Step> = ["end"]
    const server = yield* RawServer.make(() => steps)
    const platform = yield* Layer.build(clients[client])
    const services = (timeout: number) => {
      const options: ModelsHttp.Options = {
        apiKey: Redacted.make(key),
        baseUrl: server.url,
        timeout,
        deadline: 2 * timeout,
        maxBodyBytes: 1_000_000,
        maxRetryAfter: "20 millis",
        retry: RetryPolicy.make({ maxRetries: 2, baseDelay: 1, maxDelay: 1, budget: false })
      }
      return Effect.all({ models: ModelsHttp.make(options), http: AnthropicHttpClient.make(options) }).pipe(
        Effect.provide(platform),
        Effect.orDie
      )
    }
    return {
      client,
      server,
      play: (input) => void (steps = stepsOf(input)),
      patient: yield* services(5000),
      brief: yield* services(100)
    }
  })

/** Far beyond the deadline of every call. */
const hang = "30 seconds"

/** The JSON of what the call returns. */
const run = ({ http, models }: Services, call: Input["call"]): Effect.Effect<unknown, ModelsError> => {
  switch (call) {
    case "list":
      return Effect.map(models.list(), (page) => page.toJSON())
    case "get":
      return Effect.map(models.get("claude"), (model) => model.toJSON())
    case "request":
      return Effect.flatMap(http.get("/v1/models"), ({ json, text }) => Effect.orElse(json, () => Effect.orDie(text)))
  }
}

/** What the call has to make of this JSON. */
const read = (call: Input["call"], json: unknown): unknown => {
  switch (call) {
    case "list":
      return Schema.decodeUnknownSync(ModelPage)(json).toJSON()
    case "get":
      return Schema.decodeUnknownSync(ModelInfo)(json).toJSON()
    case "request":
      return json
  }
}

const isSame = (actual: unknown, call: Input["call"], json: unknown): boolean => {
  try {
    return JSON.stringify(actual) === JSON.stringify(read(call, json))
  } catch {
    return false
  }
}

interface Outcome {
  readonly result: string
  /** The rules that the call broke. */
  readonly problems: ReadonlyArray<string>
}

/** Calls one client. */
const outcome = (target: Target, input: Input): Effect.Effect<Outcome> =>
  Effect.gen(function* () {
    target.play(input)
    const services = "expected" in input ? target.patient : target.brief
    const call = run(services, input.call)
    const ended = yield* Effect.timeoutOption(Effect.disconnect(Effect.exit(call)), hang)
    if (Option.isNone(ended)) return { result: "hang", problems: ["did not end"] }
    const exit = ended.value
    if (Exit.isFailure(exit)) return failed(exit.cause, input)
    return { result: `a ${input.call}`, problems: yield* succeeded(exit.value, target, input) }
  })

const failed = (cause: Cause.Cause<ModelsError>, input: Input): Outcome => {
  const error = Cause.squash(cause)
  if (!isModelsError(error) || Cause.isDie(cause)) {
    return { result: "defect", problems: [`is no typed error: ${Cause.pretty(cause)}`] }
  }
  const texts = [
    error.message,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 10 }),
    Cause.pretty(cause)
  ]
  // A damaged echo is a part of a secret, which is not promised to be found.
  const shows = input.damaged ? (text: string) => text.includes(key) : leaks
  const problems = [
    ...("expected" in input ? [`failed: ${error.message}`] : []),
    ...(error.message.length > maxMessage ? [`has a message of ${error.message.length} characters`] : []),
    ...texts.filter((text) => text.length > maxText).map((text) => `has a text of ${text.length} characters`),
    ...(unprintable.test(error.message) ? [`has an unprintable message: ${JSON.stringify(error.message)}`] : []),
    ...texts.filter(shows).map((text) => `shows the key: ${text}`)
  ]
  return { result: error._tag, problems }
}

const succeeded = (actual: unknown, { client, server }: Target, input: Input): Effect.Effect<ReadonlyArray<string>> => {
  const problem = `read ${JSON.stringify(actual)}`
  if ("expected" in input) return Effect.succeed(isSame(actual, input.call, input.expected) ? [] : [problem])
  if (input.call === "request") return Effect.succeed([])
  const plain = Effect.map(
    Effect.promise(() => plainJson(client, server.url)),
    (json) => isSame(actual, input.call, json)
  )
  // A reset may overtake the last bytes, so the plain client gets several chances to read what was read before.
  return Effect.map(Effect.repeat(plain, { until: (same) => same, times: 5 }), (same) =>
    same ? [] : [`${problem}, unlike a plain client`]
  )
}

const shown = (input: Input): string =>
  `${input.call}, then ${input.end}, ${input.bytes.length} bytes: ${JSON.stringify(input.bytes.toString("latin1").slice(0, 2000))}`

/** Errors that reach the process, while the effect runs. */
const unhandled = Effect.acquireRelease(
  Effect.sync(() => {
    const found: Array<string> = []
    const add = (reason: unknown) => void found.push(inspect(reason))
    process.on("unhandledRejection", add)
    process.on("uncaughtException", add)
    return { found, add }
  }),
  ({ add }) =>
    Effect.sync(() => {
      process.off("unhandledRejection", add)
      process.off("uncaughtException", add)
    })
)

/** Sends inputs until a limit is reached or a rule is broken. */
export const fuzz = ({ maxInputs, maxSeconds, seed }: Options): Effect.Effect<Report> =>
  Effect.gen(function* () {
    const targets = yield* Effect.forEach(names, makeTarget)
    const { found } = yield* unhandled
    const results: Record<string, number> = {}

    const check = (input: Input) =>
      Effect.gen(function* () {
        const outcomes = yield* Effect.forEach(
          targets,
          (target) => Effect.map(outcome(target, input), (outcome) => ({ ...outcome, client: target.client })),
          { concurrency: "unbounded" }
        )
        for (const { result } of outcomes) results[result] = (results[result] ?? 0) + 1
        const problems = outcomes.flatMap(({ client, problems }) => problems.map((problem) => `${client} ${problem}`))
        const all = [...problems, ...found.splice(0).map((reason) => `nobody handled: ${reason}`)]
        if (all.length > 0) throw new Error(all.join("\n"))
      })

    const end = performance.now() + 1000 * maxSeconds
    const property = FastCheck.asyncProperty(inputs, (input) => Effect.runPromise(check(input)))
    let count = 0
    for (let batch = 0; count < maxInputs && performance.now() < end; batch++) {
      const details = yield* Effect.promise(() =>
        FastCheck.check(property, { seed: seed + batch, numRuns: Math.min(100, maxInputs - count) })
      )
      count += details.numRuns
      const [input] = details.counterexample ?? []
      if (input !== undefined) {
        return { inputs: count, results, failure: `${shown(input)}\n${String(details.errorInstance)}` }
      }
    }
    return { inputs: count, results, failure: yield* Effect.map(leftOpen(targets), Option.getOrUndefined) }
  }).pipe(Effect.scoped)

/** The sockets that stay open although no request is being answered on them. */
const leftOpen = (targets: ReadonlyArray<Target>): Effect.Effect<Option.Option<string>> =>
  Effect.gen(function* () {
    for (let tries = 0; tries < 100; tries++) {
      for (const { server } of targets) server.endIdle()
      if (targets.every(({ server }) => server.open() === 0)) return Option.none()
      yield* Effect.sleep("50 millis")
    }
    return Option.some(targets.map(({ client, server }) => `${client} left ${server.open()} sockets open`).join(", "))
  })
