/** The floor: what every client by fetch has to do. */
import { type Page, serveClient } from "../processes/client.ts"

serveClient((baseUrl) => async ({ limit = 20 }, see) => {
  let query = `limit=${limit}`
  for (;;) {
    const response = await fetch(`${baseUrl}/v1/models?${query}`, {
      headers: { "x-api-key": "key", "anthropic-version": "2023-06-01" }
    })
    const page: Page = JSON.parse(await response.text())
    for (const { id } of page.data) see(id)
    if (!page.has_more) return
    query = `limit=${limit}&after_id=${page.last_id}`
  }
})
