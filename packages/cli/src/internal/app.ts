import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeTerminal from "@effect/platform-node/NodeTerminal"
import type { Teardown } from "@effect/platform/Runtime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberRef from "effect/FiberRef"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import { arrange } from "./arguments.ts"
import { commands, names } from "./commands.ts"
import * as Completions from "./completions.ts"
import { UsageError } from "./errors.ts"
import * as Failure from "./failure.ts"
import * as Help from "./help.ts"
import type * as Invocation from "./invocation.ts"
import { didYouMean, nearest } from "./nearest.ts"
import * as Output from "./output.ts"
import { Process } from "./process.ts"
import { coloured, isColoured, plain } from "./style.ts"
import { version } from "./version.ts"

/** Runs a command line, and ends the process with its exit code. */
export const main = (program: Effect.Effect<void, unknown>): void => {
  // A pipe that closes is reported to the write that meets it. Without a listener it would end the process as well.
  process.stdout.on("error", () => {})
  process.stderr.on("error", () => {})
  NodeRuntime.runMain(program, { disableErrorReporting: true, disablePrettyLogger: true, teardown })
}

/** The command line as an effect, which reports its failure on stderr. */
export const program = (invocation: Invocation.Invocation): Effect.Effect<void, unknown> =>
  FiberRef.set(FiberRef.unhandledErrorLogLevel, Option.none()).pipe(
    Effect.zipRight(run(invocation)),
    Effect.tapErrorCause(report),
    Effect.provide(
      Layer.mergeAll(NodeFileSystem.layer, NodePath.layer, NodeTerminal.layer, logging(levelOf(invocation)))
    )
  )

/** The command line, with the failure that is not reported yet. */
export const run = (invocation: Invocation.Invocation) =>
  Effect.gen(function* () {
    switch (invocation._tag) {
      case "Version":
        return yield* say(`${version}\n`)
      case "Help":
        return yield* help(invocation.command)
      case "Completions":
        return yield* say(Completions.script(invocation.shell, yield* allDocs))
      case "Run":
        return yield* runCommand(invocation.command, invocation.args)
      case "Wrong":
        return yield* new UsageError(invocation)
    }
  })

const runCommand = (name: string, args: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { docs, run } = yield* load(name)
    return yield* withoutConsole(run(yield* arrange(docs, args)))
  })

/** `@effect/cli` prints wrong arguments by itself. They are reported like every other failure instead. */
const withoutConsole = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.consoleWith((console) => Effect.withConsole(effect, { ...console, error: () => Effect.void }))

const load = (name: string) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    return new UsageError({
      message: `there is no command ${name}`,
      hint: [didYouMean(nearest(name, names)), "See: anthropic-models --help"].filter(Boolean).join(" ")
    })
  }
  return Effect.map(Effect.promise(command), ({ command }) => command)
}

const allDocs = Effect.forEach(names, (name) => Effect.map(load(name), ({ docs }) => docs))

const help = (name: string | undefined) =>
  Effect.gen(function* () {
    const { stdout } = yield* Process
    const width = Math.min(stdout.columns ?? 80, 80)
    yield* say(name === undefined ? Help.root(yield* allDocs, width) : Help.command((yield* load(name)).docs, width))
  })

const say = (text: string) => Effect.flatMap(Output.make({ color: "never", quiet: false }), ({ print }) => print(text))

const report = (cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.gen(function* () {
    const { hint, message } = Failure.describe(cause)
    if (message === undefined) return
    const { env, stderr } = yield* Process
    const style = isColoured("auto", stderr.isTTY ?? false, env) ? coloured : plain
    yield* Output.writeError(`${style.red("error")}: ${message}\n${hint === undefined ? "" : `  ${hint}\n`}`)
    yield* Effect.logDebug(Cause.pretty(cause))
  })

const levelOf = (invocation: Invocation.Invocation): Invocation.LogLevel =>
  invocation._tag === "Run" ? invocation.logLevel : "warning"

const levels: Readonly<Record<Invocation.LogLevel, LogLevel.LogLevel>> = {
  trace: LogLevel.Trace,
  debug: LogLevel.Debug,
  info: LogLevel.Info,
  warning: LogLevel.Warning,
  error: LogLevel.Error,
  none: LogLevel.None
}

/** The log goes to stderr, one line an entry. */
const logging = (level: Invocation.LogLevel) =>
  Layer.merge(
    Logger.replaceEffect(
      Logger.defaultLogger,
      Effect.map(Process, ({ stderr }) =>
        Logger.make(({ logLevel, message }) => {
          const texts = Array.isArray(message) ? message : [message]
          stderr.write(`${logLevel.label.toLowerCase()}: ${texts.map(String).join(" ")}\n`)
        })
      )
    ),
    Logger.minimumLogLevel(levels[level])
  )

/** The exit code of the command. A reader that has read enough is no failure. */
export const exitCode = (exit: Exit.Exit<unknown, unknown>): number =>
  Exit.isSuccess(exit) ? 0 : Failure.describe(exit.cause).exitCode

const teardown: Teardown = (exit, onExit) => onExit(exitCode(exit))
