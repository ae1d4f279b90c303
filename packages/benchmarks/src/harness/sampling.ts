/**
 * Takes a sample of each in turn, as often as asked, every other time in the opposite order: what disturbs the machine
 * disturbs them alike.
 */
export const alternate = async <K, A>(
  samplers: ReadonlyArray<readonly [K, () => Promise<A>]>,
  rounds: number
): Promise<(key: K) => ReadonlyArray<A>> => {
  const samples = new Map<K, Array<A>>(samplers.map(([key]) => [key, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [key, sample] of round % 2 === 0 ? samplers : samplers.toReversed()) {
      samples.get(key)?.push(await sample())
    }
  }
  return (key) => samples.get(key) ?? []
}
