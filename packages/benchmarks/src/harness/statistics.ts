/** The value below which the share `q` of the values lies, interpolated between two neighbours. */
export const quantile = (values: ReadonlyArray<number>, q: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values: ReadonlyArray<number>): number => quantile(values, 0.5)

/** A value, and how far the samples spread. */
export interface Measured {
  /** The median. */
  readonly value: number
  /** Absent for a single sample. */
  readonly quartiles?: readonly [number, number]
}

export const measured = (values: ReadonlyArray<number>): Measured =>
  values.length === 1
    ? { value: median(values) }
    : { value: median(values), quartiles: [quantile(values, 0.25), quantile(values, 0.75)] }

/** The ratio of the two samples of each round. */
export const ratios = (over: ReadonlyArray<number>, under: ReadonlyArray<number>): ReadonlyArray<number> =>
  over.map((value, index) => value / (under[index] ?? Number.NaN))
