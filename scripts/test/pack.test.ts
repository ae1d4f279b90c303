import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { isRelative, markdownLinks } from "../links.ts"
import { addressed, packedReadme, parseAddress } from "../pack.ts"
import { publicPackages } from "../workspace.ts"

describe("addressed", () => {
  it("adds where the package is, and keeps the other fields", () => {
    const manifest = { name: "@anthropic-models/core", version: "0.1.0", license: "MIT" }
    expect(addressed(manifest, "https://github.com/owner/name", "packages/core")).toEqual({
      ...manifest,
      homepage: "https://github.com/owner/name/tree/HEAD/packages/core#readme",
      bugs: "https://github.com/owner/name/issues",
      repository: { type: "git", url: "git+https://github.com/owner/name.git", directory: "packages/core" }
    })
  })
})

describe("parseAddress", () => {
  it("is undefined until the root manifest has a repository", () => {
    expect(parseAddress(undefined)).toBeUndefined()
  })

  it("takes the address of a page", () => {
    expect(parseAddress("https://github.com/owner/name")).toBe("https://github.com/owner/name")
  })

  it.each([
    "github:owner/name",
    "git@github.com:owner/name.git",
    "https://github.com/owner/name.git",
    "https://github.com",
    1
  ])("refuses %o and shows the right form", (repository) => {
    expect(() => parseAddress(repository)).toThrow("https://github.com/OWNER/NAME")
  })
})

describe("packedReadme", () => {
  const readmes = publicPackages().map(
    ({ folder, path }) => [folder, readFileSync(join(path, "README.md"), "utf8")] as const
  )

  /** With `FULL=1` (`pnpm test:full`) also without an address, since each README is parsed five times. */
  const addresses = ["https://github.com/owner/name", ...(process.env["FULL"] === "1" ? [undefined] : [])]

  it.each(readmes)("of %s has no relative link, whether the repository has an address or not", (folder, readme) => {
    for (const address of addresses) {
      const packed = packedReadme(readme, address, `packages/${folder}`)
      expect(
        markdownLinks(packed)
          .map(({ url }) => url)
          .filter(isRelative)
      ).toEqual([])
    }
  })
})
