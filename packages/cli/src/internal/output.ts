import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { DataError, OutputClosed } from "./errors.ts"
import { Process } from "./process.ts"
import { type colors, coloured, isColoured, plain, type Style } from "./style.ts"

export interface OutputOptions {
  readonly color: (typeof colors)[number]
  readonly quiet: boolean
}

interface Service {
  /** The colours of stdout. */
  readonly style: Style
  /** The width of the terminal that shows stdout. Undefined where stdout is a file or a pipe. */
  readonly width: number | undefined
  /** Writes to stdout, and waits until it is written. */
  readonly print: (text: string) => Effect.Effect<void, OutputClosed | DataError>
  /** Writes a message to stderr, unless `--quiet` is given. */
  readonly note: (text: string) => Effect.Effect<void>
  /** Writes to stderr as it is, if it is a terminal that can move its cursor. */
  readonly draw: ((text: string) => Effect.Effect<void>) | undefined
}

/** Data goes to stdout, messages go to stderr. */
export class Output extends Context.Tag("@anthropic-models/cli/Output")<Output, Service>() {}

export const make = ({ color, quiet }: OutputOptions): Effect.Effect<Service> =>
  Effect.map(Process, ({ env, stderr, stdout }) => {
    const draws = stderr.isTTY === true && !quiet && env["TERM"] !== "dumb"
    return {
      style: isColoured(color, stdout.isTTY ?? false, env) ? coloured : plain,
      width: stdout.isTTY === true ? stdout.columns : undefined,
      print: (text) =>
        Effect.async((resume) => {
          stdout.write(text, (error) => resume(error === null || error === undefined ? Effect.void : failure(error)))
        }),
      note: (text) => (quiet ? Effect.void : writeError(`${text}\n`)),
      draw: draws ? writeError : undefined
    }
  })

const failure = (error: NodeJS.ErrnoException): Effect.Effect<never, OutputClosed | DataError> =>
  error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED"
    ? Effect.fail(new OutputClosed())
    : Effect.fail(new DataError({ message: `stdout cannot be written: ${error.message}` }))

/** Writes to stderr. Where nobody reads it, the text is lost. */
export const writeError = (text: string): Effect.Effect<void> =>
  Effect.flatMap(Process, ({ stderr }) =>
    Effect.async((resume) => {
      stderr.write(text, () => resume(Effect.void))
    })
  )

export const print = (text: string) => Effect.flatMap(Output, (output) => output.print(text))

export const note = (text: string) => Effect.flatMap(Output, (output) => output.note(text))

/** Provides the output that the options of a command ask for. */
export const provide =
  (options: OutputOptions) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, Output>> =>
    Effect.provideServiceEffect(effect, Output, make(options))
