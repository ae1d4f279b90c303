import { ownSizeOf, sizeOf } from "../harness/bundle.ts"
import type { Row } from "../report/row.ts"

/** The program that is weighed: it lists every model by fetch. */
export const program = "programs/oursFetch"

/** Sizes of the program, bundled, minified and gzipped. */
export interface Sizes {
  readonly program: number
  readonly sdk: number
  /** What the modules of this repository add to the program. */
  readonly own: number
}

export const measureSizes = async (): Promise<Sizes> => ({
  program: await sizeOf(program),
  sdk: await sizeOf("programs/sdk"),
  own: await ownSizeOf(program)
})

interface Budgets {
  /** The size of the program, over that of the same program with the official SDK. */
  readonly ratio: number
  /** Bytes of the own part. */
  readonly own: number
}

/**
 * The limits of `pnpm size`: the values of today, and about 3 % of room for a fix or a small feature. The goals below are
 * stricter. Lower a budget when its value gets smaller.
 */
export const budgets: Budgets = { ratio: 1.05, own: 20_200 }

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** One sentence for each budget that is exceeded. */
export const exceeded = ({ own, program, sdk }: Sizes, budgets: Budgets): ReadonlyArray<string> => {
  const ratio = program / sdk
  const sentences: Array<string> = []
  if (ratio > budgets.ratio) {
    sentences.push(
      `A program with this library is ${ratio.toFixed(3)} of the one with the official SDK. The budget is ${budgets.ratio}.`
    )
  }
  if (own > budgets.own) {
    sentences.push(`The own part of this library is ${kilobytes(own)}. The budget is ${kilobytes(budgets.own)}.`)
  }
  return sentences
}

export const sizeRows = ({ own, program, sdk }: Sizes): ReadonlyArray<Row> => [
  { row: "size", what: "program by fetch / SDK", value: program / sdk, goal: { atMost: 0.95 } },
  { row: "size", what: "own part of it", value: own / 1000, unit: "kB", goal: { atMost: 15 } }
]

/** The size of a program that lists every model, and what others add to it or leave out. */
export const size = async (): Promise<ReadonlyArray<Row>> => {
  const sizes = await measureSizes()
  return [
    ...sizeRows(sizes),
    { row: "size", what: "with barrel imports / SDK", value: (await sizeOf("programs/oursBarrel")) / sizes.sdk },
    { row: "size", what: "@effect/platform alone / SDK", value: (await sizeOf("programs/platformFetch")) / sizes.sdk }
  ]
}
