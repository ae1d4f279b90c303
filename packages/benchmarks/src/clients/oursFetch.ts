import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { serve } from "../harness/worker.ts"
import { ours } from "./ours.ts"

serve(ours(FetchHttpClient.layer))
