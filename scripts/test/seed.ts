/** Fixes the seed of all property tests, so that a run can be repeated. A test may set its own. */
import * as FastCheck from "effect/FastCheck"

FastCheck.configureGlobal({ ...FastCheck.readConfigureGlobal(), seed: 20_261_128 })
