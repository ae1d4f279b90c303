import * as Data from "effect/Data"

/** The command line is wrong. Exit code 2. */
export class UsageError extends Data.TaggedError("UsageError")<{
  readonly message: string
  /** What to do next. */
  readonly hint?: string | undefined
}> {
  readonly exitCode = 2
}

/** There is no list that can be trusted. Exit code 3. */
export class DataError extends Data.TaggedError("DataError")<{
  readonly message: string
  /** What to do next. */
  readonly hint?: string | undefined
}> {
  readonly exitCode = 3
}

/** The command has said what is wrong. Nothing more is printed. */
export class Reported extends Data.TaggedError("Reported")<{ readonly exitCode: number }> {}

/** The command has printed its findings. Exit code 1. */
export const findings = new Reported({ exitCode: 1 })

/** The reader of stdout has read enough: `anthropic-models list | head`. Exit code 0, without a message. */
export class OutputClosed extends Data.TaggedError("OutputClosed") {
  readonly exitCode = 0
}

/** There is no model with this name. Exit code 1. */
export class UnknownModel extends Data.TaggedError("UnknownModel")<{
  readonly message: string
  /** What to do next. */
  readonly hint?: string | undefined
}> {
  readonly exitCode = 1
}
