/** Takes secrets out of a text. */
export interface Scrub {
  (text: string): string
}

/** The forms in which a server may echo a secret: as it is, in a URL, in JSON, in HTML. */
const formsOf = (secret: string): ReadonlyArray<string> => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
]

/** Longest first, so that no secret hides a longer one that contains it. */
export const scrubbing = (secrets: Iterable<string>): Scrub => {
  const forms = [...new Set([...secrets].filter((secret) => secret !== "").flatMap(formsOf))].sort(
    (a, b) => b.length - a.length
  )
  return (text) => forms.reduce((scrubbed, form) => scrubbed.replaceAll(form, "<redacted>"), text)
}
