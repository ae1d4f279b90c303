/**
 * What an Anthropic model is: schemas, errors, and the `Models` contract.
 *
 * @since 0.1.0
 */
export * as AnthropicBeta from "./AnthropicBeta.ts"
export * as Cursor from "./Cursor.ts"
export * as ModelCapabilities from "./ModelCapabilities.ts"
export * as ModelInfo from "./ModelInfo.ts"
export * as ModelPage from "./ModelPage.ts"
export * as Models from "./Models.ts"
export * as ModelsError from "./ModelsError.ts"
export * as RateLimits from "./RateLimits.ts"
