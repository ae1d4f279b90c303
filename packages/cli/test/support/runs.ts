/** How often a property is tried. `FULL=1` (`pnpm test:full`) tries more inputs. */
export const runs = (few: number, full: number) => ({ numRuns: process.env["FULL"] === "1" ? full : few })
