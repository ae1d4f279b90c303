import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as FileSystem from "@effect/platform/FileSystem"
import { describe, expect, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { AuditOptions } from "../src/internal/audit/options.ts"
import { run } from "../src/internal/audit/run.ts"

const now = DateTime.unsafeMake("2026-11-28T12:00:00Z")

const models = [
  Fixtures.model({ id: "claude-opus-6", line: "opus" }),
  Fixtures.model({ id: "claude-opus-3", line: "opus", lifecycle: "retired" }),
  Fixtures.model({ id: "claude-opus-4", line: "opus", lifecycle: "deprecated" })
]

const old = 'const model = "claude-opus-3"\n'

/** A folder with these files. */
const folder = (files: Readonly<Record<string, string | Uint8Array>>) =>
  Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const root = yield* fileSystem.makeTempDirectoryScoped({ prefix: "audit-" })
    write(root, files)
    return root
  })

const write = (root: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

const git = (root: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", args, { cwd: root, stdio: "pipe", encoding: "utf8" })

/** A repository that tracks these files. */
const repository = (files: Readonly<Record<string, string | Uint8Array>>) =>
  Effect.tap(folder(files), (root) => {
    git(root, "init", "--quiet")
    git(root, "add", "--all")
  })

const audit = <E = never>(cwd: string, options?: Partial<AuditOptions<E>>) =>
  run<E, never>({
    paths: [],
    format: "json",
    failOn: "error",
    within: Duration.days(30),
    baseline: Option.none(),
    includeUnknown: false,
    data: { models, aliases: {}, source: "the API at https://api.anthropic.com", fetchedAt: now },
    resolve: () => Effect.succeedNone,
    dataFiles: [],
    now,
    cwd,
    version: "0.1.0",
    color: false,
    ...options
  })

const Report = Schema.parseJson(
  Schema.Struct({
    data: Schema.Struct({
      source: Schema.String,
      fetchedAt: Schema.String,
      ageSeconds: Schema.Number,
      models: Schema.Number
    }),
    unknown: Schema.Array(Schema.String),
    files: Schema.Struct({
      scanned: Schema.Number,
      skipped: Schema.Record({ key: Schema.String, value: Schema.Number }),
      listedBy: Schema.String
    }),
    counts: Schema.Record({ key: Schema.String, value: Schema.Number }),
    findings: Schema.Array(
      Schema.Struct({
        path: Schema.String,
        rule: Schema.String,
        level: Schema.String,
        id: Schema.NullOr(Schema.String),
        line: Schema.Number,
        spelling: Schema.String,
        fingerprint: Schema.String
      })
    )
  })
)

/** The JSON report, and the paths of its findings. */
const report = <E = never>(cwd: string, options?: Partial<AuditOptions<E>>) =>
  Effect.gen(function* () {
    const { exitCode, report } = yield* audit(cwd, options)
    const decoded = yield* Schema.decode(Report)(report)
    return { ...decoded, exitCode, paths: decoded.findings.map(({ path }) => path) }
  })

/** A test that runs on the file system, with a scope. */
const scoped = <E>(name: string, test: () => Effect.Effect<void, E, NodeContext.NodeContext | Scope.Scope>): void =>
  it.scoped(name, () => Effect.provide(test(), NodeContext.layer))

describe("the files", () => {
  scoped("are those that git tracks, without links and what git ignores", () =>
    Effect.gen(function* () {
      const root = yield* folder({
        "src/a.ts": old,
        "src/b.ts": "const b = 1\n",
        "build/c.ts": old,
        ".gitignore": "build/\n",
        "name with \u00e4 and\nbreak.ts": old
      })
      symlinkSync("a.ts", join(root, "src/link.ts"))
      git(root, "init", "--quiet")
      git(root, "add", "--all")
      write(root, { "src/untracked.ts": old })
      const { files, paths } = yield* report(root)
      expect(paths).toEqual(["name with \u00e4 and\nbreak.ts", "src/a.ts"])
      expect(files).toEqual({ scanned: 4, skipped: {}, listedBy: "git" })
    })
  )

  scoped("are named relative to the top of the repository, and in text relative to the current folder", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "packages/a/src/a.ts": old, "packages/b/b.ts": old, "top.ts": old })
      const cwd = join(root, "packages/a")
      expect((yield* report(cwd)).paths).toEqual(["packages/a/src/a.ts"])
      expect((yield* report(cwd, { paths: ["src", "../b", "src/a.ts"] })).paths).toEqual([
        "packages/a/src/a.ts",
        "packages/b/b.ts"
      ])
      const text = yield* audit(cwd, { paths: ["..", "."], format: "text" })
      expect(text.report).toMatch(/^src\/a\.ts:1:16: error: .*\n\.\.\/b\/b\.ts:1:16: error: /)
    })
  )

  scoped("are all files of a folder where there is no repository", () =>
    Effect.gen(function* () {
      const root = yield* folder({
        "src/a.ts": old,
        "node_modules/x/index.js": old,
        ".git/x": old,
        ".github/workflows/b.yml": "model: claude-opus-3\n"
      })
      rmSync(join(root, ".git"), { recursive: true })
      symlinkSync("..", join(root, "src/loop"))
      const { files, paths } = yield* report(root)
      expect(paths).toEqual([".github/workflows/b.yml", "src/a.ts"])
      expect(files).toEqual({ scanned: 2, skipped: {}, listedBy: "walk" })
    })
  )

  scoped("of a folder that git does not track are all of them", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "src/a.ts": old, ".gitignore": "out/\n" })
      write(root, { "out/b.ts": old })
      const { files, paths } = yield* report(root, { paths: ["out"] })
      expect(paths).toEqual(["out/b.ts"])
      expect(files.listedBy).toBe("walk")
    })
  )

  scoped("are counted by reason where they are skipped", () =>
    Effect.gen(function* () {
      const root = yield* repository({
        "a.ts": old,
        "pnpm-lock.yaml": old,
        "sub/Cargo.lock": old,
        "CHANGELOG.md": old,
        "History.md": old,
        "history.ts": old,
        ".changeset/nice-cats-run.md": old,
        "app.min.js": old,
        "vendor/node_modules/x.js": old,
        "big.ts": old.padEnd(1024 * 1024 + 1),
        "image.png": new Uint8Array([0x89, 0x50, 0, 0]),
        "gone.ts": old,
        "models.json": '{\n  "format": "anthropic-models-snapshot/1", "models": [{ "id": "claude-opus-3" }]\n}',
        "list.txt": old
      })
      rmSync(join(root, "gone.ts"))
      const { files, paths } = yield* report(root, { dataFiles: ["list.txt"] })
      expect(paths).toEqual(["a.ts", "history.ts"])
      expect(files.scanned).toBe(2)
      expect(files.skipped).toEqual({
        "lock files": 2,
        changelogs: 3,
        "minified files": 1,
        dependencies: 1,
        "files over 1 MiB": 1,
        "binary files": 1,
        "files that cannot be read": 1,
        "lists of ids": 2
      })
    })
  )

  scoped("are left out by the globs of the ignore file, also when they are arguments", () =>
    Effect.gen(function* () {
      const root = yield* repository({
        ".anthropic-models-ignore": "# generated\ngenerated/\n*.snap\n!keep.snap\n",
        "src/generated/a.ts": old,
        "src/b.snap": old,
        "src/keep.snap": old,
        "src/c.ts": old
      })
      const ignored = { "files that .anthropic-models-ignore names": 2 }
      const all = yield* report(root)
      expect(all.paths).toEqual(["src/c.ts", "src/keep.snap"])
      expect(all.files.skipped).toEqual({ ...ignored, "lists of ids": 1 })
      const named = yield* report(join(root, "src"), { paths: ["generated/a.ts", "b.snap", "c.ts"] })
      expect(named.paths).toEqual(["src/c.ts"])
      expect(named.files).toEqual({ scanned: 1, skipped: ignored, listedBy: "arguments" })
    })
  )

  scoped("are read once in the middle of a merge, and submodules are not among them", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": old, "b.ts": old })
      const hash = git(root, "hash-object", "-w", "a.ts").trim()
      const stages = [1, 2, 3].map((stage) => `100644 ${hash} ${stage}\ta.ts\n`).join("")
      git(root, "rm", "--quiet", "--cached", "a.ts")
      execFileSync("git", ["update-index", "--index-info"], {
        cwd: root,
        input: `${stages}160000 ${hash} 0\tsubmodule\n`
      })
      const { files, paths } = yield* report(root)
      expect(paths).toEqual(["a.ts", "b.ts"])
      expect(files.skipped).toEqual({})
    })
  )

  scoped("must exist", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": old })
      const error = yield* Effect.flip(audit(root, { paths: ["a.ts", "nowhere"] }))
      expect(error).toMatchObject({ exitCode: 2, message: "there is no file or folder nowhere" })
    })
  )
})

describe("the levels", () => {
  scoped("are notes in tests and documentation, but not in configuration that is Markdown", () =>
    Effect.gen(function* () {
      const root = yield* repository({
        "README.md": old,
        "docs/a.html": old,
        "test/a.ts": old,
        "src/a.test.ts": old,
        "pkg/a_test.go": old,
        "tests/a.py": old,
        "src/testing.ts": old,
        ".claude/agents/a.md": old
      })
      const { counts, exitCode, findings } = yield* report(root)
      expect(findings.filter(({ level }) => level === "error").map(({ path }) => path)).toEqual([
        ".claude/agents/a.md",
        "src/testing.ts"
      ])
      expect(counts).toEqual({ error: 2, warning: 0, note: 6, ignored: 0, baseline: 0 })
      expect(exitCode).toBe(1)
      expect((yield* report(root, { paths: ["README.md", "test"] })).exitCode).toBe(0)
    })
  )

  scoped("decide on the exit code, whatever the format", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": 'const model = "claude-opus-4"\n', "b.md": old, "c.ts": "" })
      for (const format of ["text", "json", "github", "sarif"] as const) {
        const exitCode = (options: Partial<AuditOptions>) =>
          Effect.map(audit(root, { format, ...options }), ({ exitCode }) => exitCode)
        expect(yield* exitCode({ failOn: "error" })).toBe(0)
        expect(yield* exitCode({ failOn: "warning" })).toBe(1)
        expect(yield* exitCode({ failOn: "warning", paths: ["b.md"] })).toBe(0)
        expect(yield* exitCode({ failOn: "note", paths: ["b.md"] })).toBe(1)
        expect(yield* exitCode({ failOn: "note", paths: ["c.ts"] })).toBe(0)
      }
    })
  )
})

describe("the models", () => {
  scoped("are required", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": old })
      const data = { models: [], aliases: {}, source: "the snapshot models.json", fetchedAt: now }
      const error = yield* Effect.flip(audit(root, { data }))
      expect(error).toMatchObject({
        exitCode: 3,
        message: "the snapshot models.json holds no models to compare with"
      })
    })
  )

  scoped("are named in the report, with their age", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": old })
      const fetchedAt = DateTime.subtract(now, { days: 3 })
      const data = { models, aliases: {}, source: "the snapshot models.json", fetchedAt }
      expect((yield* report(root, { data })).data).toEqual({
        source: "the snapshot models.json",
        fetchedAt: "2026-11-25T12:00:00.000Z",
        ageSeconds: 259_200,
        models: 3
      })
    })
  )

  scoped("include those that the API resolves, which is asked once for each name", () =>
    Effect.gen(function* () {
      const text = 'a("claude-opus-latest"); b("claude-sonnet-9"); c("claude-haiku-latest")\n'
      const root = yield* repository({ "a.ts": text, "b.ts": text, "c.ts": old })
      const asked: Array<string> = []
      const resolve = (id: string): Effect.Effect<Option.Option<ModelInfo>> =>
        Effect.sync(() => {
          asked.push(id)
          return id === "claude-opus-latest" ? Option.fromNullable(models[1]) : Option.none()
        })
      const data = { models, aliases: { "claude-haiku-latest": "claude-opus-4" }, source: "the API", fetchedAt: now }
      const { findings, unknown } = yield* report(root, { data, resolve, includeUnknown: true })
      expect(unknown).toEqual(["claude-sonnet-9"])
      expect(asked.sort()).toEqual(["claude-opus-latest", "claude-sonnet-9"])
      expect(findings.slice(0, 3).map(({ id, rule, spelling }) => [spelling, rule, id])).toEqual([
        ["claude-opus-latest", "retired", "claude-opus-3"],
        ["claude-sonnet-9", "unknown", null],
        ["claude-haiku-latest", "deprecated", "claude-opus-4"]
      ])
    })
  )

  scoped("are not trusted when the API fails on an alias", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": 'a("claude-opus-latest")\n' })
      const error = yield* Effect.flip(audit(root, { resolve: () => Effect.fail("the network is down" as const) }))
      expect(error).toBe("the network is down")
    })
  )
})

describe("a baseline", () => {
  scoped("takes away what was there before, also after lines have moved", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": old + old, "b.ts": old })
      write(root, { "baseline.json": (yield* audit(root)).report })
      git(root, "add", "--all")
      const baseline = Option.some("baseline.json")
      const same = yield* report(root, { baseline })
      expect(same).toMatchObject({ findings: [], exitCode: 0, counts: { error: 0, baseline: 3 } })
      expect(same.files.skipped).toEqual({ "lists of ids": 1 })

      write(root, { "a.ts": `\n\n// moved\n${old}${old}${old}` })
      const more = yield* report(root, { baseline })
      expect(more).toMatchObject({ exitCode: 1, counts: { error: 1, baseline: 3 } })
      expect(more.findings[0]).toMatchObject({ path: "a.ts", line: 6 })
    })
  )

  scoped("reports a model again when it goes from one stage to the next", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": 'const model = "claude-opus-4"\n' })
      write(root, { "baseline.json": (yield* audit(root)).report })
      const later = [Fixtures.model({ id: "claude-opus-4", lifecycle: "retired" })]
      const data = { models: later, aliases: {}, source: "the API", fetchedAt: now }
      const { counts } = yield* report(root, { data, baseline: Option.some("baseline.json") })
      expect(counts).toMatchObject({ error: 1, baseline: 0 })
    })
  )

  scoped("must be a report", () =>
    Effect.gen(function* () {
      const root = yield* repository({ "a.ts": old, "package.json": "{}", "text.json": "no JSON" })
      const failure = (file: string) => Effect.flip(audit(root, { baseline: Option.some(file) }))
      expect(yield* failure("nowhere.json")).toMatchObject({
        exitCode: 2,
        message: "there is no baseline nowhere.json",
        hint: "Make it anew: anthropic-models audit --format json > nowhere.json"
      })
      for (const file of ["package.json", "text.json"]) {
        expect(yield* failure(file)).toMatchObject({ exitCode: 2, message: expect.stringMatching(/is not a report/) })
      }
    })
  )
})
