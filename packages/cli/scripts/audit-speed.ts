import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
// How long an audit of 100 MB of source takes, from the listing of the files to the report. Exits with 1 beyond the goal.
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { run } from "../src/internal/audit/run.ts"

const size = 100_000_000
/** Seconds of processor time. */
const goal = 5
/** One file in ten names a model. */
const naming = 10

const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")

/** The sources of Effect, again and again: files of all sizes, in ordinary TypeScript. */
const sources = (): ReadonlyArray<string> => {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("effect/package.json"))), "src")
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
}

const fill = (root: string): number => {
  const texts = sources()
  let written = 0
  let count = 0
  for (; written < size; count++) {
    const text = texts[count % texts.length] ?? ""
    const id = Fixtures.catalogue[count % Fixtures.catalogue.length]?.id ?? ""
    const content = count % naming === 0 ? `${text}\nexport const model = "${id}"\n` : text
    const folder = join(root, `package-${count % 97}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${count}.ts`), content)
    written += Buffer.byteLength(content)
  }
  execFileSync("git", ["init", "--quiet"], { cwd: root })
  execFileSync("git", ["add", "--all"], { cwd: root })
  return written
}

const audit = (cwd: string) =>
  run<never, never>({
    paths: [],
    format: "text",
    failOn: "error",
    within: Duration.days(30),
    baseline: Option.none(),
    includeUnknown: false,
    data: { models: Fixtures.catalogue, aliases: {}, source: "the fixtures", fetchedAt: now },
    resolve: () => Effect.succeedNone,
    dataFiles: [],
    now,
    cwd,
    version: "0.0.0",
    color: false
  })

const main = Effect.gen(function* () {
  const root = mkdtempSync(join(tmpdir(), "audit-speed-"))
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(root, { recursive: true })))
  const bytes = fill(root)
  const began = performance.now()
  const before = process.cpuUsage()
  const { report } = yield* audit(root)
  const { system, user } = process.cpuUsage(before)
  const cpu = (system + user) / 1e6
  const wall = (performance.now() - began) / 1000
  console.log(report.split("\n").slice(-4).join("\n"))
  console.log(
    `${Math.round(bytes / 1e6)} MB: ${wall.toFixed(2)} s, ${cpu.toFixed(2)} s of processor time (goal: at most ${goal} s)`
  )
  process.exitCode = cpu <= goal ? 0 : 1
})

await Effect.runPromise(main.pipe(Effect.scoped, Effect.provide(NodeContext.layer)))
