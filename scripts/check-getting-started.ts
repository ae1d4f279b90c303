/**
 * `pnpm check:getting-started`: follows docs/getting-started.md to the letter, in an empty folder and against the fake.
 *
 * Runs its `sh` fences in order, and writes each `ts` fence that follows a line with a file name (`list.ts`:). Commands
 * that need a key of the API itself (`sk-ant-...`) are left out.
 */
import { spawn } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { remark } from "remark"
import { firstLine, temporaryFolder } from "./project.ts"
import { root, run } from "./workspace.ts"

interface Step {
  readonly language: string
  readonly text: string
  /** The file that the fence is, if the line before it names one. */
  readonly file: string | undefined
}

const steps = (markdown: string): ReadonlyArray<Step> => {
  const { children } = remark().parse(markdown)
  return children.flatMap((node, index) => {
    if (node.type !== "code") return []
    const before = children[index - 1]?.position
    const line = before === undefined ? "" : markdown.slice(before.start.offset, before.end.offset)
    return [{ language: node.lang ?? "", text: node.value, file: /^`([\w.-]+)`:$/.exec(line)?.[1] }]
  })
}

const project = join(temporaryFolder(), "project")
mkdirSync(project)

const fake = spawn(process.execPath, ["--import", "tsx", "packages/cli/src/bin.ts", "fake"], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"]
})

const follow = (address: string) => {
  const shell = (commands: string) => {
    const line = commands.replaceAll("http://127.0.0.1:8080", address)
    console.log(`$ ${line.replaceAll("\n", "\n  ")}`)
    const output = run("bash", ["-ec", line], { cwd: project, env: { CI: "true" } })
    console.log(output.trimEnd().split("\n").slice(-3).join("\n"))
  }

  let printed: ReadonlyArray<string> = []
  for (const { file, language, text } of steps(readFileSync(join(root, "docs/getting-started.md"), "utf8"))) {
    if (language === "ts" && file !== undefined) {
      writeFileSync(join(project, file), `${text}\n`)
    } else if (language === "sh" && text.includes("pack:all")) {
      const output = run("pnpm", ["pack:all", join(project, "../tarballs")])
      printed = output.match(/^ {2}npm install[^]*?(?=\n\n)/gm) ?? []
      if (printed.length === 0) throw new Error(`pack:all printed no way to install:\n${output}`)
    } else if (language === "sh" && !text.includes("sk-ant-...")) {
      shell(text)
      printed.forEach(shell)
      printed = []
    }
  }
}

try {
  const line = await firstLine(fake.stdout)
  follow(/http:\/\/[\w.:]+/.exec(line)?.[0] ?? line)
} finally {
  fake.kill()
}
