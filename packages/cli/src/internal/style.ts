/** Marks of colours around a text, or none. */
export interface Style {
  readonly plain: (text: string) => string
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

const ansi = (on: number, off: number) => (text: string) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`)
const same = (text: string) => text

export const coloured: Style = {
  plain: same,
  bold: ansi(1, 22),
  dim: ansi(2, 22),
  red: ansi(31, 39),
  green: ansi(32, 39),
  yellow: ansi(33, 39),
  cyan: ansi(36, 39)
}

export const plain: Style = { plain: same, bold: same, dim: same, red: same, green: same, yellow: same, cyan: same }

export const colors = ["auto", "always", "never"] as const

/** Whether to colour: a terminal does by default, unless `NO_COLOR` or `TERM=dumb` is set. */
export const isColoured = (
  color: (typeof colors)[number],
  isTerminal: boolean,
  env: { readonly [name: string]: string | undefined }
): boolean => {
  if (color !== "auto") return color === "always"
  return isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb"
}
