import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { serve } from "../harness/worker.ts"
import { ours } from "./ours.ts"

serve(ours(NodeHttpClient.layerUndici))
