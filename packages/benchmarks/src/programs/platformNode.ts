import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { list } from "./platform.ts"

await list(NodeHttpClient.layer)
