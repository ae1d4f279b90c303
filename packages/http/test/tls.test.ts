/** Failures of TLS, which stay as they are however often a client retries, over the three clients. */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import * as Http from "node:http"
import * as Https from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Models from "@anthropic-models/core/Models"
import { afterAll, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as ModelsHttp from "../src/ModelsHttp.ts"
import * as RetryPolicy from "../src/RetryPolicy.ts"
import { clients, names, type Client } from "./clients.ts"
import * as RawServer from "./RawServer.ts"
import { key, page } from "./scripted.ts"

const folder = mkdtempSync(join(tmpdir(), "anthropic-models-tls-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** A certificate that its own key signed. */
const selfSigned = (() => {
  const [keyFile, certFile] = [join(folder, "server.key"), join(folder, "server.crt")]
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
  const files = ["-keyout", keyFile, "-out", certFile]
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
  execFileSync("openssl", ["req", ...kind, ...subject, ...files], { stdio: "ignore" })
  return { key: readFileSync(keyFile), cert: readFileSync(certFile) }
})()

/** Listens on a free port, and counts connections and requests. Would answer each request with a page. */
const listening = (server: Http.Server | Https.Server) =>
  Effect.acquireRelease(
    Effect.async<{ readonly port: number; readonly connections: () => number; readonly requests: () => number }>(
      (resume) => {
        let connections = 0
        let requests = 0
        server.on("connection", () => (connections += 1))
        server.on("request", (_, response: Http.ServerResponse) => {
          requests += 1
          response.end(JSON.stringify(page("a")))
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          resume(Effect.succeed({ port, connections: () => connections, requests: () => requests }))
        })
      }
    ),
    () => Effect.sync(() => (server.closeAllConnections(), server.close()))
  )

const listOver = (client: Client, baseUrl: string) =>
  Models.list().pipe(
    Effect.provide(
      ModelsHttp.layer({
        apiKey: Redacted.make(key),
        baseUrl,
        retry: RetryPolicy.make({ baseDelay: 1, maxDelay: 1 })
      }).pipe(Layer.provide(clients[client]))
    )
  )

describe.each(names)("over %s", (client) => {
  it.live("a certificate that does not verify is an error that says so, and is not retried", () =>
    Effect.gen(function* () {
      const server = yield* listening(Https.createServer(selfSigned))
      const url = `https://127.0.0.1:${server.port}`
      const error = yield* Effect.flip(listOver(client, url))
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Certificate", isRetryable: false, attempts: 1 })
      expect(error.message).toContain(`no answer from ${url}/v1/models`)
      expect(error.message).toContain("the certificate of the server does not verify: DEPTH_ZERO_SELF_SIGNED_CERT")
      expect(server.connections()).toBe(1)
      expect(server.requests()).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("an https URL whose port speaks plain http is an error that says so, and is not retried", () =>
    Effect.gen(function* () {
      const server = yield* listening(Http.createServer())
      const url = `https://127.0.0.1:${server.port}`
      const error = yield* Effect.flip(listOver(client, url))
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Protocol", isRetryable: false, attempts: 1 })
      expect(error.message).toContain(`no answer from ${url}/v1/models`)
      expect(error.message).toContain("the URL is https, but the port speaks plain http")
      expect(server.connections()).toBe(1)
    }).pipe(Effect.scoped)
  )

  it.live("an http URL whose port answers with a TLS alert is an error that says so, and is not retried", () =>
    Effect.gen(function* () {
      const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46])
      const server = yield* RawServer.make(() => [{ send: alert }, "end"])
      const error = yield* Effect.flip(listOver(client, server.url))
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Protocol", isRetryable: false, attempts: 1 })
      expect(error.message).toContain(`no answer from ${server.url}/v1/models`)
      expect(error.message).toContain("the URL is http, but the port speaks TLS")
      expect(server.connections()).toBe(1)
    }).pipe(Effect.scoped)
  )

  it.live("an http URL whose port hangs up without a word, as Node's TLS server does, is retried", () =>
    Effect.gen(function* () {
      const server = yield* listening(Https.createServer(selfSigned))
      const url = `http://127.0.0.1:${server.port}`
      const error = yield* Effect.flip(listOver(client, url))
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Transport", attempts: 3 })
      expect(error.message).toContain(`no answer from ${url}/v1/models`)
      expect(server.requests()).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("a refused https connection is retried", () =>
    Effect.gen(function* () {
      const { port } = yield* Effect.scoped(listening(Https.createServer(selfSigned)))
      const error = yield* Effect.flip(listOver(client, `https://127.0.0.1:${port}`))
      expect(error).toMatchObject({ _tag: "ConnectionError", reason: "Transport", attempts: 3 })
      expect(error.message).toContain("ECONNREFUSED")
    })
  )
})
