import { InvalidParameterError, isModelsError, type ModelsError } from "@anthropic-models/core/ModelsError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Inspectable from "effect/Inspectable"
import * as Redacted from "effect/Redacted"
import type { Sent } from "./answer.ts"
import { connection } from "./errors.ts"
import { reveal, secretProblem } from "./headerSyntax.ts"
import type { DynamicCredential } from "./settings.ts"

/**
 * Runs the effect of a key. It runs as a daemon that nobody interrupts, because the first caller's timeout must not end
 * a fetch that `Effect.cached` shares with all later callers.
 */
export const ask = ({ secret }: DynamicCredential, sent: Sent): Effect.Effect<string, ModelsError> =>
  Effect.forkDaemon(Effect.exit(Effect.uninterruptible(secret))).pipe(
    Effect.flatMap(Fiber.join),
    Effect.flatMap(
      Exit.matchEffect({
        onSuccess: check,
        onFailure: (cause) => {
          const error = Cause.squash(cause)
          if (isModelsError(error)) return Effect.fail(error)
          const end = Cause.isInterruptedOnly(cause)
            ? "was interrupted"
            : `${Cause.isDie(cause) ? "died" : "failed"}: ${messageOf(error)}`
          return Effect.fail(connection("Credential", `the effect that provides the key ${end}`, sent))
        }
      })
    )
  )

/** The words of an error from any source. */
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : Inspectable.toStringUnknown(error))

const check = (secret: unknown): Effect.Effect<string, InvalidParameterError> => {
  const value = Redacted.isRedacted(secret) ? reveal(secret) : undefined
  const key = typeof value === "string" ? value.trim() : ""
  const problem = secretProblem(key)
  return problem === undefined
    ? Effect.succeed(key)
    : Effect.fail(
        new InvalidParameterError({ parameter: "apiKey", detail: `the key that the effect yields ${problem}` })
      )
}
