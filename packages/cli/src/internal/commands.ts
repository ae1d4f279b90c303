/** The commands, in the order of the help. Each is loaded when it is needed. */
export const commands = {
  list: () => import("./commands/list.ts")
} as const

export type Name = keyof typeof commands

export const isName = (name: string): name is Name => Object.hasOwn(commands, name)

export const names: ReadonlyArray<string> = Object.keys(commands)
