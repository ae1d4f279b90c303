import { type Measured, measured, ratios } from "../harness/statistics.ts"

export type Goal = { readonly atLeast: number } | { readonly atMost: number }

/** What a line of the table is about. */
export interface Subject {
  /** The name of the measurement, as in `--only`. */
  readonly row: string
  /** What is measured, and against what. */
  readonly what: string
  /** Absent where the value is only shown for comparison. */
  readonly goal?: Goal | undefined
}

/** A line of the table. */
export interface Row extends Subject, Measured {
  /** Absent for a ratio. */
  readonly unit?: string
  /** What was measured, in the order of the rounds. */
  readonly samples?: Readonly<Record<string, ReadonlyArray<number>>>
}

/** The ratio of what was measured side by side. */
export const ratioRow = (subject: Subject, over: ReadonlyArray<number>, under: ReadonlyArray<number>): Row => ({
  ...subject,
  ...measured(ratios(over, under)),
  samples: { over, under }
})

/** Whether the value reaches its goal. */
export const isMet = ({ value }: Row, goal: Goal): boolean =>
  "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost

/** The share of the goal that the value takes: up to 1 where it is met, whatever the direction of the goal. */
export const shareOfGoal = ({ value }: Row, goal: Goal): number =>
  "atLeast" in goal ? goal.atLeast / value : value / goal.atMost

export const goalText = (goal: Goal): string =>
  "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`

const rounded = (value: number): string => {
  if (Number.isInteger(value)) return String(value)
  return value.toFixed(Math.abs(value) < 0.1 ? 3 : Math.abs(value) < 10 ? 2 : 1)
}

export const valueText = ({ unit, value }: Row): string => rounded(value) + (unit === undefined ? "" : ` ${unit}`)

export const quartilesText = ({ quartiles }: Row): string => quartiles?.map(rounded).join(" to ") ?? ""
