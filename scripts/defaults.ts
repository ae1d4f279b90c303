/** Whether each documented default (`@default "30 seconds"`) is the one that the code has. Looks at the syntax alone. */
import ts from "typescript"

export interface Documented {
  readonly node: ts.Node
  readonly option: string
  /** The default as a literal: JSON, `[]`, `{}`, `Infinity` or `undefined`. Other defaults are prose, and not compared. */
  readonly value: string
}

const literal = /^("[^"]*"|-?\d+(?:\.\d+)?|\[[^\]]*\]|\{\}|true|false|Infinity|undefined)(?=$|[,;:.\s])/

/** The options of a file with a documented default that is a literal, and that is not the API's. */
export const documented = (file: ts.SourceFile): ReadonlyArray<Documented> => {
  const found: Array<Documented> = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node)) {
      for (const tag of ts.getJSDocTags(node)) {
        const comment = (ts.getTextOfJSDocComment(tag.comment) ?? "").trim()
        const value = literal.exec(comment)?.[1]
        if (tag.tagName.text !== "default" || value === undefined || comment.includes("set by the API")) continue
        found.push({ node, option: node.name.getText(), value })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

export interface Code {
  /** By the name of the option: `{ timeout = 1 }`, `options.timeout ?? 1` and `timeout ?? 1`. */
  readonly defaults: ReadonlyMap<string, ReadonlySet<string>>
  /** The values that an option is compared with, so that every other one is the default: `options.mode === "strict"`. */
  readonly compared: ReadonlyMap<string, ReadonlySet<string>>
}

export const inCode = (files: ReadonlyArray<ts.SourceFile>): Code => {
  const defaults = new Map<string, Set<string>>()
  const compared = new Map<string, Set<string>>()
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node) && node.initializer !== undefined) {
      add(defaults, (node.propertyName ?? node.name).getText(), node.initializer)
    } else if (ts.isBinaryExpression(node)) {
      const name = nameOf(node.left)
      const operator = node.operatorToken.kind
      const compares = [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
        operator
      )
      if (name !== undefined && operator === ts.SyntaxKind.QuestionQuestionToken) add(defaults, name, node.right)
      if (name !== undefined && compares) add(compared, name, node.right)
    }
    ts.forEachChild(node, visit)
  }
  files.forEach(visit)
  return { defaults, compared }
}

const add = (to: Map<string, Set<string>>, name: string, value: ts.Expression) => {
  to.set(name, (to.get(name) ?? new Set()).add(text(value)))
}

const nameOf = (node: ts.Expression): string | undefined =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : undefined

/** The expression in the form that the documentation writes it: products are multiplied, spaces do not matter. */
const text = (node: ts.Expression): string => {
  const product = (node: ts.Expression): number => {
    if (ts.isNumericLiteral(node)) return Number(node.text)
    const isProduct = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskToken
    return isProduct ? product(node.left) * product(node.right) : NaN
  }
  const number = product(node)
  return Number.isNaN(number) ? node.getText().replace(/ as const$/, "") : String(number)
}

/** What `undefined` means to code that has no default of its own. */
const falsy: ReadonlySet<string> = new Set(["false", "undefined", "[]", "{}"])

/** The message of a default that the code does not have. */
export const mismatch = ({ option, value }: Documented, { compared, defaults }: Code): string | undefined => {
  const values = [...(defaults.get(option) ?? [])]
  if (values.includes(value)) return undefined
  if (values.length > 0) return `${option}: @default ${value}, but the code says ${values.join(" or ")}`
  if (falsy.has(value) || compared.get(option)?.has(value) === false) return undefined
  return `${option}: @default ${value}, but the code has no default`
}
