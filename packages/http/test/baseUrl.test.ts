import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import { parse } from "../src/internal/baseUrl.ts"

describe("a base URL", () => {
  it.each<[given: string, href: string]>([
    ["https://api.anthropic.com", "https://api.anthropic.com"],
    ["https://gateway.example/", "https://gateway.example"],
    ["https://gateway.example//", "https://gateway.example"],
    [" https://gateway.example:8443 ", "https://gateway.example:8443"],
    ["https://gateway.example/anthropic", "https://gateway.example/anthropic"],
    ["https://gateway.example/api/anthropic/", "https://gateway.example/api/anthropic"],
    ["https://gateway.example/v1x", "https://gateway.example/v1x"],
    ["https://gateway.example/v1beta", "https://gateway.example/v1beta"],
    ["https://gateway.example/v1", "https://gateway.example"],
    ["https://gateway.example/v1/", "https://gateway.example"],
    ["https://gateway.example/v1//", "https://gateway.example"],
    ["https://gateway.example/V1", "https://gateway.example"],
    ["https://gateway.example/anthropic/v1", "https://gateway.example/anthropic"],
    ["https://gateway.example/anthropic//v1/", "https://gateway.example/anthropic"],
    ["https://gateway.example/v1/anthropic", "https://gateway.example/v1/anthropic"],
    ["HTTPS://GATEWAY.example", "https://gateway.example"]
  ])("of %j sends requests to %s", (given, href) => {
    expect(Either.map(parse(given, false), (url) => url.href)).toEqual(Either.right(href))
  })

  it.each<[given: string, right: string]>([
    ["https://gateway.example/v1/messages", "https://gateway.example"],
    ["https://gateway.example/v1/messages/", "https://gateway.example"],
    ["https://gateway.example/v1/messages/count_tokens", "https://gateway.example"],
    ["https://gateway.example/v1/models", "https://gateway.example"],
    ["https://gateway.example/v1/models/claude-opus-4-6", "https://gateway.example"],
    ["https://gateway.example/anthropic/v1/messages", "https://gateway.example/anthropic"],
    ["https://gateway.example/v1/complete", "https://gateway.example"],
    ["https://gateway.example/v1/chat/completions", "https://gateway.example"],
    ["https://gateway.example?beta=true", "https://gateway.example"],
    ["https://gateway.example/anthropic/?beta=true", "https://gateway.example/anthropic"],
    ["https://gateway.example/a?", "https://gateway.example/a"],
    ["https://gateway.example/a#b", "https://gateway.example/a"],
    ["https://gateway.example/a#", "https://gateway.example/a"]
  ])("of %j is refused with the right form %s", (given, right) => {
    expect(Either.flip(parse(given, false))).toEqual(Either.right(expect.stringMatching(`: use ${right}$`)))
  })

  it.each<[given: string, problem: string]>([
    ["", "must be an http or https URL"],
    ["gateway.example", "must be an http or https URL"],
    ["gateway.example:8080", "must be an http or https URL"],
    ["/anthropic", "must be an http or https URL"],
    ["ftp://gateway.example", "must be an http or https URL"],
    ["http:/", "must be an http or https URL"],
    ["https://user@gateway.example", "must not contain a user or password"],
    ["https://user:hunter2@gateway.example", "must not contain a user or password"],
    ["https://:hunter2@gateway.example", "must not contain a user or password"]
  ])("of %j is refused: %s", (given, problem) => {
    const refusal = Either.flip(parse(given, false))
    expect(refusal).toEqual(Either.right(expect.stringContaining(problem)))
    expect(JSON.stringify(refusal)).not.toContain("hunter2")
  })
})

describe("plain http", () => {
  it.each([
    "http://localhost:3000",
    "http://api.localhost",
    "http://127.0.0.1:8080",
    "http://127.1.2.3",
    "http://[::1]:8080"
  ])("is fine on this machine: %s", (given) => {
    expect(Either.map(parse(given, false), ({ isPlain }) => isPlain)).toEqual(Either.right(false))
  })

  it.each([
    "http://litellm:4000",
    "http://host.docker.internal:11434",
    "http://gateway.local",
    "http://models.corp.internal",
    "http://10.1.2.3:4000",
    "http://192.168.0.10",
    "http://172.16.0.1",
    "http://172.31.255.255",
    "http://[fd12:3456::1]:4000",
    "http://[fe80::1]"
  ])("is allowed in a private network, and known to be plain: %s", (given) => {
    expect(Either.map(parse(given, false), ({ isPlain }) => isPlain)).toEqual(Either.right(true))
  })

  it.each([
    "http://api.anthropic.com",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://10.evil.example",
    "http://10.1.2.3.evil.example",
    "http://192.169.0.1",
    "http://172.15.0.1",
    "http://172.32.0.1",
    "http://11.0.0.1",
    "http://8.8.8.8",
    "http://internal.example",
    "http://[2001:db8::1]",
    "http://[fe00::1]"
  ])("to any other host needs allowInsecureHttp: %s", (given) => {
    expect(Either.flip(parse(given, false))).toEqual(Either.right(expect.stringContaining("must be https")))
    expect(Either.map(parse(given, true), ({ isPlain }) => isPlain)).toEqual(Either.right(true))
  })
})

describe("the server of a base URL", () => {
  it.each<[given: string, host: string, port: number]>([
    ["https://api.anthropic.com", "api.anthropic.com", 443],
    ["https://api.anthropic.com:8443/a", "api.anthropic.com", 8443],
    ["http://localhost", "localhost", 80],
    ["http://[::1]:8080", "::1", 8080]
  ])("of %s is %s at port %i", (given, host, port) => {
    expect(parse(given, false)).toMatchObject({ right: { host, port } })
  })
})

it.prop(
  "a base URL is read or refused with a reason, for any text",
  [FastCheck.string(), FastCheck.webUrl()],
  (texts) => {
    for (const text of texts) {
      const parsed = parse(text, true)
      if (Either.isLeft(parsed)) expect(parsed.left).toMatch(/^must /)
      else expect(parsed.right.href).toMatch(/^https?:\/\/.*[^/]$/)
    }
  }
)
