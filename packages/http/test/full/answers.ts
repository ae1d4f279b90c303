/** Arbitrary answers of a server, as bytes: well-formed ones, and ones that are cut or damaged. */
import { gzipSync } from "node:zlib"
import * as FastCheck from "effect/FastCheck"
import type { Step } from "../RawServer.ts"
import { echo } from "./secrets.ts"

/** An answer, and the request that it answers. */
export interface Input {
  readonly call: "list" | "get" | "request"
  readonly bytes: Buffer
  /** The positions at which the bytes are sent in pieces. */
  readonly pieces: ReadonlyArray<number>
  /** What happens after the last byte. */
  readonly end: "keep" | "end" | "reset" | "stall"
  /** Whether bytes were changed, so that an echo of the key may be incomplete. */
  readonly damaged?: boolean
  /** The JSON that the client has to read, if the answer leaves no doubt. */
  readonly expected?: unknown
}

/** What the server does on the socket. */
export const stepsOf = ({ bytes, end, pieces }: Input): ReadonlyArray<Step> => {
  const cuts = [0, ...pieces.toSorted((a, b) => a - b), bytes.length]
  return [
    ...cuts.slice(1).flatMap((to, index): ReadonlyArray<Step> => {
      const send = bytes.subarray(cuts[index], to)
      return index === 0 ? [{ send }] : [{ wait: 1 }, { send }]
    }),
    ...(end === "reset" ? [{ wait: 2 }, end] : end === "keep" ? [] : [end])
  ] satisfies ReadonlyArray<Step>
}

type Arbitrary<A> = FastCheck.Arbitrary<A>
type Headers = ReadonlyArray<readonly [name: string, value: string]>

const { array, constant, constantFrom, integer, oneof, option, record, tuple } = FastCheck

/** Printable text, text of any kind, and text with the key in it. */
const words: Arbitrary<string> = oneof(
  { weight: 3, arbitrary: FastCheck.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: FastCheck.fullUnicodeString({ maxLength: 40 }) },
  { weight: 1, arbitrary: integer({ min: 0, max: 2500 }).map((length) => "x".repeat(length)) },
  { weight: 2, arbitrary: tuple(FastCheck.string({ maxLength: 20 }), echo).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: constantFrom("", " ", "\r\nx-api-key: a", "\u202eabc\u2066", "\u001b[31m", "null") }
)

/** A text that may stand in a header. */
const value: Arbitrary<string> = words.map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?").slice(0, 1000))

const number: Arbitrary<string> = oneof(
  constantFrom("0", "-1", "0.001", "1", "5", "1e3", "NaN", "Infinity", "99999999999999999999", "0x10", "1, 2", ""),
  FastCheck.double().map(String)
)

const date: Arbitrary<string> = oneof(
  FastCheck.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  FastCheck.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  constantFrom("Wed, 31 Feb 2026 25:00:00 GMT", "Sun Nov  6 08:49:37 1994", "tomorrow")
)

/** Headers that leave the body as it is. */
const header: Arbitrary<readonly [string, string]> = oneof(
  tuple(constantFrom("request-id", "x-request-id", "server", "set-cookie", "x-echo", "location", "link"), value),
  tuple(constantFrom("retry-after", "retry-after-ms"), oneof(number, date, value)),
  tuple(constant("x-should-retry"), constantFrom("true", "false", "maybe", "TRUE, false")),
  tuple(
    tuple(
      constantFrom("requests", "tokens", "input-tokens", "a"),
      constantFrom("limit", "remaining", "reset", "b")
    ).map((parts) => `anthropic-ratelimit-${parts.join("-")}`),
    oneof(number, date, value)
  ),
  tuple(constant("date"), date),
  tuple(
    constant("content-type"),
    oneof(constantFrom("application/json", "application/json; charset=utf-16", "text/html", "image/png", "json"), value)
  )
)

/** Headers that lie about the body or about the connection. */
const lie: Arbitrary<readonly [string, string]> = oneof(
  tuple(
    constant("content-encoding"),
    constantFrom("gzip", "GZIP", "x-gzip", "gzip, gzip", "deflate", "br", "zstd", "identity", "none", "gzip;q=1")
  ),
  tuple(constant("content-length"), oneof(number, integer({ min: 0, max: 3000 }).map(String))),
  tuple(constant("transfer-encoding"), constantFrom("chunked", "gzip, chunked", "identity", "chunked, chunked", "x")),
  tuple(constant("connection"), constantFrom("close", "keep-alive", "upgrade", "x, close")),
  tuple(constantFrom("upgrade", "trailer", "expect"), value),
  tuple(
    constantFrom("x-long", "set-cookie"),
    integer({ min: 8000, max: 70_000 }).map((length) => "x".repeat(length))
  ),
  tuple(constantFrom("x bad", "x-bad:", "", "x\u0000", "x\r\n y"), value)
)

const json: Arbitrary<unknown> = FastCheck.jsonValue({ maxDepth: 3 })

const id: Arbitrary<string> = oneof(
  integer({ min: 0, max: 99 }).map((version) => `claude-opus-${version}`),
  words.map((text) => text || "claude")
)

const model: Arbitrary<Readonly<Record<string, unknown>>> = tuple(
  id,
  FastCheck.dictionary(
    constantFrom(
      "type",
      "display_name",
      "created_at",
      "capabilities",
      "max_tokens",
      "max_input_tokens",
      "lifecycle",
      "line",
      "deprecated_at",
      "retires_at",
      "object",
      "__proto__"
    ),
    oneof(json, words, date, integer()),
    { maxKeys: 6 }
  )
).map(([id, facts]) => ({ ...facts, id }))

const page: Arbitrary<Readonly<Record<string, unknown>>> = record({
  data: array(model, { maxLength: 12 }),
  has_more: oneof(FastCheck.boolean(), constant(null)),
  first_id: option(words),
  last_id: option(words)
})

const envelope = record({
  type: constant("error"),
  error: record({
    type: oneof(constantFrom("overloaded_error", "authentication_error", "api_error", "not_found_error"), words),
    message: words
  }),
  request_id: option(words)
})

const foreignError: Arbitrary<unknown> = oneof(
  record({ error: record({ message: words, type: words, code: oneof(words, integer()) }, { requiredKeys: [] }) }),
  record({ error: words }),
  record({ detail: oneof(words, array(record({ msg: words }), { maxLength: 3 })) }),
  record({ message: words, code: integer(), data: constant(null), success: FastCheck.boolean() }),
  record({ errors: array(oneof(words, record({ message: words })), { maxLength: 3 }) })
)

const written = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** The body of an answer before compression, and the JSON that it certainly is. */
interface Body {
  readonly plain: Buffer
  readonly json?: unknown
}

const certain = (json: unknown): Body => ({ plain: written(json), json })
const doubtful = (plain: Buffer): Body => ({ plain })

const bodyOf = (good: Arbitrary<unknown>): Arbitrary<Body> =>
  oneof(
    { weight: 8, arbitrary: good.map(certain) },
    {
      weight: 2,
      arbitrary: good.map((json) => ({ plain: Buffer.from(`\ufeff ${JSON.stringify(json, null, 2)}\n`), json }))
    },
    { weight: 3, arbitrary: oneof(envelope, foreignError).map((error) => doubtful(written(error))) },
    { weight: 2, arbitrary: json.map((value) => doubtful(written(value))) },
    { weight: 2, arbitrary: words.map((text) => doubtful(Buffer.from(text))) },
    {
      weight: 1,
      arbitrary: tuple(words, words).map(([title, text]) =>
        doubtful(Buffer.from(`<html><title>${title}</title>${text}`))
      )
    },
    {
      weight: 1,
      arbitrary: words.map((text) => doubtful(written({ data: [{ id: 7 }, { id: text }], has_more: text })))
    },
    { weight: 1, arbitrary: words.map((text) => doubtful(written({ data: text, [text]: text }))) },
    {
      weight: 1,
      arbitrary: tuple(constantFrom("[", '{"a":', '{"data":[', "[0,"), integer({ min: 1, max: 5000 })).map(
        ([part, count]) => doubtful(Buffer.from(part.repeat(count)))
      )
    },
    { weight: 1, arbitrary: good.map((json) => doubtful(Buffer.from(JSON.stringify(json), "utf16le"))) },
    { weight: 1, arbitrary: FastCheck.uint8Array({ maxLength: 200 }).map((bytes) => doubtful(Buffer.from(bytes))) },
    { weight: 1, arbitrary: constantFrom(300_000, 3_000_000).map((size) => doubtful(Buffer.alloc(size, 0x20))) }
  )

type Compression = "none" | "gzip" | "gzip without a header" | "a header without gzip" | "gzip in two parts"

const compressed = ({ plain }: Body, compression: Compression): Buffer => {
  const half = plain.length >> 1
  if (compression === "gzip" || compression === "gzip without a header") return gzipSync(plain)
  if (compression === "gzip in two parts") {
    return Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))])
  }
  return plain
}

type Framing = "length" | "chunked" | "close"

const chunked = (body: Buffer, cuts: ReadonlyArray<number>, extension: string, trailers: string): Buffer => {
  const at = [0, ...cuts.map((cut) => Math.floor(cut * body.length)).toSorted((a, b) => a - b), body.length]
  const parts = at.slice(1).map((to, index) => body.subarray(at[index], to))
  return Buffer.concat([
    ...parts
      .filter(({ length }) => length > 0)
      .flatMap((part) => [Buffer.from(`${part.length.toString(16)}${extension}\r\n`), part, Buffer.from("\r\n")]),
    Buffer.from(`0\r\n${trailers}\r\n`)
  ])
}

const share: Arbitrary<number> = FastCheck.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

const interim = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n"

const status: Arbitrary<number> = oneof(
  { weight: 5, arbitrary: constant(200) },
  { weight: 1, arbitrary: constantFrom(201, 202, 203, 206, 299) },
  { weight: 1, arbitrary: constantFrom(204, 205, 300, 301, 302, 304, 307, 308, 399) },
  {
    weight: 3,
    arbitrary: constantFrom(400, 401, 402, 403, 404, 408, 409, 413, 418, 429, 500, 502, 503, 504, 520, 529)
  },
  { weight: 1, arbitrary: constantFrom(0, 99, 100, 101, 599, 600, 999, 1000, -200) }
)

const isPlainSuccess = (status: number): boolean => status >= 200 && status < 300 && status !== 204 && status !== 205

/**
 * With more bytes that cannot be decompressed, undici 7 below fetch ends the process (nodejs/undici#5360), and nothing
 * above it can prevent that.
 */
const maxLie = 50_000

/** A whole answer. */
const whole = (call: Input["call"]): Arbitrary<Input> =>
  record({
    status,
    reason: oneof(constantFrom("OK", "", "Internal Server Error"), value),
    headers: array(header, { maxLength: 6 }),
    lies: oneof(
      { weight: 6, arbitrary: constant<Headers>([]) },
      { weight: 1, arbitrary: array(lie, { maxLength: 2 }) }
    ),
    body: bodyOf(call === "get" ? model : page),
    compression: constantFrom<Compression>(
      ...([
        "none",
        "none",
        "none",
        "gzip",
        "gzip without a header",
        "a header without gzip",
        "gzip in two parts"
      ] as const)
    ),
    framing: constantFrom<Framing>("length", "chunked", "close"),
    cuts: array(share, { maxLength: 4 }),
    extension: constantFrom("", "", ";a=b", ";x"),
    trailers: constantFrom("", "", "x-trailer: 1\r\n"),
    hints: integer({ min: 0, max: 12 }).map((count) => Math.max(0, count - 9)),
    pieces: array(share, { maxLength: 3 })
  }).map((parts) => {
    const { body, compression, cuts, extension, framing, headers, hints, lies, pieces, reason, status, trailers } =
      parts
    const isHonest = lies.length === 0 && compression !== "a header without gzip"
    const sent = compressed(body, compression).subarray(0, isHonest ? undefined : maxLie)
    const head: Headers = [
      ...headers,
      ...(compression === "gzip" || compression === "a header without gzip" || compression === "gzip in two parts"
        ? [["content-encoding", "gzip"] as const]
        : []),
      ...(framing === "length" ? [["content-length", String(sent.length)] as const] : []),
      ...(framing === "chunked" ? [["transfer-encoding", "chunked"] as const] : []),
      ...lies
    ]
    const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join("")
    const bytes = Buffer.concat([
      Buffer.from(`${interim.repeat(hints)}HTTP/1.1 ${status} ${reason}\r\n${lines}\r\n`, "latin1"),
      framing === "chunked" ? chunked(sent, cuts, extension, trailers) : sent
    ])
    const isCertain =
      "json" in body &&
      isPlainSuccess(status) &&
      lies.length === 0 &&
      (compression === "none" ||
        compression === "gzip" ||
        (compression === "gzip without a header" && call !== "request"))
    return {
      call,
      bytes,
      pieces: pieces.map((piece) => Math.floor(piece * bytes.length)),
      end: isPlainSuccess(status) && framing !== "close" && lies.length === 0 ? "keep" : "end",
      ...(isCertain ? { expected: body.json } : {})
    }
  })

/** The same answer, of which only a part arrives. */
const cut = (input: Arbitrary<Input>): Arbitrary<Input> =>
  tuple(
    input,
    share,
    oneof(
      { weight: 4, arbitrary: constantFrom("end" as const, "reset" as const) },
      { weight: 1, arbitrary: constant("stall" as const) }
    )
  ).map(([{ bytes, call }, at, end]) => ({
    call,
    bytes: bytes.subarray(0, Math.floor(at * bytes.length)),
    pieces: [],
    end
  }))

/** Bytes that mean something to a reader of HTTP, gzip or JSON. */
const tokens: ReadonlyArray<string> = [
  "\r\n",
  "\r\n\r\n",
  "\n",
  "\r",
  ":",
  "\u0000",
  " ",
  "\t",
  "0\r\n\r\n",
  "1\r\n",
  "-1\r\n",
  "ffffffffffffffff\r\n",
  "content-length: 5\r\n",
  "content-length: 99999999999\r\n",
  "transfer-encoding: chunked\r\n",
  "content-encoding: gzip\r\n",
  "HTTP/1.1 200 OK\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
  "HTTP/0.9 ",
  "HTTP/2.0 ",
  "{",
  "}",
  "[",
  "]",
  ",",
  '"',
  "\\",
  '"has_more":false,',
  '"data":[],',
  "null",
  "\u001f\u008b",
  "\u001f\u008b\u0008"
]

interface Damage {
  readonly kind: "flip" | "insert" | "delete" | "repeat"
  readonly place: "anywhere" | "in the body"
  readonly at: number
  readonly length: number
  readonly byte: number
  readonly token: string
}

const damage: Arbitrary<Damage> = record({
  kind: constantFrom("flip", "insert", "delete", "repeat"),
  place: constantFrom("anywhere", "in the body"),
  at: share,
  length: integer({ min: 1, max: 40 }),
  byte: integer({ min: 0, max: 255 }),
  token: constantFrom(...tokens)
})

const damaged = (bytes: Buffer, { at, byte, kind, length, place, token }: Damage): Buffer => {
  const start = place === "anywhere" ? 0 : bytes.indexOf("\r\n\r\n") + 4
  const from = start + Math.floor(at * (bytes.length - start))
  const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)]
  switch (kind) {
    case "flip":
      return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)])
    case "insert":
      return Buffer.concat([before, Buffer.from(token, "latin1"), after])
    case "delete":
      return Buffer.concat([before, after.subarray(length)])
    case "repeat":
      return Buffer.concat([before, after.subarray(0, length), after])
  }
}

/** The same answer with other bytes in it. */
const mutated = (input: Arbitrary<Input>): Arbitrary<Input> =>
  tuple(input, array(damage, { minLength: 1, maxLength: 3 }), constantFrom("end" as const, "reset" as const)).map(
    ([{ bytes, call }, all, end]) => ({ call, bytes: all.reduce(damaged, bytes), pieces: [], end, damaged: true })
  )

/** Every kind of answer. */
export const inputs: Arbitrary<Input> = constantFrom<Input["call"]>("list", "list", "list", "get", "request").chain(
  (call) => {
    const answer = whole(call)
    return oneof(
      { weight: 10, arbitrary: answer },
      { weight: 3, arbitrary: cut(answer) },
      { weight: 6, arbitrary: mutated(answer) },
      {
        weight: 1,
        arbitrary: FastCheck.uint8Array({ maxLength: 300 }).map((bytes) => ({
          call,
          bytes: Buffer.from(bytes),
          pieces: [],
          end: "end" as const
        }))
      }
    )
  }
)
