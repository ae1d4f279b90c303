import { ModelCapabilities } from "@anthropic-models/core/ModelCapabilities"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { capabilities, newer, reference as referencePaths } from "./capabilities.ts"
import { isListed } from "./list.ts"

// A module of its own, so that bundlers leave it and fast-check out where no test uses it.
const decodeModel = Schema.decodeUnknownSync(ModelInfo)

/** Ids with the characters that a client must encode in a path. */
const arbitraryId = FastCheck.stringMatching(/^[a-z0-9][a-zA-Z0-9 .:@/?#%&=+_é-]{0,24}$/)

/** Mostly a known value, sometimes another or none. */
const arbitraryOf = (known: ReadonlyArray<string>): FastCheck.Arbitrary<string | null> =>
  FastCheck.oneof(
    { weight: 8, arbitrary: FastCheck.constantFrom(...known) },
    { weight: 1, arbitrary: FastCheck.constant(null) },
    { weight: 1, arbitrary: FastCheck.string() }
  )

const arbitraryCapabilities: FastCheck.Arbitrary<ModelCapabilities | null> = FastCheck.oneof(
  { weight: 1, arbitrary: FastCheck.constant(null) },
  { weight: 1, arbitrary: Arbitrary.make(ModelCapabilities) },
  ...[referencePaths, newer].map((paths) => ({
    weight: 2,
    arbitrary: FastCheck.subarray([...paths]).map((supported) => capabilities(paths, supported))
  }))
)

/**
 * Any model, for property tests: of any lifecycle and line, new ones included, with known and unknown facts, dates of any
 * year, and fields that the API does not document.
 *
 * @example
 * ```ts
 * import { ModelInfo } from "@anthropic-models/core/ModelInfo"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import { expect, it } from "@effect/vitest"
 * import * as Equal from "effect/Equal"
 * import * as Schema from "effect/Schema"
 *
 * it.prop("reads every model back from a cache", [Fixtures.arbitraryModel], ([model]) => {
 *   const Json = Schema.parseJson(ModelInfo)
 *   const stored = Schema.encodeSync(Json)(model)
 *   expect(Equal.equals(Schema.decodeSync(Json)(stored), model)).toBe(true)
 * })
 * ```
 *
 * @since 0.1.0
 * @category arbitraries
 */
export const arbitraryModel: FastCheck.Arbitrary<ModelInfo> = FastCheck.record({
  model: Arbitrary.make(ModelInfo),
  id: arbitraryId,
  lifecycle: arbitraryOf(["active", "deprecated", "retired"]),
  line: arbitraryOf(["haiku", "sonnet", "opus", "fable", "mythos"]),
  capabilities: arbitraryCapabilities
}).map(({ model, ...facts }) => decodeModel({ ...model.toJSON(), ...facts }))

const released = ({ created_at }: ModelInfo): number =>
  Option.match(created_at, { onNone: () => 0, onSome: DateTime.toEpochMillis })

/**
 * Any list of models with different ids, newest first, for property tests. May be empty.
 *
 * **Details**
 *
 * The API lists all of them by default, so a walk over the list finds each. `arbitraryModel` includes retired models.
 *
 * @example
 * ```ts
 * import * as Models from "@anthropic-models/core/Models"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as TestModels from "@anthropic-models/testing/TestModels"
 * import { expect, it } from "@effect/vitest"
 * import * as Effect from "effect/Effect"
 *
 * it.effect.prop("lists every model", [Fixtures.arbitraryCatalogue], ([models]) =>
 *   Effect.gen(function*() {
 *     expect((yield* Models.list({ limit: 1000 })).data).toEqual(models)
 *   }).pipe(Effect.provide(TestModels.layer({ models })))
 * )
 * ```
 *
 * @since 0.1.0
 * @category arbitraries
 */
export const arbitraryCatalogue: FastCheck.Arbitrary<ReadonlyArray<ModelInfo>> = FastCheck.uniqueArray(
  arbitraryModel.filter(isListed()),
  { selector: (model) => model.id, maxLength: 12 }
).map((models) => models.toSorted((left, right) => released(right) - released(left)))
