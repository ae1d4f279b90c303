/** The value below which the share `q` of the values lies, between two values by their distance. */
export const quantile = (values: ReadonlyArray<number>, q: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values: ReadonlyArray<number>): number => quantile(values, 0.5)

/** A measured value: the median, and the quartiles as its spread. */
export interface Measured {
  readonly value: number
  readonly spread?: readonly [number, number]
}

export const measured = (values: ReadonlyArray<number>): Measured => ({
  value: median(values),
  spread: [quantile(values, 0.25), quantile(values, 0.75)]
})

/** The ratio of each pair of samples, so of what was measured side by side. */
export const ratios = (over: ReadonlyArray<number>, under: ReadonlyArray<number>): ReadonlyArray<number> =>
  over.map((value, index) => value / (under[index] ?? Number.NaN))

/** The slope of the straight line that fits the points best. */
export const slope = (points: ReadonlyArray<readonly [x: number, y: number]>): number => {
  const mean = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0) / values.length
  const meanX = mean(points.map(([x]) => x))
  const meanY = mean(points.map(([, y]) => y))
  const covariance = mean(points.map(([x, y]) => (x - meanX) * (y - meanY)))
  return covariance / mean(points.map(([x]) => (x - meanX) ** 2))
}
