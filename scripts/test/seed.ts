/**
 * Property tests try the same inputs in every run, and more of them with `FULL=1` (`pnpm test:full`). A test may set its
 * own numbers.
 */
import * as FastCheck from "effect/FastCheck"

FastCheck.configureGlobal({ seed: 20_261_128, numRuns: process.env["FULL"] === "1" ? 500 : 20 })
