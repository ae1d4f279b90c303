/** A page in a browser: shows the result. The server that it came from passes its requests on. */
import { list } from "./list.ts"

document.body.textContent = await list(location.origin).then(JSON.stringify, String)
