import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
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
  models.forEach(({ id }, position) => {
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

/** By id, else by alias. */
export const find = (listing: Listing, name: string): ModelInfo | undefined => {
  const position = listing.positions.get(listing.aliases.get(name) ?? name)
  return position === undefined ? undefined : listing.models[position]
}
