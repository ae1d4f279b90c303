/**
 * The parts of the `anthropic-models` command that programs can use.
 *
 * @since 0.1.0
 */
export * as Audit from "./Audit.ts"
