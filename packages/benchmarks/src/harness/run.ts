import { spawn } from "node:child_process"

export interface Ran {
  readonly stdout: string
  readonly exitCode: number | null
  /** Milliseconds from the start of the process to its first output. */
  readonly firstOutput: number
  /** Milliseconds from the start of the process to its end. */
  readonly end: number
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** @default [0] */
  readonly exitCodes?: ReadonlyArray<number>
}

/** Runs Node with these arguments to its end. Rejects if it ends with an unexpected exit code. */
export const runNode = (
  args: ReadonlyArray<string>,
  { cwd = process.cwd(), env = {}, exitCodes = [0] }: RunOptions = {}
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"]
    })
    let stdout = ""
    let firstOutput = Number.NaN
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (stdout === "") firstOutput = performance.now() - started
      stdout += text
    })
    child.once("error", reject)
    child.once("close", (exitCode) => {
      const end = performance.now() - started
      if (exitCodes.includes(exitCode ?? Number.NaN)) resolve({ stdout, exitCode, firstOutput, end })
      else reject(new Error(`node ${args.join(" ")} ended with ${exitCode}`))
    })
  })
