/** The three clients of Effect's platform. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"

export const clients = {
  fetch: FetchHttpClient.layer,
  node: NodeHttpClient.layer,
  undici: NodeHttpClient.layerUndici
}

export type Client = keyof typeof clients

export const names: ReadonlyArray<Client> = ["fetch", "node", "undici"]

/** For tests of what happens after the bytes are read, which is the same for all. With `FULL=1` these are all of them. */
export const anyClient: ReadonlyArray<Client> = process.env["FULL"] === "1" ? names : ["undici"]
