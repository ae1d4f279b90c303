import type { ModelInfo } from "@anthropic-models/core/ModelInfo"
import { OverloadedError } from "@anthropic-models/core/ModelsError"
import * as FakeAnthropic from "@anthropic-models/testing/FakeAnthropic"
import * as Fault from "@anthropic-models/testing/Fault"
import * as Fixtures from "@anthropic-models/testing/Fixtures"
import * as Script from "@anthropic-models/testing/Script"
import * as TestModels from "@anthropic-models/testing/TestModels"
import { describe, expect, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"

describe("constructors throw what to change", () => {
  const actions = [Fault.none]
  it.each<[string, () => unknown, RegExp]>([
    [
      "a negative latency",
      () => Fault.latency("-1 second"),
      /Fault\.latency: "-1 second" is negative; give a duration of 0/
    ],
    ["a negative number", () => Fault.latency(-5), /-5 is negative/],
    ["a negative bigint", () => Fault.latency(-5n), /-5 is negative/],
    ["a negative pair", () => Fault.latency([-1, 0]), /\[-1,0\] is negative/],
    ["a duration of NaN", () => Fault.latency(NaN), /NaN is no duration/],
    ["a slow body of negative time", () => Fault.slowBody(-1), /Fault\.slowBody: -1 is negative/],
    ["a slow body in no pieces", () => Fault.slowBody(1, { pieces: 0 }), /at least one piece; give 1 or more/],
    [
      "a slow body in half pieces",
      () => Fault.slowBody(1, { pieces: 1.5 }),
      /number of pieces is 1\.5; make it a whole/
    ],
    ["a date in the past", () => Fault.rateLimit({ retryAfter: { fromNow: -1 } }), /-1 is negative/],
    [
      "a status that is none",
      () => Fault.error(42, "odd"),
      /Fault\.error: the status is 42; give a whole number from 200/
    ],
    ["an error without a body", () => Fault.error(204, "odd"), /status 204 has no body; take another status/],
    [
      "a body under a 204",
      () => Fault.body("{}", { status: 204 }),
      /Fault\.body: an answer with status 204 has no body; take another status/
    ],
    [
      "a header with a line break",
      () => Fault.rateLimit({ retryAfter: "1\n2" }),
      /"1\\n2" cannot be the value of a header/
    ],
    ["a location with a line break", () => Fault.redirect("/\r\nx: y"), /cannot be the value of a header/],
    [
      "a redirect that is none",
      () => Fault.redirect("/", 200 as 301),
      /the status is 200; give a whole number from 300/
    ],
    [
      "a negative count",
      () => Script.times(-1, Fault.none),
      /number of requests is -1; make it a whole number, 0 or more/
    ],
    ["request 0", () => Script.nth(0, Fault.none), /counted from 1; the first one is Script\.nth\(1, …\)/],
    [
      "a probability above 1",
      () => Script.random({ seed: 1, probability: 1.5, actions }),
      /probability of 1\.5 cannot be; .* from 0 to 1/
    ],
    [
      "a probability below 0",
      () => Script.random({ seed: 1, probability: -0.1, actions }),
      /probability of -0\.1 cannot be/
    ],
    [
      "a probability of NaN",
      () => Script.random({ seed: 1, probability: NaN, actions }),
      /probability of NaN cannot be/
    ],
    [
      "no actions",
      () => Script.random({ seed: 1, probability: 1, actions: [] }),
      /actions is empty; name at least one/
    ],
    [
      "a negative row",
      () => Script.random({ seed: 1, probability: 1, actions, maxInARow: -1 }),
      /maxInARow is -1; make it/
    ],
    ["a page for people under a 204", () => Fault.html(204), /Fault\.html: an answer with status 204 has no body/],
    ["no body under no status", () => Fault.empty(99), /Fault\.empty: the status is 99/],
    [
      "words for retry-after",
      () => Fault.rateLimit({ retryAfter: "3 seconds" }),
      /Fault\.rateLimit: "3 seconds" would be sent as these words; write 3, or \{ fromNow: "3 seconds" \}/
    ],
    [
      "words for retry-after-ms",
      () => Fault.overloaded({ retryAfterMs: "3 seconds" }),
      /Fault\.overloaded: .*; write 3000$/
    ],
    [
      "a date that never comes",
      () => Fault.rateLimit({ retryAfter: { fromNow: Duration.infinity } }),
      /fromNow is Infinity, too long to be written/
    ],
    ["a date too far", () => Fault.rateLimit({ retryAfter: { fromNow: "400000 days" } }), /give at most 1000 years/],
    ["endless seconds", () => Fault.rateLimit({ retryAfter: Duration.infinity }), /retryAfter is Infinity, too long/],
    [
      "a length of one's own",
      () => Fault.body("", { headers: { "Content-Length": "7" } }),
      /the server writes content-length; send a message with a wrong one by Fault\.bytes/
    ],
    [
      "chunks of one's own",
      () => Fault.api({ headers: { "transfer-encoding": "chunked" } }),
      /Fault\.api: the server writes transfer-encoding/
    ],
    [
      "a header without a name",
      () => Fault.altered({ headers: { "": "x" } }),
      /Fault\.altered: "" cannot be the name of a header/
    ],
    [
      "an altered answer without a body",
      () => Fault.altered({ status: 304 }),
      /Fault\.altered: an answer with status 304 has no body/
    ],
    ["an unknown sender", () => Fault.body("", { from: "x" as "api" }), /from is "x"; make it "api" or "proxy"/],
    [
      "an unknown framing",
      () => Fault.cutBody({ framing: "x" as "length" }),
      /Fault\.cutBody: framing is "x"; make it "length" or "chunked"/
    ],
    [
      "an unknown end",
      () => Fault.bytes("", { end: "nope" as "close" }),
      /Fault\.bytes: end is "nope"; make it "close" or "stall" or "reset"/
    ],
    ["a negative wait", () => Fault.after(-1, Fault.html()), /Fault\.after: -1 is negative/],
    ["a negative number of models", () => Fixtures.models(-1), /number of models is -1; make it a whole number/]
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message)
  })

  it("and take what is allowed", () => {
    expect(Fault.latency(0)).toEqual(Fault.latency("0 millis"))
    expect(Fault.latency("90 seconds")).toEqual(Fault.latency("1.5 minutes"))
    expect(Fault.error(599, "odd")).toMatchObject({ status: 599, message: "odd" })
  })
})

const twice = [Fixtures.model({ id: "a" }), Fixtures.model({ id: "b" }), Fixtures.model({ id: "a" })]
/** What a test without types can write. */
const unknown = [Fault.none, { _tag: "Overlaod" }] as unknown as ReadonlyArray<never>

const pretty = <A>(effect: Effect.Effect<A>) => Effect.map(Effect.flip(Effect.sandbox(effect)), Cause.pretty)

describe("layers die with what to change", () => {
  it.effect.each<{ name: string; layer: Layer.Layer<never>; says: RegExp }>([
    {
      name: "TestModels: the same id twice",
      layer: TestModels.layer({ models: twice }),
      says: /TestModels: models\[0\] and models\[2\] have the same id "a"; give each its own/
    },
    {
      name: "FakeAnthropic: the same id twice",
      layer: FakeAnthropic.layerClient({ models: twice }),
      says: /FakeAnthropic: models\[0\] and models\[2\] have the same id "a"/
    },
    {
      name: "an alias that leads nowhere",
      layer: TestModels.layer({ models: [], aliases: { latest: "b" } }),
      says: /the alias "latest" stands for "b", which is none of the models; add that model/
    },
    {
      name: "an alias that is an id",
      layer: FakeAnthropic.layerClient({
        models: Fixtures.models(1),
        aliases: { "claude-test-0001": "claude-test-0001" }
      }),
      says: /the alias "claude-test-0001" is a model's id; remove it/
    },
    {
      name: "TestModels: an unknown fault",
      layer: TestModels.layer({ faults: unknown }),
      says: /faults\[1\] is "Overlaod", which befalls no call in memory; give an error like/
    },
    {
      name: "FakeAnthropic: an unknown fault",
      layer: FakeAnthropic.layerClient({ faults: unknown }),
      says: /faults\[1\] is "Overlaod", which is no Fault; make it with the constructors of Fault/
    },
    {
      name: "TestModels: a fault of HTTP",
      layer: TestModels.layer({ faults: [Fault.html()] as unknown as ReadonlyArray<never> }),
      says: /faults\[0\] is "Body", .* use FakeAnthropic for faults of HTTP/
    },
    {
      name: "FakeAnthropic: an error of the contract",
      layer: FakeAnthropic.layerClient({ faults: [new OverloadedError({})] as unknown as ReadonlyArray<never> }),
      says: /faults\[0\] is "OverloadedError", which is no Fault/
    },
    {
      name: "TestModels: a negative latency",
      layer: TestModels.layer({ latency: -1 }),
      says: /TestModels, latency: -1 is negative/
    },
    {
      name: "FakeAnthropic: a negative latency",
      layer: FakeAnthropic.layerClient({ latency: "-2 seconds" }),
      says: /FakeAnthropic, latency: "-2 seconds" is negative/
    },
    {
      name: "faults that are no script",
      layer: TestModels.layer({ faults: Fault.none as unknown as ReadonlyArray<never> }),
      says: /faults is neither a script nor a list; make one with Script/
    },
    {
      name: "raw JSON for a model",
      layer: TestModels.layer({ models: [...Fixtures.models(1), { id: "a" } as unknown as ModelInfo] }),
      says: /TestModels: models\[1\] is no ModelInfo; make it with Fixtures\.model\(\{…\}\)/
    },
    {
      name: "a late fault of HTTP",
      layer: TestModels.layer({ faults: [Fault.after(1, Fault.html())] as unknown as ReadonlyArray<never> }),
      says: /faults\[0\] is "Body", .* use FakeAnthropic for faults of HTTP/
    },
    {
      name: "a late fault of a socket",
      layer: FakeAnthropic.layerClient({ faults: [Fault.after(1, Fault.reset)] }),
      says: /faults\[0\] is "Reset", which acts on a socket/
    },
    {
      name: "a key that no header carries",
      layer: FakeAnthropic.layerClient({ apiKey: "sk-ant-k " }),
      says: /apiKey has blanks or letters that a header does not carry/
    },
    {
      name: "rate limits that are none",
      layer: FakeAnthropic.layerClient({ rateLimits: { requests: { reset: "soon" } } }),
      says: /requests.*reset/s
    },
    {
      name: "an empty key",
      layer: FakeAnthropic.layerClient({ apiKey: "" }),
      says: /apiKey is empty; leave it out to accept any key/
    }
  ])("$name", ({ layer, says }) =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(Effect.scoped(Layer.build(layer)))
      expect(Exit.isFailure(exit) && Cause.isDieType(exit.cause)).toBe(true)
      expect(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "").toMatch(says)
    })
  )

  it.effect("so do changes while the test runs, and scripts", () =>
    Effect.gen(function* () {
      const fake = yield* TestModels.TestModels
      expect(yield* pretty(fake.setModels(twice))).toMatch(/TestModels, setModels: models\[0\] and models\[2\]/)
      expect(yield* pretty(fake.awaitCalls(NaN))).toMatch(
        /TestModels, awaitCalls: the number to wait for is NaN; make it/
      )
      expect(yield* pretty(fake.setFaults(unknown))).toMatch(/faults\[1\] is "Overlaod"/)
      expect(yield* pretty(fake.setFaults(Script.inOrder(unknown)))).toMatch(
        /one of the actions of the script is "Overlaod"/
      )
    }).pipe(Effect.provide(TestModels.layer()))
  )
})
