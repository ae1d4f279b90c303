import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { files, names, page } from "../recipes.ts"
import { root } from "../workspace.ts"

describe("docs/recipes.md", () => {
  it("has each example once", () => {
    expect(names.toSorted()).toEqual(files.toSorted())
  })

  /** `pnpm docs:recipes` writes the page. */
  it("shows the examples as they are", async () => {
    await expect(page()).toMatchFileSnapshot(join(root, "docs/recipes.md"))
  })
})
