/**
 * `pnpm check:getting-started`: follows docs/getting-started.md to the letter, in an empty folder and against the fake.
 *
 * Runs its `sh` fences in order, and writes each fence that follows a line with a file name (`list.ts`:). A paragraph that
 * names printed commands (the first …) runs these of what `pack:all` prints. Commands that need a key of the API itself
 * (`sk-ant-...`) are left out.
 */
import { spawn } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { RootContent } from "mdast"
import { remark } from "remark"
import { firstLine, temporaryFolder } from "./project.ts"
import { root, run } from "./workspace.ts"

type Step =
  | { readonly _tag: "Commands"; readonly text: string }
  | { readonly _tag: "Printed"; readonly index: number }
  | { readonly _tag: "File"; readonly name: string; readonly text: string }

const ordinals = ["first", "second", "third", "fourth"]

const steps = (markdown: string): ReadonlyArray<Step> => {
  const { children } = remark().parse(markdown)
  const source = (node: RootContent | undefined) =>
    markdown.slice(node?.position?.start.offset ?? 0, node?.position?.end.offset ?? 0)
  return children.flatMap((node, index): ReadonlyArray<Step> => {
    if (node.type === "paragraph" && source(node).includes("printed commands")) {
      const words = source(node).match(/(?<=\bthe )\w+(?= \()/g) ?? []
      return words.map((word) => ({ _tag: "Printed", index: ordinals.indexOf(word) }))
    }
    if (node.type !== "code") return []
    if (node.lang === "sh") return [{ _tag: "Commands", text: node.value }]
    const name = /^`([\w.-]+)`:$/.exec(source(children[index - 1]))?.[1]
    return name === undefined ? [] : [{ _tag: "File", name, text: node.value }]
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
  for (const step of steps(readFileSync(join(root, "docs/getting-started.md"), "utf8"))) {
    if (step._tag === "File") {
      writeFileSync(join(project, step.name), `${step.text}\n`)
    } else if (step._tag === "Printed") {
      const command = printed[step.index]
      if (command === undefined) throw new Error("the page names a command that pack:all does not print")
      shell(command)
    } else if (step.text.includes("pack:all")) {
      const output = run("pnpm", ["pack:all", join(project, "../tarballs")])
      printed = output.match(/^ {2}npm install[^]*?(?=\n\n)/gm) ?? []
    } else if (!step.text.includes("sk-ant-...")) {
      shell(step.text)
    }
  }
}

try {
  const line = await firstLine(fake.stdout)
  follow(/http:\/\/[\w.:]+/.exec(line)?.[0] ?? line)
} finally {
  fake.kill()
}
