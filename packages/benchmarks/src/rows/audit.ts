import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { idOf } from "../harness/catalogue.ts"
import { buildCommand } from "../harness/command.ts"
import { runNode } from "../harness/run.ts"
import type { Stage } from "../harness/stage.ts"
import { measured } from "../harness/statistics.ts"
import type { Row } from "../report/row.ts"

const models = 45

/** Fills a folder with copies of Effect's sources, of which one in ten names a model. Returns the number of files. */
const fill = (folder: string, bytes: number): number => {
  const effect = join(dirname(fileURLToPath(import.meta.resolve("effect/package.json"))), "src")
  const texts = readdirSync(effect)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(effect, name), "utf8"))
  let files = 0
  for (let written = 0; written < bytes; files++) {
    const text = texts[files % texts.length] ?? ""
    const content = files % 10 === 0 ? `${text}\nexport const model = "${idOf(files % models)}"\n` : text
    const subfolder = join(folder, `package-${files % 97}`)
    mkdirSync(subfolder, { recursive: true })
    writeFileSync(join(subfolder, `${files}.ts`), content)
    written += Buffer.byteLength(content)
  }
  return files
}

/** The time of `anthropic-models audit` with a snapshot, from its start to its end. */
export const audit = async (stage: Stage, megabytes: number, rounds: number): Promise<ReadonlyArray<Row>> => {
  const bin = await buildCommand()
  const folder = mkdtempSync(join(tmpdir(), "anthropic-models-audit-"))
  try {
    const files = fill(folder, megabytes * 1_000_000)
    const env = { ANTHROPIC_BASE_URL: stage.urlOf({ total: models }), ANTHROPIC_API_KEY: "key" }
    await runNode([bin, "snapshot", "-o", "models.json"], { env, cwd: folder })
    const seconds: Array<number> = []
    for (let round = 0; round < rounds; round++) {
      const args = [bin, "audit", "--snapshot", "models.json", "--format", "json"]
      const { end, stdout } = await runNode(args, { cwd: folder, exitCodes: [0, 1] })
      const report: { readonly files: { readonly scanned: number } } = JSON.parse(stdout)
      if (report.files.scanned !== files) throw new Error(`${report.files.scanned} files scanned instead of ${files}`)
      seconds.push(end / 1000)
    }
    return [
      {
        row: "audit",
        what: `anthropic-models audit, ${megabytes} MB of source`,
        unit: "s",
        goal: { atMost: 5 },
        ...measured(seconds),
        samples: { seconds }
      }
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
