/** Links in Markdown: where they are, how they become absolute, and how they become plain text. */
import type { Definition, Image, Link, Root } from "mdast"
import { remark } from "remark"
import remarkGfm from "remark-gfm"
import { SKIP, visit } from "unist-util-visit"

/** Neither an address of its own (`https:`, `mailto:`, `//host`) nor an anchor of the same page. */
export const isRelative = (url: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/\/|#|$)/i.test(url)

export interface Found {
  readonly url: string
  /** Where the URL begins in the text. */
  readonly start: number
  readonly image: boolean
}

/** The `src` and `href` attributes of a piece of HTML. */
export const htmlLinks = (html: string): ReadonlyArray<Found> =>
  Array.from(html.matchAll(/\s(src|srcset|href)=(["'])(.*?)\2/g), ({ 0: whole, 1: name, 3: url = "", index }) => ({
    url,
    start: index + whole.length - 1 - url.length,
    image: name !== "href"
  }))

/** Every link of a page: inline, by reference, of an image, or in HTML. */
export const markdownLinks = (markdown: string): ReadonlyArray<Found> => {
  const found: Array<Found> = []
  const tree: Root = remark().use(remarkGfm).parse(markdown)
  visit(tree, (node) => {
    const start = node.position?.start.offset
    const end = node.position?.end.offset
    if (start === undefined || end === undefined) return
    if (node.type === "html") {
      found.push(...htmlLinks(node.value).map((link) => ({ ...link, start: start + link.start })))
    } else if (node.type === "link" || node.type === "image" || node.type === "definition") {
      const at = destination(node, markdown.slice(start, end))
      if (at >= 0) found.push({ url: node.url, start: start + at, image: node.type === "image" })
    }
  })
  return found
}

/** Where the destination begins in the source of a link: the last time that it is written, unless a title follows. */
const destination = (node: Definition | Image | Link, source: string): number => {
  const title = node.title ? source.lastIndexOf(node.title) : source.length
  return source.lastIndexOf(node.url, title - node.url.length)
}

/**
 * The same text with every relative link made absolute, for a page that is read outside of the repository.
 *
 * `address` is where the repository is (`https://github.com/owner/name`), `directory` the folder of the page in it.
 */
export const absolute = (markdown: string, address: string, directory: string): string =>
  markdownLinks(markdown)
    .filter(({ url }) => isRelative(url))
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { image, start, url }) => {
      const page = new URL(`${address}/${image ? "raw" : "blob"}/HEAD/${directory}/`)
      return text.slice(0, start) + new URL(url, page).href + text.slice(start + url.length)
    }, markdown)

/** The same text with every relative link and picture replaced by its own text, for a page that has no address. */
export const unlinked = (markdown: string): string => {
  const found: Array<{ readonly start: number; readonly end: number; readonly text: string }> = []
  visit(remark().use(remarkGfm).parse(markdown), (node) => {
    if ((node.type !== "link" && node.type !== "image") || !isRelative(node.url)) return
    const start = node.position?.start.offset
    const end = node.position?.end.offset
    if (start === undefined || end === undefined) return
    found.push({ start, end, text: node.type === "image" ? (node.alt ?? "") : content(node, markdown) })
    return SKIP
  })
  const text = found.reduceRight(
    (text, { end, start, text: own }) => text.slice(0, start) + own + text.slice(end),
    markdown
  )
  const left = markdownLinks(text).find(({ url }) => isRelative(url))
  if (left === undefined) return text
  throw new Error(`${left.url}: write a relative link as [text](path), so that it can be replaced by its text`)
}

/** The source of what a link shows. */
const content = ({ children }: Link, markdown: string): string =>
  markdown.slice(children.at(0)?.position?.start.offset, children.at(-1)?.position?.end.offset)
