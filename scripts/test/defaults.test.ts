import ts from "typescript"
import { describe, expect, it } from "vitest"
import { documented, inCode, mismatch } from "../defaults.ts"

const check = (documentation: string, code: string) => {
  const file = ts.createSourceFile(
    "a.ts",
    `interface Options {\n${documentation}\n}\n${code}`,
    ts.ScriptTarget.Latest,
    true
  )
  const found = inCode([file])
  return documented(file).map((one) => mismatch(one, found))
}

const timeout = '/** How long. @default "30 seconds" */ readonly timeout?: string'

describe("a documented default", () => {
  it.each([
    [timeout, 'const { timeout = "30 seconds" } = options'],
    [timeout, 'const { timeout: limit = "30 seconds" } = options'],
    [timeout, 'const make = ({ timeout = "30 seconds" }: Options) => timeout'],
    [timeout, 'const a = options.timeout ?? "30 seconds"'],
    ["/** @default 8388608, which is 8 MiB */ readonly size?: number", "const { size = 8 * 1024 * 1024 } = options"],
    ["/** @default 0 */ readonly prefetch?: number", "const a = prefetch ?? 0"],
    ["/** @default false */ readonly cors?: boolean", "const a = options.cors ? 1 : 2"],
    ['/** @default "refuse" */ readonly mode?: "refuse" | "ignore"', 'const a = options.mode === "ignore"']
  ])("is the code's: %s for %s", (documentation, code) => {
    expect(check(documentation, code)).toEqual([undefined])
  })

  it.each([
    [
      timeout,
      'const { timeout = "20 seconds" } = options',
      'timeout: @default "30 seconds", but the code says "20 seconds"'
    ],
    [timeout, "const a = options.timeout", 'timeout: @default "30 seconds", but the code has no default'],
    [
      "/** @default false */ readonly cors?: boolean",
      "const { cors = true } = options",
      "cors: @default false, but the code says true"
    ],
    [
      '/** @default "ignore" */ readonly mode?: "refuse" | "ignore"',
      'const a = options.mode === "ignore"',
      'mode: @default "ignore", but the code has no default'
    ]
  ])("is not the code's: %s for %s", (documentation, code, message) => {
    expect(check(documentation, code)).toEqual([message])
  })

  it.each(["the newest model", "none", "20, set by the API", "RetryPolicy.standard"])(
    "that reads %s is not compared",
    (text) => {
      expect(check(`/** @default ${text} */ readonly option?: string`, "const { option = 1 } = options")).toEqual([])
    }
  )
})
