/** `pnpm demo`: `anthropic-models list`, on the API if a credential is set, and else on a fake of it. */
import { FakeAnthropic } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { main, program } from "../src/internal/app.ts"
import { parse } from "../src/internal/invocation.ts"
import { writeError } from "../src/internal/output.ts"

const isSet = (variable: string): boolean => (process.env[variable] ?? "").trim() !== ""

const list = program(parse(["list", ...process.argv.slice(2).filter((argument) => argument !== "--")]))

const onFake = Effect.gen(function* () {
  yield* writeError("Neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set: this is a fake of the API.\n")
  const { baseUrl } = yield* FakeAnthropic
  const environment = new Map([
    ["ANTHROPIC_API_KEY", "any-key-will-do"],
    ["ANTHROPIC_BASE_URL", baseUrl]
  ])
  yield* Effect.withConfigProvider(list, ConfigProvider.fromMap(environment))
}).pipe(Effect.provide(FakeAnthropicNode.layer()))

main(isSet("ANTHROPIC_API_KEY") || isSet("ANTHROPIC_AUTH_TOKEN") ? list : onFake)
