/**
 * Models and pages for tests: constructors, a catalogue that reads like a real one, the example of the API reference, and
 * arbitrary models for property tests.
 *
 * @since 0.1.0
 */
import { ModelInfo, type ModelInfoEncoded } from "@anthropic-models/core/ModelInfo"
import { ModelPage, type ModelPageEncoded } from "@anthropic-models/core/ModelPage"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { capabilities, reference as referencePaths } from "./internal/capabilities.ts"
import * as Catalogue from "./internal/catalogue.ts"

export { arbitraryCatalogue, arbitraryModel } from "./internal/arbitraries.ts"

const decodeModel = Schema.decodeUnknownSync(ModelInfo)

const thinker = capabilities(referencePaths, [
  "batch",
  "image_input",
  "thinking.types.adaptive",
  "thinking.types.enabled"
])
const talker = capabilities(referencePaths, ["batch", "image_input"])

const titled = (id: string): string =>
  id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ")

/**
 * The documented facts of a model, as in the API's JSON.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const old: Fixtures.ModelFacts = { created_at: "2023-07-11T00:00:00Z", lifecycle: "retired", capabilities: null }
 *
 * const models = ["claude-1.3", "claude-2.0"].map((id) => Fixtures.model({ ...old, id }))
 * ```
 *
 * @since 0.1.0
 * @category models
 */
export type ModelFacts = {
  readonly [Fact in keyof ModelInfoEncoded as string extends Fact ? never : Fact]?: ModelInfoEncoded[Fact]
}

/**
 * A model. A test gives the facts that matter to it, as in the API's JSON: plain values, and `null` for unknown. `extra`
 * holds fields that the API does not document.
 *
 * **Details**
 *
 * The other facts are those of a model of today: released on 2026-01-01, active, with a context window of 200,000 tokens,
 * an output of 64,000, thinking and images. `display_name` follows the id.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const small = Fixtures.model({ id: "claude-small", max_tokens: 4096, capabilities: null })
 * const beta = Fixtures.model({ id: "claude-beta" }, { allowed_fallback_models: ["claude-small"] })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const model = (facts: ModelFacts = {}, extra: { readonly [field: string]: unknown } = {}): ModelInfo => {
  const { id = "claude-test" } = facts
  return decodeModel({
    display_name: titled(id),
    created_at: "2026-01-01T00:00:00Z",
    capabilities: thinker,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    lifecycle: "active",
    line: "sonnet",
    ...facts,
    id,
    ...extra
  })
}

const newest = Date.UTC(2026, 0, 1)
const minute = 60_000

/**
 * `count` different models, newest first: `claude-test-0001`, `claude-test-0002`, and so on. Each is a minute older than
 * the one before it; every other one can think, and token counts differ.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * Fixtures.models(3).map(({ id }) => id)
 * // ["claude-test-0001", "claude-test-0002", "claude-test-0003"]
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const models = (count: number): ReadonlyArray<ModelInfo> =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, "0")
    return new ModelInfo(
      {
        id: `claude-test-${number}`,
        display_name: `Claude Test ${number}`,
        created_at: Option.some(DateTime.unsafeMake(newest - index * minute)),
        capabilities: Option.some(index % 2 === 0 ? thinker : talker),
        max_input_tokens: Option.some([1_000_000, 500_000, 200_000][index % 3] ?? 0),
        max_tokens: Option.some([128_000, 64_000, 32_000, 8_192][index % 4] ?? 0),
        lifecycle: Option.some("active")
      },
      { disableValidation: true }
    )
  })

/**
 * A page of these models, with the ids that the API would send.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * const first = Fixtures.page(Fixtures.models(20), { has_more: true })
 * const last = Fixtures.page([])
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const page = (
  data: ReadonlyArray<ModelInfo>,
  options?: {
    /** Whether more models follow in the requested direction. @default false */
    readonly has_more?: boolean | undefined
  }
): ModelPage =>
  new ModelPage({
    data,
    first_id: Option.fromNullable(data.at(0)?.id),
    last_id: Option.fromNullable(data.at(-1)?.id),
    has_more: options?.has_more ?? false
  })

/**
 * A catalogue that reads like a real one, newest first: 47 models, of which the API lists all but the retired one.
 *
 * **Details**
 *
 * Ids, names, dates, token counts and capabilities differ from model to model. The oldest models have no capabilities,
 * some of them no largest output either; one has an unknown release date; many are deprecated and have a date of
 * retirement. Release dates up to February 2026 follow history. Later models, and the dates of retirement, are made up.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as Option from "effect/Option"
 *
 * const retired = Fixtures.catalogue.filter((model) => Option.contains(model.lifecycle, "retired"))
 * retired.map(({ id }) => id) // ["claude-1.0"]
 * ```
 *
 * @since 0.1.0
 * @category fixtures
 */
export const catalogue: ReadonlyArray<ModelInfo> = Catalogue.catalogue.map((json) => decodeModel(json))

/**
 * Other names of models of the `catalogue`: from each alias to the id.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * Fixtures.aliases["claude-opus-latest"] // "claude-opus-6"
 * ```
 *
 * @since 0.1.0
 * @category fixtures
 */
export const aliases: { readonly [alias: string]: string } = Catalogue.aliases

/**
 * The example answer of the API reference, as JSON. Its ids and token counts are placeholders.
 *
 * @example
 * ```ts
 * import { ModelPage } from "@anthropic-models/core/ModelPage"
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 * import * as Schema from "effect/Schema"
 *
 * const page = Schema.decodeSync(ModelPage)({ ...Fixtures.referenceEncoded, has_more: false })
 * ```
 *
 * @see the example of `GET /v1/models` in the API reference
 * @since 0.1.0
 * @category fixtures
 */
export const referenceEncoded: ModelPageEncoded = {
  data: [
    {
      id: "claude-opus-4-6",
      capabilities: capabilities(referencePaths, referencePaths),
      created_at: "2026-02-04T00:00:00Z",
      display_name: "Claude Opus 4.6",
      max_input_tokens: 0,
      max_tokens: 0,
      type: "model"
    }
  ],
  first_id: "first_id",
  has_more: true,
  last_id: "last_id"
}

/**
 * The example answer of the API reference.
 *
 * @example
 * ```ts
 * import * as Fixtures from "@anthropic-models/testing/Fixtures"
 *
 * Fixtures.reference.data.map(({ display_name }) => display_name) // ["Claude Opus 4.6"]
 * ```
 *
 * @since 0.1.0
 * @category fixtures
 */
export const reference: ModelPage = Schema.decodeUnknownSync(ModelPage)(referenceEncoded)
