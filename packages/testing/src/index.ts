/**
 * The Models API for tests: in memory, and as a fake over HTTP with scripted faults.
 *
 * `FakeAnthropicNode`, the fake as a server on Node, is a subpath of its own, so that this index runs in browsers.
 *
 * @since 0.1.0
 */
export * as Assumptions from "./Assumptions.ts"
export * as Fake from "./Fake.ts"
export * as FakeAnthropic from "./FakeAnthropic.ts"
export * as Fault from "./Fault.ts"
export * as Fixtures from "./Fixtures.ts"
export * as Script from "./Script.ts"
export * as TestModels from "./TestModels.ts"
