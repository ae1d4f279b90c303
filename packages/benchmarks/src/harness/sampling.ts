/**
 * Takes one sample of each in every round, and reverses the order from round to round. Whatever disturbs the machine
 * then disturbs all of them alike.
 */
export const alternate = async <Key, Sample>(
  samplers: ReadonlyArray<readonly [Key, () => Promise<Sample>]>,
  rounds: number
): Promise<(key: Key) => ReadonlyArray<Sample>> => {
  const samples = new Map<Key, Array<Sample>>(samplers.map(([key]) => [key, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [key, sample] of round % 2 === 0 ? samplers : samplers.toReversed()) {
      samples.get(key)?.push(await sample())
    }
  }
  return (key) => samples.get(key) ?? []
}
