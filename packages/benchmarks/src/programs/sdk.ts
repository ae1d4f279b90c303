import Anthropic from "@anthropic-ai/sdk"

const client = new Anthropic({ apiKey: "key", baseURL: process.env["BASE_URL"] })

for await (const { id } of client.models.list()) console.log(id)
