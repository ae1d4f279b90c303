import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { inOrder, type Script } from "../Script.ts"
import { refuse, show } from "./setup.ts"

/** What options take where a script is asked for: a script, or its actions in order. */
export type ScriptInput<Request, Action> = Script<Request, Action> | ReadonlyArray<Action>

/** A started script that can be replaced while requests arrive. */
export interface Scripted<Request, Action> {
  readonly decide: (request: Request) => Effect.Effect<Option.Option<Action>>
  readonly replace: (input: ScriptInput<Request, Action>) => Effect.Effect<void>
}

/** Starts a script, once `complain` has said of none of its actions why it cannot be. */
export const make = <Request, Action>(
  where: string,
  input: ScriptInput<Request, Action>,
  complain: (action: unknown) => string | undefined
): Effect.Effect<Scripted<Request, Action>> => {
  const start = (input: ScriptInput<Request, Action>) =>
    Effect.suspend(() => {
      const script = isActions(input) ? inOrder(input) : input
      if (!isScript(script)) return refuse(where, notAScript)
      script.actions.forEach((action, index) => {
        const complaint = complain(action)
        const place = isActions(input) ? `faults[${index}]` : "one of the actions of the script"
        if (complaint !== undefined) refuse(where, `${place} is ${name(action)}, ${complaint}`)
      })
      return script.start
    })
  return Effect.gen(function* () {
    const current = yield* Ref.make(yield* start(input))
    return {
      decide: (request) => Effect.flatMap(Ref.get(current), (decide) => decide(request)),
      replace: (input) => Effect.flatMap(start(input), (decide) => Ref.set(current, decide))
    }
  })
}

const isActions = <Request, Action>(input: ScriptInput<Request, Action>): input is ReadonlyArray<Action> =>
  Array.isArray(input)

/** Types say so already; a test may be written without them. */
const isScript = (u: unknown): boolean => typeof u === "object" && u !== null && "start" in u && "actions" in u

const notAScript = "faults is neither a script nor a list; make one with Script, or write what befalls in order in [ ]"

const name = (action: unknown): string =>
  typeof action === "object" && action !== null && "_tag" in action ? show(String(action._tag)) : show(action)
