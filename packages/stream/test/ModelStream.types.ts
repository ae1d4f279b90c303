import type { Cursor } from "@anthropic-models/core/Cursor"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type { ModelPage } from "@anthropic-models/core/ModelPage"
import type { Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import { ModelStream } from "@anthropic-models/stream"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import type * as Chunk from "effect/Chunk"
import type * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

const models = ModelStream.models({ limit: 20, prefetch: 1 })

expectTypeOf(models).toEqualTypeOf<Stream.Stream<ModelInfo, ModelsError | PaginationError, Models>>()
expectTypeOf(ModelStream.pages()).toEqualTypeOf<Stream.Stream<ModelPage, ModelsError | PaginationError, Models>>()
expectTypeOf(Stream.runCollect(models)).toEqualTypeOf<
  Effect.Effect<Chunk.Chunk<ModelInfo>, ModelsError | PaginationError, Models>
>()

expectTypeOf<keyof ModelStream.Options>().toEqualTypeOf<
  "cursor" | "limit" | "prefetch" | "maxPages" | "lifecycle" | "betas" | "workspaceId"
>()
expectTypeOf<ModelStream.Options["cursor"]>().toEqualTypeOf<Cursor | undefined>()
// @ts-expect-error the option is called `cursor`
export const misnamed = ModelStream.models({ from: undefined })

type Failure = Stream.Stream.Error<typeof models>
const without = <Tag extends Failure["_tag"]>(tag: Tag) => Stream.catchTag(models, tag, () => Stream.empty)

expectTypeOf(without("PaginationError")).toEqualTypeOf<Stream.Stream<ModelInfo, ModelsError, Models>>()
const none = models.pipe(
  Stream.catchTag("InvalidRequestError", () => Stream.empty),
  Stream.catchTag("AuthenticationError", () => Stream.empty),
  Stream.catchTag("BillingError", () => Stream.empty),
  Stream.catchTag("PermissionError", () => Stream.empty),
  Stream.catchTag("NotFoundError", () => Stream.empty),
  Stream.catchTag("RequestTooLargeError", () => Stream.empty),
  Stream.catchTag("RateLimitError", () => Stream.empty),
  Stream.catchTag("GatewayTimeoutError", () => Stream.empty),
  Stream.catchTag("OverloadedError", () => Stream.empty),
  Stream.catchTag("ApiError", () => Stream.empty),
  Stream.catchTag("ConnectionError", () => Stream.empty),
  Stream.catchTag("RequestTimeoutError", () => Stream.empty),
  Stream.catchTag("UnexpectedResponseError", () => Stream.empty),
  Stream.catchTag("InvalidParameterError", () => Stream.empty),
  Stream.catchTag("PaginationError", () => Stream.empty)
)
expectTypeOf(none).toEqualTypeOf<Stream.Stream<ModelInfo, never, Models>>()
// @ts-expect-error the stream has no such error
export const unknownTag = Stream.catchTag(models, "TimeoutException", () => Stream.empty)
