/** workerd: answers with the result. */
import { list } from "./list.ts"

// oxlint-disable-next-line import/no-default-export -- workerd asks for it
export default {
  fetch: async (_request: Request, env: { readonly ANTHROPIC_BASE_URL: string }): Promise<Response> =>
    Response.json(await list(env.ANTHROPIC_BASE_URL))
}
