import type { Readable, Writable } from "node:stream"
import * as Context from "effect/Context"

/** A stream that prints, to a terminal or elsewhere. */
interface Printer extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
}

interface Service {
  readonly stdin: Readable
  readonly stdout: Printer
  readonly stderr: Printer
  readonly env: { readonly [name: string]: string | undefined }
  readonly cwd: () => string
  readonly pid: number
}

/** The process that the command runs in: that of Node, unless another one is provided. */
export class Process extends Context.Reference<Process>()("@anthropic-models/cli/Process", {
  defaultValue: (): Service => process
}) {}
