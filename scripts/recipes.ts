/** The page of recipes, docs/recipes.md: each example with its first comment, its command and its code. */
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { root } from "./workspace.ts"

interface Recipe {
  readonly title: string
  /** The file in examples/src, without its ending. */
  readonly name: string
  /** What runs it, unless its first comment says it or a framework calls it. */
  readonly command?: string
}

const key = "ANTHROPIC_API_KEY=sk-ant-..."
const tsx = "npx -y pnpm@12.21.0 exec tsx"
/** Runs on a fake, or on models in memory. */
const alone = (name: string) => `${tsx} examples/src/${name}.ts`
const onApi = (name: string) => `${key} ${alone(name)}`

const recipes: ReadonlyArray<Recipe> = [
  { title: "One page, and one model", name: "onePage", command: onApi("onePage") },
  { title: "The whole list", name: "everyModel", command: onApi("everyModel") },
  { title: "Choose by capability and window", name: "choose", command: onApi("choose") },
  { title: "Handle each error", name: "errors", command: alone("errors") },
  { title: "Backpressure and prefetch", name: "backpressure", command: alone("backpressure") },
  { title: "Resume from a stored cursor", name: "resume", command: alone("resume") },
  { title: "Retries and deadlines", name: "retries", command: alone("retries") },
  { title: "A key that rotates", name: "keyRotation", command: alone("keyRotation") },
  { title: "A gateway", name: "gateway", command: alone("gateway") },
  { title: "An HTTP proxy", name: "proxy", command: `HTTPS_PROXY=http://localhost:3128 ${onApi("proxy")}` },
  { title: "Promises and async iterators", name: "withoutEffect", command: onApi("withoutEffect") },
  { title: "Pick a model, from a catalog", name: "pickModel", command: onApi("pickModel") },
  { title: "A picker that never goes empty", name: "picker", command: alone("picker") },
  { title: "Changes as they come", name: "changes", command: alone("changes") },
  { title: "Start while the API is down", name: "startWhileDown", command: alone("startWhileDown") },
  { title: "Four processes on one Redis", name: "sharedRedis", command: alone("sharedRedis") },
  { title: "A route handler on a server", name: "route" },
  { title: "A Cloudflare worker", name: "worker" },
  { title: "A test of your own program", name: "testLayer", command: alone("testLayer") },
  { title: "Faults in tests", name: "faults", command: alone("faults") },
  { title: "Telemetry with OpenTelemetry", name: "telemetry", command: alone("telemetry") },
  {
    title: "Beside `@effect/ai-anthropic`, with one client and key",
    name: "aiAnthropic",
    command: onApi("aiAnthropic")
  }
]

const folder = join(root, "examples/src")

/** The names of the recipes, and of the files in examples/src. */
export const names = recipes.map(({ name }) => name)
export const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""))

export const page = (): string => `# Recipes

<!-- Written by \`pnpm docs:recipes\` from examples/src. Change the examples, or scripts/recipes.ts. -->

One runnable file for each task, in [\`examples/src\`](../examples/src). CI runs each against a fake of the API. Run the commands in a clone of this repository.

Commands with \`ANTHROPIC_API_KEY\` ask the API. To ask a fake instead, start it in another terminal with \`npx -y pnpm@12.21.0 anthropic-models fake --port 8080\`, and put \`ANTHROPIC_API_KEY=any ANTHROPIC_BASE_URL=http://127.0.0.1:8080\` in place of the key. \`aiAnthropic.ts\` sends a message, which the fake does not answer: add \`--dry\`.

${recipes.map(({ title }) => `- [${title}](#${anchor(title)})`).join("\n")}

${recipes.map(section).join("\n\n")}
`

/** The anchor that GitHub gives a heading. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-")

const section = ({ command, name, title }: Recipe): string => {
  const source = readFileSync(join(folder, `${name}.ts`), "utf8")
  const [whole = "", comment] = /^\/\*\*\n([^]*?) \*\/\n/.exec(source) ?? []
  const code = source.slice(whole.length).replaceAll(/^ *\/\/ oxlint-disable.*\n/gm, "")
  if (comment === undefined) throw new Error(`examples/src/${name}.ts: begin with a comment that says what it shows`)
  return [
    `## ${title}`,
    paragraphs(comment),
    `[\`examples/src/${name}.ts\`](../examples/src/${name}.ts)`,
    ...(command === undefined ? [] : [`\`\`\`sh\n${command}\n\`\`\``]),
    `\`\`\`ts\n${code}\`\`\``
  ].join("\n\n")
}

/** The text of a comment: one line for each paragraph, without stars. */
const paragraphs = (comment: string): string =>
  comment
    .replaceAll(/^ \* ?/gm, "")
    .trim()
    .split("\n\n")
    .map((paragraph) => paragraph.replaceAll("\n", " "))
    .join("\n\n")
