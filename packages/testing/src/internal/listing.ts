import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { refuse, show } from "./setup.ts"

/** The models that a fake knows, in the order of the list, and the names by which it finds them. */
export interface Listing {
  readonly models: ReadonlyArray<ModelInfo>
  readonly positions: ReadonlyMap<string, number>
  readonly aliases: ReadonlyMap<string, string>
}

export const make = (
  where: string,
  models: ReadonlyArray<ModelInfo>,
  aliases: { readonly [alias: string]: string } = {}
): Listing => {
  const positions = new Map<string, number>()
  models.forEach((model, position) => {
    if (!isModel(model)) return refuse(where, `models[${position}] is no ModelInfo; make it with Fixtures.model({…})`)
    const { id } = model
    const earlier = positions.get(id)
    if (earlier !== undefined) {
      refuse(where, `models[${earlier}] and models[${position}] have the same id ${show(id)}; give each its own`)
    }
    positions.set(id, position)
  })
  for (const [alias, id] of Object.entries(aliases)) {
    if (positions.has(alias)) refuse(where, `the alias ${show(alias)} is a model's id; remove it from aliases`)
    if (!positions.has(id)) {
      refuse(where, `the alias ${show(alias)} stands for ${show(id)}, which is none of the models; add that model`)
    }
  }
  return { models, positions, aliases: new Map(Object.entries(aliases)) }
}

/** Types say so already; a test may be written without them, or hold a model of another copy of core. */
const isModel = (u: unknown): boolean => u instanceof ModelInfo

/** The aliases of a list whose model is on another one, too, and no model's id there. */
export const remainingAliases = (
  { aliases }: Listing,
  models: ReadonlyArray<ModelInfo>
): { readonly [alias: string]: string } => {
  const ids = new Set<string>(models.map(({ id }) => id))
  return Object.fromEntries([...aliases].filter(([alias, id]) => ids.has(id) && !ids.has(alias)))
}

/** By id, else by alias. */
export const find = (listing: Listing, name: string): ModelInfo | undefined => {
  const position = listing.positions.get(listing.aliases.get(name) ?? name)
  return position === undefined ? undefined : listing.models[position]
}
