import * as Cause from "effect/Cause"
import * as ConfigError from "effect/ConfigError"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

const hints: { readonly [tag: string]: string } = {
  AuthenticationError: "Is ANTHROPIC_API_KEY a key of the Anthropic Console, whole and not revoked?",
  BillingError: "Look at the billing page of the Anthropic Console.",
  PermissionError: "The key may not list models: its workspace decides.",
  RateLimitError: "Wait a while, then run it again.",
  OverloadedError: "The API is busy: run it again in a minute.",
  GatewayTimeoutError: "The API is busy: run it again in a minute.",
  ApiError: "The API failed: run it again, and tell Anthropic the request id if it stays so.",
  ConnectionError: "Is there a network, and is ANTHROPIC_BASE_URL (if it is set) the address of the API?",
  RequestTimeoutError: "Is there a network, and is ANTHROPIC_BASE_URL (if it is set) the address of the API?",
  UnexpectedResponseError: "Something between here and the API answered: look at ANTHROPIC_BASE_URL and at proxies.",
  PaginationError: "The server's pages are no list: look at ANTHROPIC_BASE_URL and at proxies."
}

const hintFor = (failure: unknown): string | undefined => {
  if (ConfigError.isConfigError(failure)) return "Look at the ANTHROPIC_ variables of the environment."
  return Predicate.hasProperty(failure, "_tag") && Predicate.isString(failure._tag) ? hints[failure._tag] : undefined
}

const say = (failure: unknown): string => {
  const message = failure instanceof Error ? failure.message : String(failure)
  const hint = hintFor(failure)
  return hint === undefined ? message : `${message}\n${hint}`
}

/** Tells a person what went wrong: a failure by its message and a hint, a bug with all that there is. */
export const reportFailure = <E>(cause: Cause.Cause<E>): Effect.Effect<void> => {
  if (Cause.isInterruptedOnly(cause)) return Effect.void
  return Console.error(Option.match(Cause.failureOption(cause), { onNone: () => Cause.pretty(cause), onSome: say }))
}
