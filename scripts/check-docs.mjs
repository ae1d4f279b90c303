// Type-checks every `ts` fence of the READMEs, of the pages below docs/, and of the JSDoc in packages/*/src, and finds
// imports that a fence does not use. That every public name has an example is checked by `pnpm check:jsdoc`. The fences of
// docs/recipes.md are files of examples/src, which `pnpm check` compiles.
//
// Each fence becomes a module of its own in examples/.cache/docs, where the names that a reader would import
// resolve. It is padded with empty lines, so that an error tells the line of the page that it came from. A fence that
// follows a line with a file name (`find.ts`:) can be imported by the other fences of its page.
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const folder = join(root, "examples/.cache/docs")
const packages = ["core", "http", "stream", "testing", "catalog", "cli"]
const sources = new RegExp(`^packages/(${packages.join("|")})/src/.*\\.ts$`)

const files = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name.startsWith(".")) return []
    const path = join(directory, entry.name)
    return entry.isDirectory() ? files(path) : [path]
  })

/** The lines of a source file that stand in a JSDoc comment, without its stars; every other line is empty. */
const comments = (lines) => {
  let inside = false
  return lines.map((line) => {
    const starts = !inside && /^\s*\/\*\*/.test(line)
    if (!inside && !starts) return ""
    inside = !line.includes("*/")
    return line.replace(/^\s*\/?\*+ ?/, "").replace(/\s*\*+\/\s*$/, "")
  })
}

/** The `ts` fences among the lines: the number of the line before each, and its own lines. */
const fences = (lines) => {
  const found = []
  let open
  lines.forEach((line, index) => {
    const [, indent, ticks, language] = /^(\s*)(`{3,}|~{3,})\s*(\w*)/.exec(line) ?? []
    if (open === undefined && ticks !== undefined) {
      open = { ticks, indent, at: index + 1, wanted: language === "ts" || language === "typescript", lines: [] }
    } else if (open !== undefined && line.trim() === open.ticks) {
      if (open.wanted) found.push(open)
      open = undefined
    } else if (open !== undefined) {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line)
    }
  })
  return found
}

/** The lines with an `@example` that no `ts` fence follows before the next tag. */
const bare = (lines) =>
  lines.flatMap((line, index) => {
    if (!line.startsWith("@example")) return []
    const rest = lines.slice(index + 1)
    const end = rest.findIndex((next) => next === "" || next.startsWith("@") || /^`{3,}/.test(next))
    const next = rest.slice(end).find((text) => text !== "")
    return next !== undefined && /^`{3,}/.test(next) ? [] : [index + 1]
  })

const isImport = (line) => /^import\b/.test(line)

/** The names that a fence imports and does not use. */
const unused = ({ lines }) => {
  const code = lines.filter((line) => !isImport(line)).map((line) => line.replace(/(^|\s)\/\/.*$/, ""))
  const imported = lines.filter(isImport).flatMap((line) => {
    const [, clause = ""] = /^import (?:type )?(.*) from /.exec(line) ?? []
    return clause.match(/\w+(?=\s*(?:[,}]|$))/g) ?? []
  })
  return imported.filter((name) => !new RegExp(`\\b${name}\\b`).test(code.join("\n")))
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const names = new Map()
const problems = []
let inSources = 0
for (const path of files(root)) {
  const page = relative(root, path)
  const isPage = /(^|\/)README\.md$|^docs\/(?!api\/|recipes\.md$).*\.md$/.test(page)
  if (!isPage && !sources.test(page)) continue
  const text = readFileSync(path, "utf8").split("\n")
  const lines = isPage ? text : comments(text)
  if (!isPage) problems.push(...bare(lines).map((line) => `${page}(${line}): an @example needs a ts fence`))
  const prefix = `${page.replaceAll("/", "__")}__`
  for (const fence of fences(lines)) {
    const file = /^`([\w.-]+\.ts)`:$/.exec(lines[fence.at - 3] ?? "")?.[1]
    const name = prefix + (file ?? `${fence.at + 1}.ts`)
    names.set(name, page)
    if (!isPage) inSources += 1
    problems.push(...unused(fence).map((name) => `${page}(${fence.at + 1}): the example does not use ${name}`))
    const code = fence.lines.join("\n").replaceAll(/(?<=^import .* from "\.\/)(?=[\w.-]+\.ts"$)/gm, prefix)
    writeFileSync(join(folder, name), `${"\n".repeat(fence.at)}${code}\n`)
  }
}

writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({
    extends: "../../tsconfig.json",
    compilerOptions: { noEmit: true, tsBuildInfoFile: "docs.tsbuildinfo", noUnusedLocals: false },
    include: ["*.ts"],
    references: packages.map((name) => ({ path: `../../../packages/${name}/tsconfig.src.json` }))
  })
)

const tsc = spawnSync("tsc", ["-b", folder, "--pretty", "false"], { cwd: root, encoding: "utf8", shell: true })
const output = `${tsc.stdout}${tsc.stderr}`.replaceAll(
  /examples\/\.cache\/docs\/([^()\s]+\.ts)/g,
  (whole, name) => names.get(name) ?? whole
)
process.stdout.write(output)
for (const problem of problems) console.log(problem)
const passed = tsc.status === 0 && problems.length === 0
const counted = `${inSources} examples in JSDoc and ${names.size - inSources} on pages`
console.log(`${counted}: ${passed ? "fine" : "not fine"}`)
process.exitCode = passed ? 0 : 1
