/** The official SDK. It validates nothing. */
import Anthropic from "@anthropic-ai/sdk"
import { serveClient } from "../processes/client.ts"

serveClient((baseURL) => {
  const client = new Anthropic({ apiKey: "key", baseURL })
  return async (options, see) => {
    for await (const { id } of client.models.list(options)) see(id)
  }
})
