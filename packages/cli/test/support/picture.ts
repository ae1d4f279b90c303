/** Draws a terminal as SVG, in the colours of its text. */

const colours: Readonly<Record<string, string>> = {
  "1": "#f0f6fc",
  "2": "#8b949e",
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "36": "#76e3ea"
}

const plain = "#c9d1d9"

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** A line with ANSI colours as `tspan`s. */
const spans = (line: string): string => {
  let colour = plain
  // oxlint-disable-next-line no-control-regex -- ANSI sequences begin with a control character
  const parts = line.split(/\u001b\[([\d;]*)m/)
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part === "" ? "" : `<tspan fill="${colour}">${escaped(part)}</tspan>`
      colour = colours[part] ?? plain
      return ""
    })
    .join("")
}

/** A terminal of `columns` columns that shows a command and its output. */
export const picture = (columns: number, command: string, output: string): string => {
  const lines = [`\u001b[32m$\u001b[39m ${command}`, ...output.trimEnd().split("\n")]
  // The widest of the usual fonts takes 8.7 pixels for a character of 14 pixels.
  const width = Math.ceil(columns * 8.7) + 40
  const height = lines.length * 20 + 56
  const text = lines
    .map((line, index) => `<text x="20" y="${56 + index * 20}" xml:space="preserve">${spans(line)}</text>`)
    .join("\n  ")
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" role="img" aria-label="${escaped(command)}">
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
  <circle cx="22" cy="20" r="6" fill="#ff5f56"/><circle cx="42" cy="20" r="6" fill="#ffbd2e"/><circle cx="62" cy="20" r="6" fill="#27c93f"/>
  ${text}
</svg>
`
}
