import * as AutoCorrect from "@effect/cli/AutoCorrect"
import * as CliConfig from "@effect/cli/CliConfig"

const config = CliConfig.make({ isCaseSensitive: false })

/**
 * The candidates that a wrong word may have meant, nearest first: those that contain it, and those that differ in a
 * few letters.
 */
export const nearest = (word: string, candidates: Iterable<string>, limit = 3): ReadonlyArray<string> => {
  const wanted = word.toLowerCase()
  if (wanted === "") return []
  const tolerance = Math.min(4, Math.max(1, Math.floor(wanted.length / 3)))
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}

const distanceOf = (wanted: string, candidate: string): number => {
  if (wanted.length >= 4 && candidate.includes(wanted)) return 1
  if (candidate.length >= 4 && wanted.includes(candidate)) return 2
  return Math.abs(wanted.length - candidate.length) > 12
    ? Infinity
    : AutoCorrect.levensteinDistance(wanted, candidate, config)
}

/** `Did you mean a, b or c?`, or nothing. */
export const didYouMean = (candidates: ReadonlyArray<string>): string | undefined => {
  if (candidates.length === 0) return undefined
  const [last, ...others] = candidates.toReversed()
  return `Did you mean ${others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`}?`
}
