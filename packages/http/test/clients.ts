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
