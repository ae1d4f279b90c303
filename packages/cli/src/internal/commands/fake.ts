import type { RecordedRequest } from "@anthropic-models/testing/FakeAnthropic"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { define, type OptionsOf } from "../command.ts"
import { UsageError } from "../errors.ts"
import * as Flags from "../flags.ts"
import { note, print, provide } from "../output.ts"
import * as Shared from "../shared.ts"
import * as SnapshotFile from "../snapshotFile.ts"
import { count, parseDuration, type Parser, parseWhole } from "../units.ts"

const parsePort: Parser<number> = (text) =>
  Either.filterOrLeft(
    parseWhole(0)(text),
    (port) => port <= 65_535,
    () => "expected a port from 0 to 65535"
  )

const config = {
  port: Flags.valueOr("port", "PORT", "Listens there, on 127.0.0.1. 0, the default, is a free port.", parsePort, 0),
  cors: Flags.toggle("cors", "Lets web pages of any origin read the answers."),
  faults: Flags.list(
    "faults",
    "FAULT",
    "What goes wrong, request after request, such as overloaded*2,latency=200ms,cut-body."
  ),
  latency: Flags.valueOr("latency", "TIME", "How long each answer takes, such as 1s.", parseDuration, Duration.zero),
  snapshot: Flags.text("snapshot", "FILE", "Serves the models of this snapshot, not those that come with the fake.", {
    isFile: true
  }),
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "fake",
    summary: "Serves a fake of the Models API, for tests in any language.",
    description: [
      "Prints the address on stdout, and a line for each request on stderr. Any key is accepted. Ends with Ctrl-C.",
      "Faults: none, invalid-request, authentication, billing, permission, not-found, request-too-large, rate-limit, rate-limit=SECONDS, api, gateway-timeout, overloaded, latency=TIME, no-answer, reset, cut-body, stalled-body, truncated-json, html.",
      "Faults of pages and gateways: stuck-cursor, ignored-cursor, missing-cursor, empty-page, overlapping-page, duplicate-models, openai-list, openai-fields, ids-only, odd-facts, odd-dates, null-data, empty-ids, same-ids, no-has-more, invalid-model, bare-array, models-key, nested-data, bom, text-plain, text-html, x-request-id.",
      "Each fault hits one request, in order. overloaded*3 hits three, and overloaded* all that follow."
    ],
    examples: [
      {
        line: "anthropic-models fake --port 8787",
        says: "Then: ANTHROPIC_BASE_URL=http://127.0.0.1:8787 ANTHROPIC_API_KEY=any"
      },
      { line: "anthropic-models fake --faults 'overloaded*2,rate-limit=3'", says: "Three failures, then right answers" }
    ]
  },
  config,
  (options) => fake(options).pipe(provide(options))
)

const fake = (options: Options) =>
  Effect.gen(function* () {
    const { serve } = yield* Effect.promise(() => import("../fakeServer.ts"))
    const { parse } = yield* Effect.promise(() => import("../faults.ts"))
    const faults = yield* Either.mapLeft(
      parse(options.faults),
      (message) => new UsageError({ message: `--faults: ${message}`, hint: "See: anthropic-models fake --help" })
    )
    const file = yield* Effect.transposeOption(Option.map(options.snapshot, SnapshotFile.read))
    const { baseUrl, models, request } = yield* serve({ ...options, faults, file })
    yield* print(`${baseUrl}\n`)
    yield* note(`${count(models, "model")}. Ctrl-C ends it.`)
    for (let number = 1; ; number++) yield* note(describe(yield* request(number)))
  }).pipe(Effect.scoped)

/** `GET /v1/models?limit=1000 529 Error`. */
const describe = ({ fault, method, path, query, status }: RecordedRequest): string => {
  const asked = query.length === 0 ? "" : `?${query.map(([name, value]) => `${name}=${value}`).join("&")}`
  const hit = fault._tag === "None" ? "" : ` (${fault._tag})`
  return `${method} ${path}${asked} ${status ?? "no answer"}${hit}`
}
