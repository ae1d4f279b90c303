import * as ModelChange from "@anthropic-models/catalog/ModelChange"
import * as Schema from "effect/Schema"
import * as Flags from "./flags.ts"
import type { Style } from "./style.ts"

/** Which changes to show. */
const kinds = ["added", "removed", "changed", "lifecycle"] as const
type Kind = (typeof kinds)[number]

export const only = {
  only: Flags.choices(
    "only",
    kinds,
    "Only these changes. lifecycle: models that disappeared, or whose stage or dates are others."
  )
}

/** Picks the changes of these kinds; all of them where none is named. */
export const picks =
  (only: ReadonlyArray<Kind>) =>
  (change: ModelChange.ModelChange): boolean =>
    only.length === 0 ||
    only.some((kind) => (kind === "lifecycle" ? ModelChange.isLifecycle(change) : kind === change._tag.toLowerCase()))

export const encode = Schema.encodeSync(ModelChange.ModelChange)

/** `+ claude-opus-6: added (Claude Opus 6)`. */
export const line = (change: ModelChange.ModelChange, style: Style): string => {
  switch (change._tag) {
    case "Added":
      return style.green(`+ ${ModelChange.describe(change)}`)
    case "Removed":
      return style.red(`- ${ModelChange.describe(change)}`)
    case "Changed":
      return style.yellow(`~ ${ModelChange.describe(change)}`)
  }
}
