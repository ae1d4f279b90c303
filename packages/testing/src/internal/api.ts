import * as Cursor from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import * as Either from "effect/Either"
import type { Assumptions } from "../Assumptions.ts"
import * as Listing from "./listing.ts"
import * as Paging from "./paging.ts"

/** A request, as far as the API looks at it. */
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

/** What a healthy answer holds. */
export type Content =
  | { readonly _tag: "Page"; readonly query: Paging.Query; readonly slice: Paging.Slice }
  | { readonly _tag: "Model"; readonly model: ModelInfo }

/** What the API knows and demands. */
export interface State {
  readonly listing: Listing.Listing
  /** The one key that is accepted; any where there is none. */
  readonly apiKey: string | undefined
  readonly assumptions: Assumptions
}

const invalid = (message: string): Problem => ({ status: 400, type: "invalid_request_error", message })
const notFound = (message: string): Problem => ({ status: 404, type: "not_found_error", message })
const unauthenticated = (message: string): Problem => ({ status: 401, type: "authentication_error", message })

const bearer = (authorization: string | undefined): string | undefined =>
  /^Bearer\s+(.+)$/i.exec(authorization ?? "")?.[1]

const authenticate = ({ headers }: Request, accepted: string | undefined): Either.Either<void, Problem> => {
  const apiKey = headers["x-api-key"] || undefined
  const key = apiKey ?? bearer(headers["authorization"])
  if (key === undefined) return Either.left(unauthenticated("x-api-key header is required"))
  return accepted === undefined || key === accepted
    ? Either.void
    : Either.left(unauthenticated(apiKey === undefined ? "Invalid bearer token" : "invalid x-api-key"))
}

const checkVersion = ({ headers }: Request): Either.Either<void, Problem> =>
  headers["anthropic-version"] ? Either.void : Either.left(invalid("anthropic-version: header is required"))

/** The betas that the request's headers name. */
export const betas = ({ headers }: Request): ReadonlyArray<string> =>
  (headers["anthropic-beta"] ?? "")
    .split(",")
    .map((beta) => beta.trim())
    .filter((beta) => beta !== "")

type Route = { readonly _tag: "List" } | { readonly _tag: "Get"; readonly id: string }

const decodeSegment = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** Which of its two questions the API is asked, if any. */
const route = (path: string): Route | undefined => {
  if (path === "/v1/models") return { _tag: "List" }
  const segment = /^\/v1\/models\/([^/]+)$/.exec(path)?.[1]
  const id = segment === undefined ? undefined : decodeSegment(segment)
  return id === undefined ? undefined : { _tag: "Get", id }
}

const values = ({ query }: Request, wanted: string): ReadonlyArray<string> =>
  query.filter(([name]) => name === wanted).map(([, value]) => value)

const cursorOf = (
  after: string | undefined,
  before: string | undefined,
  { bothCursors }: Assumptions
): Either.Either<Cursor.Cursor | undefined, Problem> => {
  if (after !== undefined && before !== undefined && bothCursors !== "after_id") {
    return Either.left(invalid("after_id, before_id: only one of them may be given"))
  }
  if (after !== undefined) return Either.right(Cursor.after(after))
  return Either.right(before === undefined ? undefined : Cursor.before(before))
}

/** The query of a request for a page. A limit that is no number is NaN, which paging refuses. */
const pageQuery = (request: Request, assumptions: Assumptions): Either.Either<Paging.Query, Problem> => {
  const limit = values(request, "limit").at(-1)
  return Either.map(
    cursorOf(values(request, "after_id").at(-1), values(request, "before_id").at(-1), assumptions),
    (cursor) => ({
      cursor,
      limit: limit === undefined ? undefined : /^[+-]?\d+$/.test(limit) ? Number(limit) : NaN,
      lifecycle: values(request, "lifecycle[]")
    })
  )
}

/** Which page of the list a request asks for; 0 where it asks for none. */
export const pageNumber = ({ assumptions, listing }: State, request: Request): number =>
  route(request.path)?._tag === "List"
    ? Either.match(pageQuery(request, assumptions), {
        onLeft: () => 0,
        onRight: (query) => Paging.pageNumber(listing, query, assumptions)
      })
    : 0

/** What the API answers to a request: the content of a 200, or an error. */
export const respond = (state: State, request: Request): Either.Either<Content, Problem> =>
  Either.gen(function* () {
    yield* authenticate(request, state.apiKey)
    yield* checkVersion(request)
    const asked = route(request.path)
    if (asked === undefined) return yield* Either.left(notFound("Not Found"))
    if (request.method !== "GET") {
      return yield* Either.left({ status: 405, type: "invalid_request_error", message: "Method Not Allowed" })
    }
    if (asked._tag === "Get") {
      const model = Listing.find(state.listing, asked.id)
      return model === undefined
        ? yield* Either.left(notFound(`model: ${asked.id}`))
        : { _tag: "Model" as const, model }
    }
    const query = yield* pageQuery(request, state.assumptions)
    const slice = yield* Either.mapLeft(Paging.paginate(state.listing, query, state.assumptions), invalid)
    return { _tag: "Page" as const, query, slice }
  })
