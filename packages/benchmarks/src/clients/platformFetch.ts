import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { serve } from "../harness/worker.ts"
import { platform } from "./platform.ts"

serve(platform(FetchHttpClient.layer))
