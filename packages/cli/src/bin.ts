#!/usr/bin/env node
/**
 * The `anthropic-models` command.
 *
 * @since 0.1.0
 */
import { parse } from "./internal/invocation.ts"
import { version } from "./internal/version.ts"

const invocation = parse(process.argv.slice(2))
if (invocation._tag === "Version") process.stdout.write(`${version}\n`)
else void import("./internal/app.ts").then(({ main, program }) => main(program(invocation)))
