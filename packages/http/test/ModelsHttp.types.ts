import type { Models } from "@anthropic-models/core/Models"
import type { ModelsError } from "@anthropic-models/core/ModelsError"
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as Config from "effect/Config"
import type { ConfigError } from "effect/ConfigError"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf } from "vitest"
import type * as AnthropicHttpClient from "../src/AnthropicHttpClient.ts"
import type * as ModelsHttp from "../src/ModelsHttp.ts"

type Live = Layer.Layer<Models, ConfigError, HttpClient.HttpClient>
expectTypeOf<ReturnType<typeof ModelsHttp.layer>>().toEqualTypeOf<Live>()
expectTypeOf<ReturnType<typeof ModelsHttp.layerConfig>>().toEqualTypeOf<Live>()

expectTypeOf<AnthropicHttpClient.AnthropicHttpClient["Type"]>().toEqualTypeOf<HttpClient.HttpClient.With<ModelsError>>()

// A key is Redacted or an effect of one, which needs no services.
expectTypeOf<Effect.Effect<Redacted.Redacted, ModelsError>>().toExtend<ModelsHttp.Options["apiKey"]>()
expectTypeOf<Effect.Effect<Redacted.Redacted, ModelsError, Models>>().not.toExtend<ModelsHttp.Options["apiKey"]>()
expectTypeOf<string>().not.toExtend<ModelsHttp.Options["apiKey"]>()

// Each option of `layerConfig` is plain, a Config, or undefined.
type ConfigOption<K extends keyof ModelsHttp.Options> = ModelsHttp.ConfigOptions[K]
expectTypeOf<Redacted.Redacted>().toExtend<ConfigOption<"apiKey">>()
expectTypeOf<Config.Config<Redacted.Redacted>>().toExtend<ConfigOption<"apiKey">>()
expectTypeOf<Effect.Effect<Redacted.Redacted, ModelsError>>().toExtend<ConfigOption<"apiKey">>()
expectTypeOf<Config.Config<string>>().not.toExtend<ConfigOption<"apiKey">>()
expectTypeOf<"10 seconds">().toExtend<ConfigOption<"timeout">>()
expectTypeOf<Config.Config<Duration.Duration>>().toExtend<ConfigOption<"timeout">>()
expectTypeOf<"10 parsecs">().not.toExtend<ConfigOption<"timeout">>()
expectTypeOf<Config.Config<boolean>>().toExtend<ConfigOption<"allowInsecureHttp">>()
expectTypeOf<undefined>().toExtend<ConfigOption<keyof ModelsHttp.Options>>()
