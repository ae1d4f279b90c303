/** Longer ids are compared up to here. */
const maxLength = 64

const maxSuggestions = 3

/** The ids of the list that are spelled nearly like an id, nearest first. */
export const suggest = (id: string, ids: Iterable<string>): ReadonlyArray<string> => {
  const wanted = normalize(id)
  if (wanted === "") return []
  return [...ids]
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, normalize(candidate)) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 4))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, maxSuggestions)
    .map(({ candidate }) => candidate)
}

/** `anthropic/claude-sonnet-4.5@20250929` and `claude-sonnet-4-5-20250929` are one spelling. */
const normalize = (id: string): string =>
  id
    .slice(0, 2 * maxLength)
    .toLowerCase()
    .replace(/^.*\//, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, maxLength)

/** Less than one edit where one spelling holds the other, as `claude-opus-4-6-20260204` does `opus-4-6`. */
const distanceOf = (wanted: string, candidate: string): number => {
  if (wanted === candidate) return 0
  const [shorter, longer] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted]
  return shorter.length >= 4 && `-${longer}-`.includes(`-${shorter}-`) ? 0.5 : editDistance(wanted, candidate)
}

/** How many characters must be inserted, removed or replaced (Levenshtein). */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
