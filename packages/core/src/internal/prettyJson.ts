/** JSON as a person may want to see it in the rendering of a value, whatever its depth. */
export const prettyJson = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return "(a value that is too deep to be shown)"
  }
}
