/** The parameters of property tests: the same cases in every run, and more of them with `FULL=1`. */
export const seeded = { fastCheck: { seed: 20_261_121, numRuns: process.env["FULL"] === "1" ? 1000 : 50 } }
