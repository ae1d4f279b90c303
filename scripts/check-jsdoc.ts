/**
 * `pnpm check:jsdoc`: every public name of every package has a description, `@since` and one `@category`, and so has
 * each of its members a description. Reads the syntax alone, which takes a second.
 */
import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { undocumented } from "./jsdoc.ts"
import { modules, publicPackages, root } from "./workspace.ts"

const sources = publicPackages().flatMap((source) =>
  modules(source).map((name) => join(source.path, "src", `${name}.ts`))
)

const checked = sources.map((path) => undocumented(path, (file) => readFileSync(file, "utf8")))
const problems = checked.flatMap(({ problems }) => problems)
for (const { line, message, path } of problems) console.log(`${relative(root, path)}(${line}): ${message}`)

const names = checked.reduce((sum, { names }) => sum + names, 0)
console.log(
  `${names} public names in ${sources.length} modules: ${problems.length === 0 ? "all described" : `${problems.length} problems`}`
)
process.exitCode = problems.length === 0 ? 0 : 1
