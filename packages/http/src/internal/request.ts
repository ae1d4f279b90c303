import type { GetOptions, ListOptions } from "@anthropic-models/core/Models"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { formatBetas } from "./headers.ts"
import type { Settings } from "./settings.ts"

/** A text as a part of a URL. Half of a surrogate pair has no UTF-8 and is written as U+FFFD. */
const encode = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"))

/** The path of one model. */
export const modelPath = (id: string): string => `/v1/models/${encode(id)}`

/** The path of a page, with its query. */
export const listPath = ({ cursor, lifecycle = [], limit }: ListOptions): string => {
  const query = [
    ...(limit === undefined ? [] : [`limit=${limit}`]),
    ...(cursor === undefined ? [] : [`${cursor._tag === "After" ? "after_id" : "before_id"}=${encode(cursor.id)}`]),
    ...lifecycle.map((stage) => `lifecycle[]=${encode(stage)}`)
  ]
  return query.length === 0 ? "/v1/models" : `/v1/models?${query.join("&")}`
}

/** A GET of the path, with the headers of every request and of this call. */
export const get = (
  { baseUrl, betas, template }: Settings,
  path: string,
  options: GetOptions
): HttpClientRequest.HttpClientRequest => {
  const headers = {
    ...(options.betas === undefined || options.betas.length === 0
      ? {}
      : { "anthropic-beta": formatBetas([...betas, ...options.betas]) }),
    ...(options.workspaceId === undefined ? {} : { "anthropic-workspace-id": options.workspaceId })
  }
  return HttpClientRequest.setHeaders(HttpClientRequest.setUrl(template, baseUrl.href + path), headers)
}
