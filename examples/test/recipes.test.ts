import { createServer, request } from "node:http"
import { FakeAnthropic, requests } from "@anthropic-models/testing/FakeAnthropic"
import * as FakeAnthropicNode from "@anthropic-models/testing/FakeAnthropicNode"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { vi } from "vitest"
import { GET } from "../src/route.ts"
import worker from "../src/worker.ts"
import { run, runSource } from "./support/run.ts"

const key = "sk-ant-test-of-the-examples"

/** Runs an example against the fake API. */
const runOnFake = (
  example: string,
  options: { readonly args?: ReadonlyArray<string>; readonly env?: Readonly<Record<string, string>> } = {}
) =>
  Effect.gen(function* () {
    const { baseUrl } = yield* FakeAnthropic
    const env = { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: baseUrl, ...options.env }
    return yield* run(example, { ...options, env })
  }).pipe(Effect.provide(FakeAnthropicNode.layer({ apiKey: key })))

/** The output of errors.ts. */
const errors = [
  "found Claude Opus 4.6",
  "there is no model claude-nope",
  "the key was refused: is it current?",
  "too many requests: wait 3s",
  "529 overloaded_error: Overloaded: try later",
  ""
].join("\n")

describe.concurrent("examples in memory", () => {
  it.live.each<[string, string | RegExp]>([
    ["testLayer", "23 of 45 models think\nand when the API is busy: 529 overloaded_error: try later\n"],
    ["resume", /45 models kept, 45 of them different\n$/],
    ["errors", errors],
    [
      "backpressure",
      "15 models, 10 a page, on demand: 2 of 10 pages requested\nwith prefetch 2: 4 of 10 pages requested\n"
    ],
    ["retries", "5 models after 4 requests\n"],
    ["keyRotation", "3 models with 2 requests: the old key was refused once\n"],
    [
      "gateway",
      /claude-opus-4-6 unreadable: \[ 'created_at', 'max_tokens' \][^]*401 authentication_error: no key for this team/
    ],
    ["faults", "45 of 45 models with 7 requests for 5 pages\n"],
    ["telemetry", /GET \/v1\/models[^]*Models\.list[^]*anthropic_models\.client\.attempts/]
  ])("%s", ([example, expected]) =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run(example)
      expect(stderr).toBe("")
      expect(stdout).toMatch(expected instanceof RegExp ? expected : new RegExp(`^${escaped(expected)}$`))
      expect(code).toBe(0)
    })
  )
})

describe.concurrent("an example", () => {
  it.live("runs with tsx, without a build", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* runSource("errors")
      expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: "", stdout: errors })
    })
  )
})

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

describe.concurrent("examples on the API", () => {
  it.live.each<[string, RegExp, ReadonlyArray<string>]>([
    ["onePage", /and there are more\nlargest output of the newest: \d+ tokens\n$/, []],
    ["everyModel", /^claude-[^]*\n46 models\n$/, []],
    ["choose", /^use claude-\S+\n$/, []],
    ["withoutEffect", /^(claude-[^\n]*\n){46}404 404 not_found_error: [^\n]*claude-nope[^\n]*\n$/, []],
    ["aiAnthropic", /^use claude-\S+\n$/, ["--dry"]]
  ])("%s", ([example, expected, args]) =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* runOnFake(example, { args })
      expect(stderr).toBe("")
      expect(stdout).toMatch(expected)
      expect(code).toBe(0)
    })
  )

  it.live("withoutEffect says which setting is missing", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* run("withoutEffect")
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      expect(stdout).toMatch(/ANTHROPIC_API_KEY/)
    })
  )

  it.live("worker answers each of two requests at once", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic
      const answers = yield* fetchAll(2, () =>
        worker.fetch(new Request("http://localhost/models"), {
          ANTHROPIC_API_KEY: key,
          ANTHROPIC_BASE_URL: baseUrl
        })
      )
      expect(answers).toEqual([
        { status: 200, count: 46 },
        { status: 200, count: 46 }
      ])
      expect((yield* requests).length).toBe(2)
    }).pipe(Effect.provide(FakeAnthropicNode.layer({ apiKey: key })))
  )

  it.live("worker answers that its key is missing", () =>
    Effect.gen(function* () {
      const answer = yield* Effect.promise(() => worker.fetch(new Request("http://localhost/models"), {}))
      expect(answer.status).toBe(502)
      expect(yield* Effect.promise(() => answer.text())).toContain("ANTHROPIC_API_KEY")
    })
  )

  it.live("proxy", () =>
    Effect.gen(function* () {
      const proxied: Array<string> = []
      const url = yield* proxy((target) => proxied.push(target))
      const { code, stderr, stdout } = yield* runOnFake("proxy", { env: { HTTPS_PROXY: url } })
      expect(stderr).toBe("")
      expect(stdout).toBe("46 models through the proxy\n")
      expect(code).toBe(0)
      expect(proxied.length).toBeGreaterThan(0)
    }).pipe(Effect.scoped)
  )
})

/** Not beside other tests, because it sets variables of this process. */
describe("an example within a server", () => {
  it.live("route asks the API once", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* FakeAnthropic
      vi.stubEnv("ANTHROPIC_API_KEY", key)
      vi.stubEnv("ANTHROPIC_BASE_URL", baseUrl)
      const together = yield* fetchAll(2, GET)
      const later = yield* fetchAll(1, GET)
      expect([...together, ...later]).toEqual(Array.from({ length: 3 }, () => ({ status: 200, count: 47 })))
      expect((yield* requests).length).toBe(1)
    }).pipe(
      Effect.ensuring(Effect.sync(() => vi.unstubAllEnvs())),
      Effect.provide(FakeAnthropicNode.layer({ apiKey: key }))
    )
  )
})

/** Sends requests at once, and counts the models of each answer. */
const fetchAll = (count: number, fetch: () => Promise<Response>) =>
  Effect.promise(() =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const answer = await fetch()
        const models: unknown = await answer.json()
        return { status: answer.status, count: Array.isArray(models) ? models.length : models }
      })
    )
  )

/** A forward proxy: `CONNECT` as a tunnel, and plain requests by their absolute URL. */
const proxy = (onRequest: (target: string) => void) =>
  Effect.acquireRelease(
    Effect.async<{ readonly url: string; readonly close: () => void }>((resume) => {
      const server = createServer((incoming, outgoing) => {
        onRequest(incoming.url ?? "")
        const forwarded = request(
          incoming.url ?? "",
          { method: incoming.method, headers: incoming.headers },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
            answer.pipe(outgoing)
          }
        )
        incoming.pipe(forwarded)
      })
      server.on("connect", (incoming, socket) => {
        onRequest(incoming.url ?? "")
        const [host = "", port = ""] = (incoming.url ?? "").split(":")
        void import("node:net").then(({ connect }) => {
          const upstream = connect(Number(port), host, () => {
            socket.write("HTTP/1.1 200 Connection established\r\n\r\n")
            upstream.pipe(socket)
            socket.pipe(upstream)
          })
          upstream.on("error", () => socket.destroy())
          socket.on("error", () => upstream.destroy())
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, close: () => void server.close() }))
      })
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map(({ url }) => url))
