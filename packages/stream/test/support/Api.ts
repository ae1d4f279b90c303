import * as Cursor from "@anthropic-models/core/Cursor"
import { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { ModelPage } from "@anthropic-models/core/ModelPage"
import { type ListOptions, Models, type Service } from "@anthropic-models/core/Models"
import { InvalidRequestError, type ModelsError, NotFoundError } from "@anthropic-models/core/ModelsError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const read = Schema.decodeUnknownSync(ModelInfo)

export const model = (id: string): ModelInfo => read({ id })

/** Models, newest first: `m1`, `m2`, … */
export const catalogue = (count: number): ReadonlyArray<ModelInfo> =>
  Array.from({ length: count }, (_, index) => model(`m${index + 1}`))

export const idsOf = (models: Iterable<ModelInfo>): ReadonlyArray<string> => Array.from(models, ({ id }) => id)

export interface PageOptions {
  readonly more?: boolean
  readonly first?: string | null
  readonly last?: string | null
}

/** A page with the ids of its outermost models as `first_id` and `last_id`, or with other ids, or without (`null`). */
export const pageOf = (data: ReadonlyArray<ModelInfo>, options: PageOptions = {}): ModelPage =>
  new ModelPage(
    {
      data,
      has_more: options.more ?? false,
      first_id: Option.fromNullable(options.first === undefined ? data.at(0)?.id : options.first),
      last_id: Option.fromNullable(options.last === undefined ? data.at(-1)?.id : options.last)
    },
    { disableValidation: true }
  )

export const page = (ids: ReadonlyArray<string>, options?: PageOptions): ModelPage => pageOf(ids.map(model), options)

export type Side = "after" | "before"

export const cursorOf = (side: Side, id: string): Cursor.Cursor =>
  side === "after" ? Cursor.after(id) : Cursor.before(id)

/** The page that the API sends, or none if it does not know the cursor. */
const answer = (
  models: ReadonlyArray<ModelInfo>,
  cursor: Cursor.Cursor | undefined,
  limit: number
): ModelPage | undefined => {
  const at = cursor === undefined ? -1 : models.findIndex(({ id }) => id === cursor.id)
  if (cursor !== undefined && at === -1) return undefined
  const [from, to] =
    cursor?._tag === "Before" ? [Math.max(0, at - limit), at] : [at + 1, Math.min(models.length, at + 1 + limit)]
  return pageOf(models.slice(from, to), { more: cursor?._tag === "Before" ? from > 0 : to < models.length })
}

/** A `Models` that records its requests. */
export class Api {
  readonly requests: Array<ListOptions> = []
  private readonly reply: (options: ListOptions, index: number) => Effect.Effect<ModelPage, ModelsError>

  constructor(reply: (options: ListOptions, index: number) => Effect.Effect<ModelPage, ModelsError>) {
    this.reply = reply
  }

  readonly service: Service = {
    list: (options = {}) =>
      Effect.suspend(() => {
        this.requests.push(options)
        return this.reply(options, this.requests.length - 1)
      }),
    get: (id) => Effect.fail(new NotFoundError({ detail: id }))
  }

  get layer(): Layer.Layer<Models> {
    return Layer.succeed(Models, this.service)
  }

  readonly provide = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, Models>> =>
    Effect.provideService(effect, Models, this.service)

  /** Serves these models by the rules of the API. */
  static of(models: ReadonlyArray<ModelInfo>): Api {
    return new Api(({ cursor, limit = 20 }) =>
      Effect.suspend(() => {
        const found = answer(models, cursor, limit)
        return found === undefined
          ? Effect.fail(new InvalidRequestError({ detail: `unknown cursor ${cursor?.id}` }))
          : Effect.succeed(found)
      })
    )
  }

  /** Sends these pages one after the other, whatever the request. Repeats the last one. */
  static script(...pages: readonly [ModelPage, ...ReadonlyArray<ModelPage>]): Api {
    return new Api((_, index) => Effect.succeed(pages[Math.min(index, pages.length - 1)] ?? pages[0]))
  }

  /** Sends each answer after a delay. */
  delayed(duration: `${number} millis`): Api {
    return new Api((options, index) => Effect.delay(this.reply(options, index), duration))
  }
}
