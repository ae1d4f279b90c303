import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Either from "effect/Either"
import type { Assumptions } from "../Assumptions.ts"
import * as List from "./list.ts"

/** The parts of a request that the API looks at. */
export interface Request {
  readonly method: string
  /** Percent-encoded, without the query. */
  readonly path: string
  readonly query: ReadonlyArray<readonly [name: string, value: string]>
  /** By names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined }
}

/** An error of the API. */
export interface Problem {
  readonly status: number
  readonly type: string
  readonly message: string
  readonly errorCode?: string | undefined
}

/** The content of a healthy answer. */
export type Content =
  | { readonly _tag: "Page"; readonly query: List.Query; readonly page: List.Page }
  | { readonly _tag: "Model"; readonly model: ModelInfo }

/** The models of the API, and its rules. */
export interface State {
  readonly list: List.List
  /** The only key that is accepted. */
  readonly apiKey: string | undefined
  readonly assumptions: Assumptions
}

const invalid = (message: string): Problem => ({ status: 400, type: "invalid_request_error", message })
const notFound = (message: string): Problem => ({ status: 404, type: "not_found_error", message })
const unauthenticated = (message: string): Problem => ({ status: 401, type: "authentication_error", message })

const authenticate = ({ headers }: Request, accepted: string | undefined): Either.Either<void, Problem> => {
  const apiKey = headers["x-api-key"] || undefined
  const key = apiKey ?? /^Bearer\s+(.+)$/i.exec(headers["authorization"] ?? "")?.[1]
  if (key === undefined) return Either.left(unauthenticated("x-api-key header is required"))
  if (accepted === undefined || key === accepted) return Either.void
  return Either.left(unauthenticated(apiKey === undefined ? "Invalid bearer token" : "invalid x-api-key"))
}

const checkVersion = ({ headers }: Request): Either.Either<void, Problem> =>
  headers["anthropic-version"] ? Either.void : Either.left(invalid("anthropic-version: header is required"))

/** The betas in the headers of a request. */
export const betas = ({ headers }: Request): ReadonlyArray<string> =>
  (headers["anthropic-beta"] ?? "")
    .split(",")
    .map((beta) => beta.trim())
    .filter((beta) => beta !== "")

type Route = { readonly _tag: "List" } | { readonly _tag: "Get"; readonly id: string }

const route = (path: string): Route | undefined => {
  if (path === "/v1/models") return { _tag: "List" }
  const segment = /^\/v1\/models\/([^/]+)$/.exec(path)?.[1]
  try {
    return segment === undefined ? undefined : { _tag: "Get", id: decodeURIComponent(segment) }
  } catch {
    return undefined
  }
}

/** Reads the query of a request for a page. A limit that is no number is NaN, which `paginate` refuses. */
const pageQuery = ({ query }: Request, { bothCursors }: Assumptions): Either.Either<List.Query, Problem> => {
  const values = (wanted: string) => query.filter(([name]) => name === wanted).map(([, value]) => value)
  const [limit, after, before] = ["limit", "after_id", "before_id"].map((name) => values(name).at(-1))
  if (after !== undefined && before !== undefined && bothCursors !== "after_id") {
    return Either.left(invalid("after_id, before_id: only one of them may be given"))
  }
  return Either.right({
    cursor: after === undefined ? (before === undefined ? undefined : Cursor.before(before)) : Cursor.after(after),
    limit: limit === undefined ? undefined : /^[+-]?\d+$/.test(limit) ? Number(limit) : NaN,
    lifecycle: values("lifecycle[]")
  })
}

/** The number of the page that a request asks for; 0 if it asks for none. */
export const pageNumber = ({ assumptions, list }: State, request: Request): number =>
  route(request.path)?._tag === "List"
    ? Either.match(pageQuery(request, assumptions), {
        onLeft: () => 0,
        onRight: (query) => List.pageNumber(list, query, assumptions)
      })
    : 0

/** Answers a request: with the content of a 200, or with an error. */
export const respond = ({ apiKey, assumptions, list }: State, request: Request): Either.Either<Content, Problem> =>
  Either.gen(function* () {
    yield* authenticate(request, apiKey)
    yield* checkVersion(request)
    const asked = route(request.path)
    if (asked === undefined) return yield* Either.left(notFound("Not Found"))
    if (request.method !== "GET") {
      return yield* Either.left({ status: 405, type: "invalid_request_error", message: "Method Not Allowed" })
    }
    if (asked._tag === "Get") {
      const model = List.find(list, asked.id)
      return model === undefined ? yield* Either.left(notFound(`model: ${asked.id}`)) : { _tag: "Model", model }
    }
    const query = yield* pageQuery(request, assumptions)
    const page = yield* Either.mapLeft(List.paginate(list, query, assumptions), invalid)
    return { _tag: "Page", query, page }
  })
