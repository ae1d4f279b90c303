import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { serve } from "../harness/worker.ts"
import { platform } from "./platform.ts"

serve(platform(NodeHttpClient.layerUndici))
