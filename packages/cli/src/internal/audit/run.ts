import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import type * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { DataError, type UsageError } from "../errors.ts"
import * as Baseline from "./baseline.ts"
import * as Files from "./files.ts"
import * as Github from "./github.ts"
import * as Json from "./json.ts"
import * as ModelIndex from "./modelIndex.ts"
import type { AuditOptions, AuditOutcome, Format } from "./options.ts"
import { isTestOrDoc } from "./paths.ts"
import { readFile } from "./read.ts"
import { rank, type Report, type Style } from "./report.ts"
import * as Sarif from "./sarif.ts"
import { assess, type Finding, type Prepared, type Reading, unknownNames, unresolved } from "./scan.ts"
import * as Text from "./text.ts"

/**
 * Scans files for model ids and renders a report.
 *
 * Wrong paths are an `UsageError` (exit code 2), an empty list is an `DataError` (exit code 3), and a
 * failure of `resolve` is passed on as it is.
 */
export const run = <E, R>(
  options: AuditOptions<E, R>
): Effect.Effect<
  AuditOutcome,
  UsageError | DataError | E,
  FileSystem.FileSystem | Path.Path | CommandExecutor.CommandExecutor | R
> =>
  Effect.gen(function* () {
    const { data } = options
    if (data.models.length === 0) {
      return yield* new DataError({ message: `${data.source} holds no models to compare with` })
    }
    const path = yield* Path.Path
    const known = yield* Option.match(options.baseline, {
      onNone: () => Effect.succeed(new Set<string>()),
      onSome: (file) => Baseline.load(file, options.cwd)
    })
    const listing = yield* Files.list({
      paths: options.paths,
      cwd: options.cwd,
      dataFiles: [...options.dataFiles, ...Option.toArray(options.baseline)]
    })
    const prepared = prepare(options)
    const results = yield* Effect.forEach(
      listing.files,
      ({ file, path }) => Effect.map(readFile(file, prepared), (result) => ({ ...result, path })),
      { concurrency: 16 }
    )
    const scanned = results.filter((result) => result._tag === "Scanned")
    const resolved = { ...prepared, aliases: yield* resolveAliases(scanned, prepared, options.resolve) }
    const assessed = scanned.map(({ path, reading }) => ({ path, ...assess(reading, resolved) }))
    const findings = assessed.flatMap(({ findings, path }) => Baseline.locate(path, findings.map(quieter(path))))
    const fresh = findings.filter(({ fingerprint }) => !known.has(fingerprint))
    const skipped = results.flatMap((result) => (result._tag === "Skipped" ? [result.reason] : []))
    const report: Report = {
      findings: fresh,
      ignored: assessed.reduce((sum, { ignored }) => sum + ignored.length, 0),
      known: findings.length - fresh.length,
      unknown: [...new Set(scanned.flatMap(({ reading }) => unknownNames(reading, resolved)))],
      scanned: scanned.length,
      skipped: tally([...listing.skipped, ...skipped]),
      listedBy: listing.listedBy,
      data,
      now: options.now
    }
    return {
      report: render(report, {
        ...options,
        display: (file) => path.relative(options.cwd, path.resolve(listing.root, file))
      }),
      exitCode: fresh.some(({ level }) => rank(level) >= rank(options.failOn)) ? 1 : 0
    }
  })

const prepare = ({ data, includeUnknown, now, within }: AuditOptions<unknown, unknown>): Prepared => {
  const index = ModelIndex.make(data.models)
  return {
    models: data.models,
    now,
    within,
    unknown: includeUnknown,
    index,
    aliases: new Map(
      Object.entries(data.aliases).flatMap(([alias, id]) => {
        const model = index.exact(id)
        return model === undefined ? [] : [[ModelIndex.normalise(alias), model]]
      })
    )
  }
}

/** Asks for each name that may be an alias, once. */
const resolveAliases = <E, R>(
  scanned: ReadonlyArray<{ readonly reading: Reading }>,
  prepared: Prepared,
  resolve: AuditOptions<E, R>["resolve"]
): Effect.Effect<Prepared["aliases"], E, R> => {
  const names = new Set(scanned.flatMap(({ reading }) => unresolved(reading, prepared)))
  return Effect.forEach(
    names,
    (name) =>
      Effect.map(
        resolve(name),
        Option.map((model) => [name, model] as const)
      ),
    { concurrency: 4 }
  ).pipe(Effect.map((found) => new Map([...prepared.aliases, ...found.flatMap(Option.toArray)])))
}

/** In tests and documentation every finding is a note. */
const quieter =
  (path: string) =>
  (finding: Finding): Finding =>
    isTestOrDoc(path) ? { ...finding, level: "note" } : finding

const tally = (reasons: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return Object.fromEntries(counts)
}

const renderers: Readonly<Record<Format, (report: Report, style: Style) => string>> = {
  text: Text.render,
  json: Json.render,
  github: Github.render,
  sarif: Sarif.render
}

const render = (report: Report, style: Style): string => `${renderers[style.format](report, style)}\n`
