/**
 * `pnpm check:jsdoc`: every public name of every package has a description, an `@example`, `@since` and one `@category`;
 * each of its members has a description, its own or a line in that of the name; and each documented default is the one
 * that the code has. Reads the syntax alone; `pnpm check:docs` compiles the examples.
 */
import { readFileSync, readdirSync } from "node:fs"
import { join, relative } from "node:path"
import ts from "typescript"
import { documented, inCode, mismatch } from "./defaults.ts"
import { type Problem, problem, undocumented } from "./jsdoc.ts"
import { modules, type Package, publicPackages, root } from "./workspace.ts"

const read = (path: string) => readFileSync(path, "utf8")

const wrongDefaults = ({ path }: Package): { readonly defaults: number; readonly problems: ReadonlyArray<Problem> } => {
  const files = readdirSync(join(path, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(path, "src", file))
    .map((file) => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true))
  const code = inCode(files)
  const all = files.flatMap(documented)
  const problems = all.flatMap((one) => {
    const message = mismatch(one, code)
    return message === undefined ? [] : [problem(one.node, message)]
  })
  return { defaults: all.length, problems }
}

const packages = publicPackages()
const sources = packages.flatMap((source) => modules(source).map((name) => join(source.path, "src", `${name}.ts`)))
const names = sources.map((path) => undocumented(path, read))
const defaults = packages.map(wrongDefaults)

const problems = [...names, ...defaults].flatMap(({ problems }) => problems)
for (const { line, message, path } of problems) console.log(`${relative(root, path)}(${line}): ${message}`)

const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((a, b) => a + b, 0)
const total = (count: "names" | "members" | "examples") => sum(names.map((checked) => checked[count]))
const counted = [
  `${total("names")} public names and ${total("members")} members`,
  `${total("examples")} examples`,
  `${sum(defaults.map(({ defaults }) => defaults))} defaults`
].join(", ")
console.log(`${counted}: ${problems.length === 0 ? "all documented" : `${problems.length} problems`}`)
process.exitCode = problems.length === 0 ? 0 : 1
