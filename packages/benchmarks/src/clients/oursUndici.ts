import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { serveClient } from "../processes/client.ts"
import { ours } from "./ours.ts"

serveClient(ours(NodeHttpClient.layerUndici))
