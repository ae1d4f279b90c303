import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type { Assumptions } from "../Assumptions.ts"
import type { Controls, Options } from "../Fake.ts"
import { type After, none } from "../Fault.ts"
import * as Fixtures from "../Fixtures.ts"
import * as Listing from "./listing.ts"
import * as Scripted from "./scripted.ts"
import { pause, requireDuration } from "./setup.ts"

/** What befalls a request. */
interface Fate<Action> {
  /** As the script named it. */
  readonly named: Action | After<Action> | typeof none
  /** What is left of it once its time has passed. */
  readonly action: Action | typeof none
  /** Until the request is answered. */
  readonly wait: Effect.Effect<void>
}

/** The parts of a fake that do not depend on how it is asked. */
export interface Fake<Request, Action> {
  readonly assumptions: Assumptions
  readonly listing: Effect.Effect<Listing.Listing>
  readonly fateOf: (request: Request) => Effect.Effect<Fate<Action>>
  readonly controls: Controls<Request, Action | After<Action>>
}

/** Starts a fake, once `complain` has said of no action why it cannot be. */
export const make = <Request, Action>(
  where: string,
  options: Options<Request, Action | After<Action>>,
  complain: (action: unknown) => string | undefined
): Effect.Effect<Fake<Request, Action>> =>
  Effect.gen(function* () {
    const { assumptions = {}, faults = [], models } = options
    const aliases = options.aliases ?? (models === undefined ? Fixtures.aliases : {})
    const latency = requireDuration(`${where}, latency`, options.latency ?? 0)
    const listing = yield* Ref.make(Listing.make(where, models ?? Fixtures.catalogue, aliases))
    const script = yield* Scripted.make(where, faults, complain)
    return {
      assumptions,
      listing: Ref.get(listing),
      fateOf: (request) =>
        Effect.map(script.decide(request), (decision) => {
          const { action, delay, named } = Option.getOrElse(decision, () => healthy)
          return { named, action, wait: pause(Duration.sum(latency, delay)) }
        }),
      controls: {
        setModels: (models, aliases) =>
          Ref.update(listing, (known) =>
            Listing.make(`${where}, setModels`, models, aliases ?? Listing.remainingAliases(known, models))
          ),
        setFaults: script.replace
      }
    }
  })

const healthy = { named: none, action: none, delay: Duration.zero }
