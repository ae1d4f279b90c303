import { describe, expect, it } from "vitest"
import { undocumented } from "../jsdoc.ts"

const head = '/**\n * A module.\n *\n * @since 0.1.0\n */\nimport type {} from "./internal/b.ts"\n'
const doc = "/**\n * Says something.\n *\n * @since 0.1.0\n * @category models\n */\n"
const check = (text: string, others: Record<string, string> = {}) => {
  const files: Record<string, string> = { "/src/A.ts": text, ...others }
  const { names, problems } = undocumented("/src/A.ts", (path) => files[path] ?? "")
  return { names, messages: problems.map(({ line, message }) => `${line}: ${message}`) }
}

describe("undocumented", () => {
  it("finds nothing where everything is described", () => {
    const text = `${head}${doc}export const a = 1\n${doc}export interface B {\n  /** Its size. */\n  readonly size: number\n}\n`
    expect(check(text)).toEqual({ names: 3, messages: [] })
  })

  it("names the parts that a comment lacks", () => {
    expect(
      check(`${head}/** @internal */\nexport const a = 1\n/** Text. */\nexport const b = 1\nexport const c = 1\n`)
        .messages
    ).toEqual(["10: b has no @since", "10: b has no @category", "11: c has no JSDoc"])
    expect(check(`${head}${doc.replace("Says something.", "")}export type A = 1\n`).messages).toEqual([
      "13: A has no description"
    ])
    expect(check(`${head}${doc.replace(" */", " * @category other\n */")}export type A = 1\n`).messages).toEqual([
      "14: A has more than one @category"
    ])
  })

  it("looks at the members of interfaces, types, classes and the schemas that they extend", () => {
    const text = [
      `${doc}export interface A { readonly a: number }`,
      `${doc}export type B = { readonly b: number } | { readonly _tag: "B" }`,
      `${doc}export class C extends Tag("C")<C, { readonly c: number }>() { get d() { return 1 }\n private e = 1\n toJSON() {} }`,
      `${doc}export class F extends Schema.Class<F>("F")({ f: Schema.String }) {}`
    ]
    expect(check(head + text.join("\n")).messages.map((message) => message.replace(/^\d+: /, ""))).toEqual([
      "A.a has no description",
      "B.b has no description",
      "C.d has no description",
      "C.c has no description",
      "F.f has no description"
    ])
  })

  it("follows names to the private module that declares them", () => {
    const others = { "/src/internal/b.ts": "export const a = 1\nexport const hidden = 1\n" }
    expect(check(`${head}export { a as b } from "./internal/b.ts"\n`, others).messages).toEqual(["1: b has no JSDoc"])
    expect(check(`${head}export * from "./internal/b.ts"\n`, others).names).toBe(2)
    expect(check(`${head}export {\n${doc}a as b\n} from "./internal/b.ts"\n`, others)).toEqual({
      names: 1,
      messages: []
    })
    expect(check(`${head}const a = 1\nexport { a }\n`).messages).toEqual(["7: a has no JSDoc"])
  })

  it("asks for a description of the module", () => {
    expect(check(`${doc.replace("models", "models")}export const a = 1\n`).messages).toEqual([])
    expect(check('import a from "b"\n').messages).toEqual([
      "1: the module does not begin with a description and @since"
    ])
  })
})
