import type { ModelPage } from "@anthropic-models/core/ModelPage"
import * as Models from "@anthropic-models/core/Models"
import type * as Cause from "effect/Cause"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { wrap } from "../cells.ts"
import { define, type OptionsOf } from "../command.ts"
import { Reported } from "../errors.ts"
import * as Failure from "../failure.ts"
import * as Flags from "../flags.ts"
import { Output, print, provide } from "../output.ts"
import * as Printing from "../printing.ts"
import * as Progress from "../progress.ts"
import * as Shared from "../shared.ts"
import * as Source from "../source.ts"
import type { Style } from "../style.ts"
import { count, formatDuration } from "../units.ts"
import * as Unknowns from "../unknowns.ts"
import { version } from "../version.ts"

const config = {
  json: Flags.toggle("json", "Prints JSON: one array of checks."),
  ...Shared.messages
}

type Options = OptionsOf<typeof config>

export const command = define(
  {
    name: "doctor",
    summary: "Checks the credential, the address and the answer of the API.",
    description: [
      "Each line is a check: ok, warn, fail, or skip where an earlier one failed. What to do next stands below it. The key itself is never shown."
    ],
    examples: [
      { line: "anthropic-models doctor", says: "When a command fails" },
      {
        line: "ANTHROPIC_BASE_URL=https://gateway.example anthropic-models doctor --log-level debug",
        says: "Tries a gateway, and shows the request"
      }
    ]
  },
  config,
  (options) => doctor(options).pipe(provide(options))
)

interface Check {
  readonly name: string
  readonly state: "ok" | "warn" | "fail" | "skip"
  readonly says: string
  readonly next?: string | undefined
}

/** The checks so far, and the exit code of the first one that failed. */
interface Diagnosis {
  readonly checks: ReadonlyArray<Check>
  readonly exitCode: number
}

const doctor = (options: Options) =>
  Effect.gen(function* () {
    const { checks, exitCode } = yield* Effect.scoped(diagnose)
    const { style, width } = yield* Output
    yield* print(
      options.json ? Printing.array(checks) : checks.map((check) => render(check, style, width ?? Infinity)).join("")
    ).pipe(Effect.catchTag("OutputClosed", () => Effect.void))
    if (exitCode !== 0) return yield* new Reported({ exitCode })
  })

const diagnose = Effect.gen(function* () {
  const address: Check = { name: "address", state: "ok", says: yield* addressOf }
  const { layerOnce } = yield* Effect.promise(() => import("../live.ts"))
  const built = yield* Effect.exit(Layer.build(layerOnce))
  if (Exit.isFailure(built)) return failed([address], "credential", built.cause)

  const credential: Check = { name: "credential", state: "ok", says: yield* credentialOf }
  const models = Context.get(built.value, Models.Models)
  const listed = yield* models
    .list({ limit: 1000 })
    .pipe(Effect.timed, Effect.exit, Progress.during(`Waiting for ${yield* Source.baseUrl}`))
  if (Exit.isFailure(listed)) return failed([address, credential], "answer", listed.cause)
  const [time, page] = listed.value
  return {
    checks: [
      address,
      credential,
      { name: "answer", state: "ok", says: `the credential was accepted, a page took ${formatDuration(time)}` },
      list(page),
      ...unknowns(page)
    ],
    exitCode: 0
  } satisfies Diagnosis
})

/** The rest of the checks once one has failed. A credential that is refused is known to the answer alone. */
const failed = (before: ReadonlyArray<Check>, name: string, cause: Cause.Cause<unknown>): Diagnosis => {
  const { exitCode, hint, message = "" } = Failure.describe(cause)
  const next = hint?.replace(" Try: anthropic-models doctor", "")
  const names = ["address", "credential", "answer", "list", "fields"]
  return {
    checks: [
      ...before,
      { name, state: "fail", says: message, next },
      ...names.slice(names.indexOf(name) + 1).map((name): Check => ({ name, state: "skip", says: "not checked" }))
    ],
    exitCode
  }
}

const isSet = (variable: string) =>
  Config.string(variable).pipe(
    Config.map((value) => value.trim() !== ""),
    Config.withDefault(false),
    Effect.orElseSucceed(() => false)
  )

const addressOf = Effect.gen(function* () {
  const from = (yield* isSet("ANTHROPIC_BASE_URL")) ? "ANTHROPIC_BASE_URL" : "the default"
  return `${yield* Source.baseUrl} (${from})`
})

const credentialOf = Effect.gen(function* () {
  for (const variable of ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS"]) {
    if (yield* isSet(variable)) return `${variable} is set`
  }
  return "set"
})

const list = ({ data, has_more }: ModelPage): Check =>
  data.length === 0
    ? {
        name: "list",
        state: "warn",
        says: "there are no models",
        next: "May the key see models? Does its workspace have any?"
      }
    : { name: "list", state: "ok", says: `${count(data.length, "model")}${has_more ? ", and more pages" : ""}` }

const unknowns = ({ data }: ModelPage): ReadonlyArray<Check> => {
  const found = Unknowns.of(data)
  if (found.length === 0) return [{ name: "fields", state: "ok", says: `version ${version} knows all of them` }]
  return found.map(({ says, what }) => ({
    name: what,
    state: "warn",
    says,
    next: "Nothing is lost: --json shows them as they were sent. A newer version may know them."
  }))
}

const colors = {
  ok: (style: Style) => style.green,
  warn: (style: Style) => style.yellow,
  fail: (style: Style) => style.red,
  skip: (style: Style) => style.dim
} as const

const render = ({ name, next, says, state }: Check, style: Style, width: number): string => {
  const indent = 18
  const head = `${colors[state](style)(state.padEnd(4))}  ${name.padEnd(10)}  `
  const text = wrap(says, width - indent).replaceAll("\n", `\n${" ".repeat(indent)}`)
  const advice =
    next === undefined
      ? ""
      : `${" ".repeat(indent)}${wrap(next, width - indent).replaceAll("\n", `\n${" ".repeat(indent)}`)}\n`
  return `${head}${text}\n${style.dim(advice.trimEnd())}${advice === "" ? "" : "\n"}`
}
