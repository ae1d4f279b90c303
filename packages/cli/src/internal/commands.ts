import type { CliCommand } from "./command.ts"

/** The commands, in the order of the help. Each is loaded when it is needed. */
export const commands: { readonly [name: string]: () => Promise<{ readonly command: CliCommand }> } = {
  list: () => import("./commands/list.ts"),
  get: () => import("./commands/get.ts"),
  check: () => import("./commands/check.ts"),
  snapshot: () => import("./commands/snapshot.ts"),
  diff: () => import("./commands/diff.ts")
}

export const names: ReadonlyArray<string> = Object.keys(commands)
