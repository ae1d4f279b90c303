/** A parent process asks a child process one question at a time, and waits for the answer. */
import { fork, type Serializable } from "node:child_process"
import { once } from "node:events"

type Reply<A> = { readonly answer: A } | { readonly failure: string }

/** In the child: answers questions until the parent disconnects. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- both sides name the type of the question
export const answerAll = <Question, Answer>(answer: (question: Question) => Promise<Answer>): void => {
  const reply = (message: Reply<Answer>) => process.send?.(message)
  process.on("message", (question: Question) => {
    answer(question).then(
      (answer) => reply({ answer }),
      (error: unknown) => reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    )
  })
  process.on("disconnect", () => process.exit())
}

/** In the parent: a child process. */
export interface Child<Question, Answer> {
  readonly ask: (question: Question) => Promise<Answer>
  readonly stop: () => Promise<void>
}

export const startChild = <Question extends Serializable, Answer>(
  path: string,
  execArgv: ReadonlyArray<string> = []
): Child<Question, Answer> => {
  const child = fork(path, { execArgv: [...execArgv], stdio: ["ignore", "inherit", "inherit", "ipc"] })
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const onExit = () => reject(new Error(`${path} exited before it answered`))
        child.once("exit", onExit)
        child.once("message", (reply: Reply<Answer>) => {
          child.off("exit", onExit)
          if ("failure" in reply) reject(new Error(`${path}: ${reply.failure}`))
          else resolve(reply.answer)
        })
        child.send(question)
      }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, "exit")
      child.disconnect()
      await exit
    }
  }
}
