import * as Data from "effect/Data"

/** Wrong usage: a path that does not exist, a baseline that cannot be read. Exit code 2. */
export class AuditUsageError extends Data.TaggedError("AuditUsageError")<{ readonly message: string }> {
  readonly exitCode = 2
}

/** There are no models to compare with. Exit code 3. */
export class AuditDataError extends Data.TaggedError("AuditDataError")<{ readonly message: string }> {
  readonly exitCode = 3
}
