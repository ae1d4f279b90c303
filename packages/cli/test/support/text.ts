import { stripVTControlCharacters } from "node:util"

/** A text without its colours. */
export const plain = stripVTControlCharacters

export const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")
