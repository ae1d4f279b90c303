import * as CatalogRedis from "@anthropic-models/catalog/CatalogRedis"
import * as ModelCatalog from "@anthropic-models/catalog/ModelCatalog"
import type { ModelChange } from "@anthropic-models/catalog/ModelChange"
import type { Snapshot } from "@anthropic-models/catalog/Snapshot"
import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import type { Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type { PaginationError } from "@anthropic-models/stream/PaginationError"
import type { RateLimiter } from "@effect/experimental/RateLimiter"
import type { KeyValueStore } from "@effect/platform/KeyValueStore"
import type { ConfigError } from "effect/ConfigError"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

type Failure = ModelsError | PaginationError
type Catalog = ModelCatalog.ModelCatalog

expectTypeOf(ModelCatalog.snapshot).toEqualTypeOf<Effect.Effect<Snapshot, Failure, Catalog>>()
expectTypeOf(ModelCatalog.refresh).toEqualTypeOf<Effect.Effect<Snapshot, Failure, Catalog>>()
expectTypeOf(ModelCatalog.get("")).toEqualTypeOf<Effect.Effect<ModelInfo, Failure, Catalog>>()
expectTypeOf(ModelCatalog.find(() => true)).toEqualTypeOf<Effect.Effect<Option.Option<ModelInfo>, Failure, Catalog>>()
expectTypeOf(ModelCatalog.current).toEqualTypeOf<Effect.Effect<Option.Option<Snapshot>, never, Catalog>>()
expectTypeOf(ModelCatalog.changes).toEqualTypeOf<Stream.Stream<ModelChange, never, Catalog>>()

expectTypeOf(ModelCatalog.layer()).toEqualTypeOf<Layer.Layer<Catalog, ConfigError, Models>>()
expectTypeOf(ModelCatalog.layerPersisted()).toEqualTypeOf<Layer.Layer<Catalog, ConfigError, Models | KeyValueStore>>()
expectTypeOf(ModelCatalog.layerShared()).toEqualTypeOf<
  Layer.Layer<Catalog, ConfigError, Models | KeyValueStore | RateLimiter>
>()
expectTypeOf(ModelCatalog.layerTest([])).toEqualTypeOf<Layer.Layer<Catalog>>()
expectTypeOf(CatalogRedis.layer()).toEqualTypeOf<Layer.Layer<KeyValueStore | RateLimiter>>()

// @ts-expect-error an option that does not exist
ModelCatalog.layer({ freshfor: "5 minutes" })
// @ts-expect-error only a persisted catalog has a namespace
ModelCatalog.layer({ namespace: "picker" })
