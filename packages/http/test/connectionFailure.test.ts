import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { describe as describeFailure } from "../src/internal/connectionFailure.ts"

const coded = (code: string, message = "", more: object = {}) => Object.assign(new Error(message), { code, ...more })
const fetchFailed = (cause: unknown) => new TypeError("fetch failed", { cause })

const certificate = (said: string) => ({
  reason: "Certificate",
  text: `the certificate of the server does not verify: ${said}`
})
const https = (said: string) => ({
  reason: "Protocol",
  text: `the URL is https, but the port speaks plain http: ${said}`
})
const http = (said: string) => ({ reason: "Protocol", text: `the URL is http, but the port speaks TLS: ${said}` })

describe("a failed connection", () => {
  it.each<[name: string, error: unknown, expected: string]>([
    ["its code", coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1"), "ECONNREFUSED"],
    ["the code of its cause", fetchFailed(coded("ECONNRESET")), "ECONNRESET"],
    ["the innermost code", coded("UND_ERR", "", { cause: coded("ENOTFOUND") }), "ENOTFOUND"],
    [
      "the code of several addresses",
      Object.assign(new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]), { code: "ECONNREFUSED" }),
      "ECONNREFUSED"
    ],
    [
      "the code of the first address",
      new AggregateError([coded("EHOSTUNREACH"), coded("ECONNREFUSED")]),
      "EHOSTUNREACH"
    ],
    [
      "the text of Deno",
      new TypeError(
        "error sending request: client error (Connect): tcp connect error: Connection refused (os error 111)"
      ),
      "error sending request: client error (Connect): tcp connect error: Connection refused (os error 111)"
    ],
    ["the code of Bun", coded("ConnectionRefused", "Unable to connect."), "Unable to connect."],
    ["the text of a bad port", fetchFailed(new Error("bad port")), "bad port"],
    ["a text that is the cause itself", fetchFailed("no route"), "fetch failed"],
    ["a failure that is a text", "no route", "no route"],
    ["a failure without words", {}, "unknown reason"],
    ["no failure at all", undefined, "unknown reason"]
  ])("is described by %s", (_, error, expected) => {
    expect(describeFailure(error)).toEqual({ reason: "Transport", text: expected })
  })

  it.each<[name: string, error: unknown, expected: object]>([
    [
      "a self-signed certificate",
      fetchFailed(coded("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate")),
      certificate("DEPTH_ZERO_SELF_SIGNED_CERT")
    ],
    ["an unknown issuer", coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"), certificate("UNABLE_TO_GET_ISSUER_CERT_LOCALLY")],
    ["an unverified leaf", coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), certificate("UNABLE_TO_VERIFY_LEAF_SIGNATURE")],
    ["an expired certificate", fetchFailed(coded("CERT_HAS_EXPIRED")), certificate("CERT_HAS_EXPIRED")],
    ["another host name", coded("ERR_TLS_CERT_ALTNAME_INVALID"), certificate("ERR_TLS_CERT_ALTNAME_INVALID")],
    [
      "a certificate by the words of Deno",
      new TypeError("client error (Connect): invalid peer certificate: UnknownIssuer"),
      certificate("client error (Connect): invalid peer certificate: UnknownIssuer")
    ],
    [
      "https on a plain port, by its code",
      fetchFailed(coded("ERR_SSL_WRONG_VERSION_NUMBER")),
      https("ERR_SSL_WRONG_VERSION_NUMBER")
    ],
    [
      "https on a plain port, by the words of node:http",
      coded("EPROTO", "write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:s3.c:1:"),
      https("EPROTO")
    ],
    [
      "http on a TLS port, by the bytes that node:http shows",
      coded("HPE_INVALID_CONSTANT", "Parse Error", { rawPacket: Buffer.from("15030100020246", "hex") }),
      http("HPE_INVALID_CONSTANT")
    ],
    [
      "http on a TLS port, by the bytes that undici shows",
      fetchFailed(coded("HPE_INVALID_CONSTANT", "Expected HTTP/", { data: "\x15\x03\x03\x00\x02" })),
      http("HPE_INVALID_CONSTANT")
    ]
  ])("can be %s, which no retry mends", (_, error, expected) => {
    expect(describeFailure(error)).toEqual(expected)
  })

  it("is a failure of the transport if its bytes are something else", () => {
    const error = coded("HPE_INVALID_CONSTANT", "Parse Error", { rawPacket: Buffer.from("SSH-2.0") })
    expect(describeFailure(error)).toEqual({ reason: "Transport", text: "HPE_INVALID_CONSTANT" })
  })

  it("may contain itself", () => {
    const error: Error & { cause?: unknown } = new Error("loop")
    error.cause = error
    expect(describeFailure(error)).toEqual({ reason: "Transport", text: "loop" })
  })

  it.prop("is described in words, whatever was thrown", [FastCheck.anything()], ([error]) => {
    const { text } = describeFailure(error)
    expect(text.trim()).not.toBe("")
  })
})
