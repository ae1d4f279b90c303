import * as ModelsHttp from "@anthropic-models/http/ModelsHttp"
import * as RetryPolicy from "@anthropic-models/http/RetryPolicy"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { formatDuration } from "./units.ts"

/**
 * Logs each request and its answer at the level `debug`. No header is shown, so no credential is.
 *
 * The client is that of the platform below the guards of `http`, so each attempt is seen.
 */
const logged = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.transform(client, (answer, request) =>
    Effect.timed(answer).pipe(
      Effect.tapBoth({
        onFailure: (error) => Effect.logDebug(`${line(request)} failed: ${error.reason}`),
        onSuccess: ([time, { headers, status }]) =>
          Effect.logDebug(`${line(request)} ${status} in ${formatDuration(time)} ${headers["request-id"] ?? ""}`.trim())
      }),
      Effect.map(([, response]) => response)
    )
  )

const line = ({ method, url, urlParams }: HttpClientRequest): string => {
  const query = UrlParams.toString(urlParams)
  return `${method} ${url}${query === "" ? "" : `?${query}`}`
}

const client = Layer.effect(HttpClient.HttpClient, Effect.map(HttpClient.HttpClient, logged)).pipe(
  Layer.provide(FetchHttpClient.layer)
)

/** The API that the environment names, with the credential that it holds. */
export const layer = ModelsHttp.layerConfig().pipe(Layer.provide(client))

/** The same without retries and with a shorter time limit, for `doctor`. */
export const layerOnce = ModelsHttp.layerConfig({ timeout: "10 seconds", retry: RetryPolicy.none }).pipe(
  Layer.provide(client)
)
