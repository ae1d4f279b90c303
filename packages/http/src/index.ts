/**
 * The `Models` contract over HTTP.
 *
 * @since 0.1.0
 */
export * as AnthropicHttpClient from "./AnthropicHttpClient.ts"
export * as ModelsHttp from "./ModelsHttp.ts"
export * as RetryPolicy from "./RetryPolicy.ts"
