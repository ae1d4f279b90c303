import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { type After, isAfter } from "../Fault.ts"
import { inOrder, type Script } from "../Script.ts"
import { refuse, show } from "./setup.ts"

/** What options take where a script is asked for: a script, or its actions in order. */
export type ScriptInput<Request, Action> = Script<Request, Action> | ReadonlyArray<Action>

/** What a script named, taken apart: the action itself, and how long it is put off. */
interface Decision<Action> {
  readonly named: Action | After<Action>
  readonly action: Action
  readonly delay: Duration.Duration
}

/** A started script that can be replaced while requests arrive. */
export interface Scripted<Request, Action> {
  readonly decide: (request: Request) => Effect.Effect<Option.Option<Decision<Action>>>
  readonly replace: (input: ScriptInput<Request, Action | After<Action>>) => Effect.Effect<void>
}

/** Starts a script, once `complain` has said of none of its actions why it cannot be. */
export const make = <Request, Action>(
  where: string,
  input: ScriptInput<Request, Action | After<Action>>,
  complain: (action: unknown) => string | undefined
): Effect.Effect<Scripted<Request, Action>> => {
  const start = (input: ScriptInput<Request, Action | After<Action>>) =>
    Effect.suspend(() => {
      const script = isActions(input) ? inOrder(input) : input
      if (!isScript(script)) return refuse(where, notAScript)
      script.actions.forEach((named, index) => {
        const { action } = takeApart(named)
        const complaint = complain(action)
        const place = isActions(input) ? `faults[${index}]` : "one of the actions of the script"
        if (complaint !== undefined) refuse(where, `${place} is ${name(action)}, ${complaint}`)
      })
      return script.start
    })
  return Effect.gen(function* () {
    const current = yield* Ref.make(yield* start(input))
    return {
      decide: (request) =>
        Ref.get(current).pipe(
          Effect.flatMap((decide) => decide(request)),
          Effect.map(Option.map(takeApart))
        ),
      replace: (input) => Effect.flatMap(start(input), (decide) => Ref.set(current, decide))
    }
  })
}

const takeApart = <Action>(named: Action | After<Action>): Decision<Action> =>
  isAfter(named)
    ? { named, action: named.action, delay: named.duration }
    : { named, action: named, delay: Duration.zero }

const isActions = <Request, Action>(input: ScriptInput<Request, Action>): input is ReadonlyArray<Action> =>
  Array.isArray(input)

/** Types say so already; a test may be written without them. */
const isScript = (u: unknown): boolean => typeof u === "object" && u !== null && "start" in u && "actions" in u

const notAScript = "faults is neither a script nor a list; make one with Script, or write what befalls in order in [ ]"

const name = (action: unknown): string =>
  typeof action === "object" && action !== null && "_tag" in action ? show(String(action._tag)) : show(action)
