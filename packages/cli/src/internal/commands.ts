import type { CliCommand } from "./command.ts"

/** The commands, in the order of the help. Each is loaded when it is needed. */
export const commands: { readonly [name: string]: () => Promise<{ readonly command: CliCommand }> } = {
  list: () => import("./commands/list.ts"),
  get: () => import("./commands/get.ts"),
  check: () => import("./commands/check.ts"),
  audit: () => import("./commands/audit.ts"),
  snapshot: () => import("./commands/snapshot.ts"),
  diff: () => import("./commands/diff.ts"),
  watch: () => import("./commands/watch.ts"),
  doctor: () => import("./commands/doctor.ts"),
  fake: () => import("./commands/fake.ts")
}

export const names: ReadonlyArray<string> = Object.keys(commands)
