import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import type { Controls, Options } from "../Fake.ts"
import { type After, none } from "../Fault.ts"
import * as Fixtures from "../Fixtures.ts"
import { inOrder } from "../Script.ts"
import * as List from "./list.ts"

/** The parts that both fakes share: their list, their script, and the log of their requests. */
export const make = <Request, Entry, Action extends object>(options: Options<Request, Action | After<Action>>) =>
  Effect.gen(function* () {
    const { assumptions = {}, faults = [], latency = 0, models } = options
    const aliases = options.aliases ?? (models === undefined ? Fixtures.aliases : {})
    const start = (faults: NonNullable<typeof options.faults>) => ("start" in faults ? faults : inOrder(faults)).start
    const list = yield* Ref.make(List.make(models ?? Fixtures.catalogue, aliases))
    const script = yield* Ref.make(yield* start(faults))
    const log = yield* SubscriptionRef.make(Chunk.empty<Entry>())

    const controls: Controls<Request, Action | After<Action>> = {
      setModels: (models, aliases) =>
        Ref.update(list, (known) => List.make(models, aliases ?? List.remainingAliases(known, models))),
      setFaults: (faults) => Effect.flatMap(start(faults), (decide) => Ref.set(script, decide))
    }

    /** The action that the script names for a request, and the same taken apart: the action and the wait before it. */
    const decide = (request: Request) =>
      Effect.gen(function* () {
        const decide = yield* Ref.get(script)
        const named = Option.getOrElse(yield* decide(request), () => none)
        const after = isAfter(named) ? named : { action: named, duration: Duration.zero }
        return { named, action: after.action, wait: Duration.sum(latency, after.duration) }
      })

    return {
      assumptions,
      controls,
      decide,
      list: Ref.get(list),
      append: (entry: Entry) => SubscriptionRef.update(log, Chunk.append(entry)),
      entries: Effect.map(SubscriptionRef.get(log), Chunk.toReadonlyArray),
      until: (count: number) => Stream.runDrain(Stream.takeUntil(log.changes, (entries) => entries.length >= count))
    }
  })

const isAfter = <Action extends object>(action: Action | After<Action>): action is After<Action> =>
  "_tag" in action && action._tag === "After"

/** Waits by the `Clock`. `Effect.sleep` would give up its turn even for no time at all. */
export const pause = (duration: Duration.Duration): Effect.Effect<void> =>
  Duration.greaterThan(duration, Duration.zero) ? Effect.sleep(duration) : Effect.void
