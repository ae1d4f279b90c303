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
import { root } from "./workspace.ts"

/** Links in HTML (`<img src>`), which remark-validate-links does not read. */
const remarkHtmlLinks = () => (tree: Root, file: VFile) => {
  visit(tree, "html", (node) => {
    for (const { url } of htmlLinks(node.value)) {
      const path = resolve(root, dirname(file.path), url.replace(/[?#].*$/, ""))
      if (isRelative(url) && !existsSync(path)) file.message(`Cannot find file \`${url}\``, node)
    }
  })
}

engine(
  {
    cwd: root,
    processor: remark().use(remarkGfm).use(remarkValidateLinks, { repository: false }).use(remarkHtmlLinks),
    files: [".", ".changeset", ".github"],
    extensions: ["md"],
    frail: true,
    quiet: true,
    out: false
  },
  (error, status, context) => {
    if (error) throw error
    if (status === 0) console.log(`${context?.files.length} Markdown files: every relative link and anchor exists`)
    process.exitCode = status
  }
)
