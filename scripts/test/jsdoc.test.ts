import { describe, expect, it } from "vitest"
import { undocumented } from "../jsdoc.ts"

const head = '/**\n * A module.\n *\n * @since 0.1.0\n */\nimport type { imported } from "./internal/b.ts"\n'
const example = " * @example\n * ```ts\n * f(1) // 2\n * ```\n *\n"
const doc = `/**\n * Says something.\n *\n${example} * @since 0.1.0\n * @category models\n */\n`
const check = (text: string, others: Record<string, string> = {}) => {
  const files: Record<string, string> = { "/src/A.ts": text, ...others }
  const { problems, ...counts } = undocumented("/src/A.ts", (path) => files[path] ?? "")
  return { ...counts, messages: problems.map(({ line, message }) => `${line}: ${message}`) }
}
const messagesOf = (text: string) => check(text).messages.map((message) => message.replace(/^\d+: /, ""))

describe("undocumented", () => {
  it("finds nothing where everything is described", () => {
    const text = `${head}${doc}export const a = 1\n${doc}export interface B {\n  /** Its size. */\n  readonly size: number\n}\n`
    expect(check(text)).toEqual({ names: 2, members: 1, examples: 2, messages: [] })
  })

  it("names the parts that a comment lacks", () => {
    expect(
      check(`${head}/** @internal */\nexport const a = 1\n/** Text. */\nexport const b = 1\nexport const c = 1\n`)
        .messages
    ).toEqual([
      "10: b has no @since",
      "10: b has no @category",
      "10: b has no @example with a ts fence",
      "11: c has no JSDoc"
    ])
    expect(messagesOf(`${head}${doc.replace("Says something.", "")}export type A = 1\n`)).toEqual([
      "A has no description"
    ])
    expect(messagesOf(`${head}${doc.replace(" */", " * @category other\n */")}export type A = 1\n`)).toEqual([
      "A has more than one @category"
    ])
  })

  it("asks for an example with code in a ts fence", () => {
    const message = ["A has no @example with a ts fence"]
    const text = `${head}${doc}export type A = 1\n`
    expect(messagesOf(text.replace(example, ""))).toEqual(message)
    expect(messagesOf(text.replace("```ts", "```sh"))).toEqual(message)
    expect(messagesOf(text.replace("```ts", "```"))).toEqual(message)
    expect(messagesOf(text.replace(" * f(1) // 2\n", ""))).toEqual(message)
    expect(messagesOf(text.replace(" * @example\n", ""))).toEqual(message)
    expect(messagesOf(text.replace("@example\n", "@example\n * With one:\n *\n"))).toEqual([])
  })

  it("asks for an example of a type and of the value that has its name, and of one overload alone", () => {
    const withoutExample = doc.replace(example, "")
    const type = "export interface A {}\n"
    expect(messagesOf(`${head}${doc}export const A = 1\n${withoutExample}${type}`)).toEqual([
      "A has no @example with a ts fence"
    ])
    expect(check(`${head}${doc}export const A = 1\n${doc}${type}`)).toMatchObject({ names: 2, examples: 2 })
    const overloads = `${doc}export function a(): void\nexport function a(b: number): void\nexport function a() {}\n`
    expect(check(head + overloads)).toEqual({ names: 1, members: 0, examples: 1, messages: [] })
  })

  it("looks at the members of interfaces, types, classes and the schemas that they extend", () => {
    const text = [
      `${doc}export interface A { readonly a: number }`,
      `${doc}export type B = { readonly b: number } | { readonly _tag: "B" }`,
      `${doc}export class C extends Tag("C")<C, { readonly c: number }>() { get d() { return 1 }\n private e = 1\n toJSON() {} }`,
      `${doc}export class F extends Schema.Class<F>("F")({ f: Schema.String }) {}`
    ]
    expect(messagesOf(head + text.join("\n"))).toEqual([
      "A.a has no description",
      "B.b has no description",
      "C.d has no description",
      "C.c has no description",
      "F.f has no description"
    ])
  })

  it("leaves a private value alone that has the name of a public type", () => {
    expect(messagesOf(`${head}${doc}export type A = 1\nconst A = 1\n`)).toEqual([])
  })

  it("follows names to the private module that declares them", () => {
    const others = { "/src/internal/b.ts": "export const a = 1\nexport const imported = 1\nexport const hidden = 1\n" }
    expect(check(`${head}export { a as b } from "./internal/b.ts"\n`, others).messages).toEqual(["1: b has no JSDoc"])
    expect(check(`${head}export * from "./internal/b.ts"\n`, others).names).toBe(3)
    expect(check(`${head}export {\n${doc}a as b\n} from "./internal/b.ts"\n`, others)).toMatchObject({
      names: 1,
      messages: []
    })
    expect(check(`${head}const a = 1\nexport { a }\n`).messages).toEqual(["7: a has no JSDoc"])
  })

  it("follows names that are imported and exported again", () => {
    const text = `${head}export type { imported }\n`
    const others = { "/src/internal/b.ts": 'export { a as imported } from "./c.ts"\n' }
    expect(check(text, { ...others, "/src/internal/c.ts": "export const a = 1\n" }).messages).toEqual([
      "1: imported has no JSDoc"
    ])
    expect(check(text, { ...others, "/src/internal/c.ts": `${doc}export const a = 1\n` }).messages).toEqual([])
    expect(check(text, { "/src/internal/b.ts": "" }).messages).toEqual(["7: imported has no JSDoc"])
    expect(check(`${head}export { a } from "other"\n`).messages).toEqual(["7: a has no JSDoc"])
  })

  it("asks for a description of the module", () => {
    expect(check(`${doc}export const a = 1\n`).messages).toEqual([])
    expect(check('import a from "b"\n').messages).toEqual([
      "1: the module does not begin with a description and @since"
    ])
  })
})
