/** `pnpm check:links`: every relative link and every anchor in the Markdown files leads somewhere. Needs no network. */
import { existsSync } from "node:fs"
import { dirname, resolve } from "node:path"
import type { Root } from "mdast"
import { remark } from "remark"
import remarkGfm from "remark-gfm"
import remarkValidateLinks from "remark-validate-links"
import { engine } from "unified-engine"
import { visit } from "unist-util-visit"
import type { VFile } from "vfile"
import { htmlLinks, isRelative } from "./links.ts"
import { root, run } from "./workspace.ts"

/** Links in HTML (`<img src>`), which remark-validate-links does not read. */
const remarkHtmlLinks = () => (tree: Root, file: VFile) => {
  visit(tree, "html", (node) => {
    for (const { url } of htmlLinks(node.value)) {
      const path = resolve(root, dirname(file.path), url.replace(/[?#].*$/, ""))
      if (isRelative(url) && !existsSync(path)) file.message(`Cannot find file \`${url}\``, node)
    }
  })
}

const tracked = run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"])
const files = tracked.split("\n").filter((file) => file !== "" && existsSync(resolve(root, file)))

engine(
  {
    cwd: root,
    processor: remark().use(remarkGfm).use(remarkValidateLinks, { repository: false }).use(remarkHtmlLinks),
    files,
    frail: true,
    quiet: true,
    out: false
  },
  (error, status) => {
    if (error) throw error
    if (status === 0) console.log(`${files.length} Markdown files: every relative link and anchor exists`)
    process.exitCode = status
  }
)
