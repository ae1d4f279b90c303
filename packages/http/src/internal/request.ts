import type { GetOptions, ListOptions } from "@anthropic-models/core/Models"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { formatBetas } from "./headerChecks.ts"
import type { Settings } from "./settings.ts"

/** The path of one model. */
export const modelPath = (id: string): string => `/v1/models/${encodeURIComponent(id)}`

/** The path of a page, with its query. */
export const listPath = ({ cursor, lifecycle = [], limit }: ListOptions): string => {
  const query = [
    ...(limit === undefined ? [] : [`limit=${limit}`]),
    ...(cursor === undefined
      ? []
      : [`${cursor._tag === "After" ? "after_id" : "before_id"}=${encodeURIComponent(cursor.id)}`]),
    ...lifecycle.map((stage) => `lifecycle[]=${encodeURIComponent(stage)}`)
  ]
  return query.length === 0 ? "/v1/models" : `/v1/models?${query.join("&")}`
}

/** A GET of the path, with the headers of every request and of this call. */
export const get = (
  { baseUrl, headers }: Settings,
  path: string,
  { betas = [], workspaceId }: GetOptions
): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.get(baseUrl.href + path, {
    headers: {
      ...headers.all,
      ...(betas.length === 0 ? {} : { "anthropic-beta": formatBetas([...headers.betas, ...betas]) }),
      ...(workspaceId === undefined ? {} : { "anthropic-workspace-id": workspaceId })
    }
  })
