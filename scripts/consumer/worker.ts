/** workerd: answers with the result. */
import { list } from "./list.ts"

// oxlint-disable-next-line import/no-default-export -- workerd asks for it
export default {
  fetch: async (request: Request): Promise<Response> =>
    Response.json(await list(new URL(request.url).searchParams.get("baseUrl") ?? ""))
}
