import { describe, expect, it } from "vitest"
import { absolute, isRelative, unlinked } from "../links.ts"

const address = "https://github.com/owner/name"
const here = (markdown: string) => absolute(markdown, address, "packages/core")

describe("absolute", () => {
  it.each([
    ["[guide](docs/guide.md)", `[guide](${address}/blob/HEAD/packages/core/docs/guide.md)`],
    ["[home](../../README.md#try-it)", `[home](${address}/blob/HEAD/README.md#try-it)`],
    [
      "[same name](same) of [same](same)",
      `[same name](${address}/blob/HEAD/packages/core/same) of [same](${address}/blob/HEAD/packages/core/same)`
    ],
    ['[a](b.md "b.md")', `[a](${address}/blob/HEAD/packages/core/b.md "b.md")`],
    ["![picture](../../docs/list.svg)", `![picture](${address}/raw/HEAD/docs/list.svg)`],
    ['<img alt="" src="../../docs/list.svg">', `<img alt="" src="${address}/raw/HEAD/docs/list.svg">`],
    ["[ref]: ../http/README.md", `[ref]: ${address}/blob/HEAD/packages/http/README.md`],
    [
      "| [a](x.md) |\n| --- |\n| [b](y.md) |",
      `| [a](${address}/blob/HEAD/packages/core/x.md) |\n| --- |\n| [b](${address}/blob/HEAD/packages/core/y.md) |`
    ]
  ])("makes %s absolute", (markdown, expected) => {
    expect(here(markdown)).toBe(expected)
  })

  it.each([
    "[anchor](#errors)",
    "[site](https://effect.website)",
    "<https://effect.website>",
    "[mail](mailto:a@b.c)",
    "`[code](docs/guide.md)`",
    "```md\n[fence](docs/guide.md)\n```"
  ])("leaves %s alone", (markdown) => {
    expect(here(markdown)).toBe(markdown)
  })
})

describe("unlinked", () => {
  it.each([
    ["See the [error `reference`](../../docs/errors.md).", "See the error `reference`."],
    ["[`http`](../http) and [**all** of *it*](../stream#order)", "`http` and **all** of *it*"],
    ['[a](b.md "b.md")', "a"],
    ["![picture](../../docs/list.svg)", "picture"],
    ["[![picture](list.svg)](https://effect.website)", "[picture](https://effect.website)"],
    ["| [a](x.md) |\n| --- |\n| [b](y.md) |", "| a |\n| --- |\n| b |"]
  ])("replaces the links of %s by their text", (markdown, expected) => {
    expect(unlinked(markdown)).toBe(expected)
  })

  it.each(["[anchor](#errors)", "[site](https://effect.website)", "`[code](docs/guide.md)`"])(
    "leaves %s alone",
    (markdown) => {
      expect(unlinked(markdown)).toBe(markdown)
    }
  )

  it.each(["[ref]: ../http/README.md", '<img src="list.svg">', "[![picture](list.svg)](a.md)"])(
    "refuses %s, which it cannot replace",
    (markdown) => {
      expect(() => unlinked(markdown)).toThrow("write a relative link as [text](path)")
    }
  )
})

describe("isRelative", () => {
  it.each([
    ["README.md", true],
    ["../core", true],
    ["/README.md", true],
    ["", false],
    ["#errors", false],
    ["//host/path", false],
    ["https://host", false],
    ["data:image/png;base64,AAAA", false]
  ])("of %o is %o", (url, expected) => {
    expect(isRelative(url)).toBe(expected)
  })
})
