import Anthropic from "@anthropic-ai/sdk"

declare const BASE_URL: string

const client = new Anthropic({ apiKey: "key", baseURL: BASE_URL, dangerouslyAllowBrowser: true })

for await (const { id } of client.models.list({ limit: 20 })) console.log(id)
