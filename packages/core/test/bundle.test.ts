import { fileURLToPath } from "node:url"
import { expect, it } from "@effect/vitest"
import { build } from "esbuild"

const bundle = async (program: string) => {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "node"
  })
  return outputFiles.map(({ text }) => text).join("")
}

it.each([
  `import { ModelInfo } from "@anthropic-models/core/ModelInfo"; console.log(ModelInfo)`,
  `import { ModelInfo } from "@anthropic-models/core"; console.log(ModelInfo.ModelInfo)`
])("a program bundles the modules that it uses, and not the errors: %s", async (program) => {
  const text = await bundle(program)
  expect(text).toContain("core/ModelInfo")
  expect(text).not.toContain("OverloadedError")
  expect(text).not.toContain("core/ModelPage")
})

it("a program that uses one module of core for effects bundles no schemas", async () => {
  const text = await bundle(`import { list } from "@anthropic-models/core/Models"; console.log(list)`)
  expect(text).toContain("core/Models")
  expect(text).not.toContain("core/ModelInfo")
  expect(text).not.toContain("OverloadedError")
})
