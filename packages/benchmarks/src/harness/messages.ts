/** Questions to a forked process, and its answers, one at a time. */
import { type ChildProcess, fork } from "node:child_process"

type Reply<A> = { readonly answer: A } | { readonly failure: string }

/** In the child: answers every question, until the parent is gone. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the parent sends
export const answering = <Q, A>(answer: (question: Q) => Promise<A>): void => {
  const reply = (message: Reply<A>) => process.send?.(message)
  process.on("message", (question: Q) => {
    answer(question).then(
      (answer) => reply({ answer }),
      (error: unknown) => reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    )
  })
  process.on("disconnect", () => process.exit())
}

/** In the parent: a child process that can be asked. */
export interface Asked<Q, A> {
  readonly ask: (question: Q) => Promise<A>
  readonly stop: () => Promise<void>
}

export const start = <Q extends object, A>(path: string, execArgv: ReadonlyArray<string> = []): Asked<Q, A> => {
  const child = fork(path, { execArgv: [...execArgv], stdio: ["ignore", "inherit", "inherit", "ipc"] })
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const gone = () => reject(new Error(`${path} ended before it answered`))
        child.once("exit", gone)
        child.once("message", (message: Reply<A>) => {
          child.off("exit", gone)
          if ("failure" in message) reject(new Error(`${path}: ${message.failure}`))
          else resolve(message.answer)
        })
        child.send(question)
      }),
    stop: () => ended(child)
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once("exit", () => resolve())
    child.disconnect()
  })
