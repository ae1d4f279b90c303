/** How often a property is tried, always with the same seed. `FULL=1` (`pnpm test:full`) tries more inputs. */
export const runs = (few: number, full: number) => ({
  fastCheck: { numRuns: process.env["FULL"] === "1" ? full : few, seed: 20_250_101 },
  timeout: 300_000
})
