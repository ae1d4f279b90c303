import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { list } from "./platform.ts"

await list(FetchHttpClient.layer)
