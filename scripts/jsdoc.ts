/** Which public names of a module lack a part of their JSDoc. Looks at the syntax: no types, no other programs. */
import { dirname, resolve } from "node:path"
import ts from "typescript"

export interface Problem {
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface Checked {
  /** The number of exported declarations. A type and a value of one name are two. */
  readonly names: number
  /** The number of members of interfaces, types and classes. */
  readonly members: number
  /** The number of `@example` tags with a `ts` fence. */
  readonly examples: number
  readonly problems: ReadonlyArray<Problem>
}

export const problem = (node: ts.Node, message: string): Problem => {
  const file = node.getSourceFile()
  return { path: file.fileName, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, message }
}

export const undocumented = (path: string, read: (path: string) => string): Checked => {
  const problems: Array<Problem> = []
  let names = 0
  let members = 0
  let examples = 0
  const parse = (path: string) => ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)

  const report = (node: ts.Node, message: string) => {
    problems.push(problem(node, message))
  }

  const checkName = (name: string, node: ts.Node) => {
    names += 1
    const doc = docOf(node)
    if (doc === undefined) return report(node, `${name} has no JSDoc`)
    if (doc.description === "") report(node, `${name} has no description`)
    if (!doc.tags.includes("since")) report(node, `${name} has no @since`)
    const categories = doc.tags.filter((tag) => tag === "category").length
    if (categories !== 1) report(node, `${name} has ${categories === 0 ? "no" : "more than one"} @category`)
    if (doc.examples === 0) report(node, `${name} has no @example with a ts fence`)
    examples += doc.examples
  }

  const checkMembers = (name: string, node: ts.Node) => {
    const description = docOf(node)?.description ?? ""
    for (const member of membersOf(node)) {
      members += 1
      if (description.includes(`\`${member.name.getText()}\``)) continue
      const path = `${name}.${member.name.getText()}`
      if ((docOf(member)?.description ?? "") === "") report(member, `${path} has no description`)
    }
  }

  /** Checks the declarations of a name, here or in the module of the package that it comes from. Is false without one. */
  const checkDeclarations = (file: ts.SourceFile, local: string, name: string): boolean => {
    const declarations = file.statements.filter((statement) => namesOf(statement).includes(local))
    if (declarations.length === 0) {
      const source = sourceOf(file, local)
      return source !== undefined && checkDeclarations(parse(source.path), source.local, name)
    }
    const exported = declarations.filter(isExported)
    const shown = exported.length === 0 ? declarations : exported
    const [firstValue] = shown.filter((statement) => !isType(statement))
    for (const statement of shown) {
      const isOverload = !isType(statement) && statement !== firstValue
      if (isOverload || isInternal(statement)) continue
      checkName(name, statement)
      checkMembers(name, statement)
    }
    return true
  }

  const checkModule = (file: ts.SourceFile) => {
    for (const name of new Set(file.statements.filter(isExported).flatMap(namesOf))) checkDeclarations(file, name, name)
    for (const statement of file.statements) if (ts.isExportDeclaration(statement)) checkExport(file, statement)
  }

  /** `export { a } from "./internal/b.ts"`: documented where it is exported, or where it is declared. */
  const checkExport = (file: ts.SourceFile, statement: ts.ExportDeclaration) => {
    const { exportClause, moduleSpecifier } = statement
    const path = moduleOf(statement)
    const target = moduleSpecifier === undefined ? file : path === undefined ? undefined : parse(path)
    if (exportClause === undefined) {
      if (target !== undefined) checkModule(target)
    } else if (ts.isNamespaceExport(exportClause)) {
      checkName(exportClause.name.text, statement)
    } else {
      for (const element of exportClause.elements) {
        const local = (element.propertyName ?? element.name).text
        const isDeclared =
          docOf(element) === undefined && target !== undefined && checkDeclarations(target, local, element.name.text)
        if (!isDeclared) checkName(element.name.text, element)
      }
    }
  }

  const file = parse(path)
  const [first] = file.statements
  const head = first === undefined ? undefined : docOf(first, 0)
  if (head === undefined || head.description === "" || !head.tags.includes("since")) {
    report(file, "the module does not begin with a description and @since")
  }
  checkModule(file)
  return { names, members, examples, problems }
}

interface Doc {
  readonly description: string
  readonly tags: ReadonlyArray<string>
  /** The number of `@example` tags with a `ts` fence that is not empty. */
  readonly examples: number
}

const docOf = (node: ts.Node, index = -1): Doc | undefined => {
  const doc = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(index)
  if (doc === undefined) return undefined
  const tags = doc.tags ?? []
  return {
    description: (ts.getTextOfJSDocComment(doc.comment) ?? "").trim(),
    tags: tags.map((tag) => tag.tagName.text),
    examples: tags.filter(isExample).length
  }
}

const isExample = ({ comment, tagName }: ts.JSDocTag): boolean =>
  tagName.text === "example" && /^```ts\n\s*[^`\s][^]*\n```$/m.test(ts.getTextOfJSDocComment(comment) ?? "")

/** The module of the package that a statement imports or exports from. */
const moduleOf = ({ moduleSpecifier, parent }: ts.ImportDeclaration | ts.ExportDeclaration): string | undefined =>
  moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith(".")
    ? resolve(dirname(parent.getSourceFile().fileName), moduleSpecifier.text)
    : undefined

/** The module of the package that a name comes from, and its name there. */
const sourceOf = (
  file: ts.SourceFile,
  local: string
): { readonly path: string; readonly local: string } | undefined => {
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue
    const path = moduleOf(statement)
    const names = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause
    if (path === undefined || names === undefined || !(ts.isNamedImports(names) || ts.isNamedExports(names))) continue
    for (const { name, propertyName } of names.elements) {
      if (name.text === local) return { path, local: (propertyName ?? name).text }
    }
  }
  return undefined
}

const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)

const isExported = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.ExportKeyword)

const isInternal = (node: ts.Node): boolean => docOf(node)?.tags.includes("internal") === true

const isType = (statement: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)

const namesOf = (statement: ts.Statement): ReadonlyArray<string> => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  return isNamed && statement.name !== undefined ? [statement.name.text] : []
}

type Member = (ts.TypeElement | ts.ClassElement | ts.PropertyAssignment) & { readonly name: ts.PropertyName }

/** The members that a reader of the documentation sees: not private, not computed, not a tag, not inherited ones. */
const membersOf = (node: ts.Node): ReadonlyArray<Member> => {
  const found: Array<Member> = []
  const add = (members: Iterable<ts.Node>) => {
    for (const member of members) {
      if (!ts.isTypeElement(member) && !ts.isClassElement(member) && !ts.isPropertyAssignment(member)) continue
      const { name } = member
      if (name === undefined || (!ts.isIdentifier(name) && !ts.isStringLiteral(name))) continue
      const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.OverrideKeyword].some((kind) =>
        hasModifier(member, kind)
      )
      if (!hidden && !["_tag", "toJSON", "toString"].includes(name.text) && !isInternal(member))
        found.push(Object.assign(member, { name }))
    }
  }
  const visitType = (type: ts.Node): void => {
    if (ts.isTypeLiteralNode(type)) add(type.members)
    else if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) type.types.forEach(visitType)
  }
  if (ts.isInterfaceDeclaration(node)) add(node.members)
  if (ts.isTypeAliasDeclaration(node)) visitType(node.type)
  if (ts.isClassDeclaration(node)) {
    add(node.members)
    for (const { types } of node.heritageClauses ?? []) {
      for (const { expression, typeArguments } of types) {
        typeArguments?.forEach(visitType)
        if (ts.isCallExpression(expression)) {
          expression.typeArguments?.forEach(visitType)
          for (const argument of expression.arguments)
            if (ts.isObjectLiteralExpression(argument)) add(argument.properties)
        }
      }
    }
  }
  return found
}
