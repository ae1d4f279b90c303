/**
 * A list of models that is kept fresh, and its changes.
 *
 * `CatalogRedis` is not part of this index, because it imports `ioredis`: import it from
 * `@anthropic-models/catalog/CatalogRedis`.
 *
 * @since 0.1.0
 */
export * as ModelCatalog from "./ModelCatalog.ts"
export * as ModelChange from "./ModelChange.ts"
export * as Retirement from "./Retirement.ts"
export * as Snapshot from "./Snapshot.ts"
