import { expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { messageIn } from "../src/internal/errors.ts"

it.each<[json: unknown, message: string | undefined]>([
  [{ type: "error", error: { type: "api_error", message: "slow down" } }, "slow down"],
  [{ error: { message: "no key", type: "auth_error", code: "401" } }, "no key"],
  [{ error: "model not found" }, "model not found"],
  [{ detail: "Not Found" }, "Not Found"],
  [{ detail: [{ loc: ["query", "limit"], msg: "Input should be less than 1000" }] }, "Input should be less than 1000"],
  [{ detail: [{ loc: ["query"] }, { message: "second" }] }, "second"],
  [{ detail: ["first", "second"] }, "first"],
  [{ detail: { message: "nested" } }, "nested"],
  [{ message: "no Route matched" }, "no Route matched"],
  [{ success: false, message: "no channel" }, "no channel"],
  [{ code: 401, msg: "token expired" }, "token expired"],
  [{ errors: [{ code: 1000, message: "Not authorized" }] }, "Not authorized"],
  [{ error: { detail: "from the detail" } }, "from the detail"],
  [{ error: { type: "auth_error" } }, "auth_error"],
  [{ error: { message: "the error" }, message: "the rest" }, "the error"],
  [{ error: { message: " " }, message: "not blank" }, "not blank"],
  [{ error: { message: { a: 1 } } }, undefined],
  [{ error: 7, message: 7, detail: 7 }, undefined],
  [{ error: {} }, undefined],
  [{}, undefined],
  ["text", undefined],
  [["text"], undefined],
  [null, undefined],
  [Object.create({ message: "inherited" }), undefined]
])("the message in %j is %j", (json, message) => {
  expect(messageIn(json)).toBe(message)
})

it.prop("there is a message with words or none, for any JSON", [FastCheck.jsonValue()], ([json]) => {
  const message = messageIn(json)
  expect(message === undefined || message.trim() !== "").toBe(true)
})
