import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { serveClient } from "../processes/client.ts"
import { ours } from "./ours.ts"

serveClient(ours(FetchHttpClient.layer))
