/** The official SDK, which validates nothing. */
import Anthropic from "@anthropic-ai/sdk"
import { serve } from "../harness/worker.ts"

serve((baseURL) => {
  const client = new Anthropic({ apiKey: "key", baseURL })
  return async (limit, see) => {
    for await (const { id } of client.models.list({ limit })) see(id)
  }
})
