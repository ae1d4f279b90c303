/**
 * Draws the command line's output as SVG, for the README: runs the command on the fake API and writes each line as text
 * in its colours. `node --import tsx scripts/picture.ts`
 */
import { spawn, spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const columns = 100
const bin = ["--import", "tsx", "packages/cli/src/bin.ts"]
const args = ["list", "--line", "sonnet", "--supports", "thinking", "--min-context", "200k"]

const colours: Readonly<Record<string, string>> = {
  "1": "#f0f6fc",
  "2": "#8b949e",
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "34": "#79c0ff",
  "35": "#d2a8ff",
  "36": "#76e3ea",
  "90": "#8b949e"
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

const draw = (lines: ReadonlyArray<string>): string => {
  const width = columns * 8.43 + 40
  const height = lines.length * 20 + 56
  const text = lines
    .map((line, index) => `<text x="20" y="${56 + index * 20}" xml:space="preserve">${spans(line)}</text>`)
    .join("\n  ")
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" role="img" aria-label="anthropic-models ${args.join(" ")}">
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
  <circle cx="22" cy="20" r="6" fill="#ff5f56"/><circle cx="42" cy="20" r="6" fill="#ffbd2e"/><circle cx="62" cy="20" r="6" fill="#27c93f"/>
  ${text}
</svg>
`
}

const fake = spawn(process.execPath, [...bin, "fake", "--port", "0"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
const url = await new Promise<string>((resolve, reject) => {
  let said = ""
  const read = (text: Buffer): void => {
    said += text.toString()
    const [found] = /http:\/\/[\d.]+:\d+/.exec(said) ?? []
    if (found !== undefined) resolve(found)
  }
  fake.stdout.on("data", read)
  fake.stderr.on("data", read)
  fake.on("close", () => reject(new Error(`the fake API did not start: ${said}`)))
})

const { status, stderr, stdout } = spawnSync(process.execPath, [...bin, ...args, "--color", "always"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    ANTHROPIC_API_KEY: "sk-ant-test-of-the-fake",
    ANTHROPIC_BASE_URL: url,
    COLUMNS: String(columns)
  }
})
fake.kill()
if (status !== 0) throw new Error(stderr)

const lines = [
  `\u001b[32m$\u001b[0m anthropic-models ${args.join(" ")}`,
  ...stdout.trimEnd().split("\n"),
  ...stderr.trimEnd().split("\n")
]
writeFileSync(join(root, "docs/cli/list.svg"), draw(lines))
console.log(lines.join("\n"))
