/** Which public names of a module lack a part of their JSDoc. Looks at the syntax: no types, no other programs. */
import { dirname, resolve } from "node:path"
import ts from "typescript"

export interface Problem {
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface Checked {
  /** How many names were looked at, members included. */
  readonly names: number
  readonly problems: ReadonlyArray<Problem>
}

export const problem = (node: ts.Node, message: string): Problem => {
  const file = node.getSourceFile()
  return { path: file.fileName, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, message }
}

export const undocumented = (path: string, read: (path: string) => string): Checked => {
  const problems: Array<Problem> = []
  let names = 0
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
  }

  const checkMembers = (name: string, node: ts.Node) => {
    const description = docOf(node)?.description ?? ""
    for (const member of membersOf(node)) {
      names += 1
      if (description.includes(`\`${member.name.getText()}\``)) continue
      const path = `${name}.${member.name.getText()}`
      if ((docOf(member)?.description ?? "") === "") report(member, `${path} has no description`)
    }
  }

  const checkStatements = (
    file: ts.SourceFile,
    nameOf: (statement: ts.Statement, local: string) => string | undefined
  ) => {
    const seen = new Set<string>()
    for (const statement of file.statements) {
      if (isInternal(statement)) continue
      for (const local of namesOf(statement)) {
        const name = nameOf(statement, local)
        if (name === undefined || seen.has(name)) continue
        seen.add(name)
        checkName(name, statement)
        checkMembers(name, statement)
      }
    }
  }

  const checkModule = (file: ts.SourceFile) => {
    checkStatements(file, (statement, local) =>
      hasModifier(statement, ts.SyntaxKind.ExportKeyword) ? local : undefined
    )
    for (const statement of file.statements) if (ts.isExportDeclaration(statement)) follow(file, statement)
  }

  /** `export { a } from "./internal/b.ts"`: documented where it is exported, or where it is declared. */
  const follow = (file: ts.SourceFile, { exportClause, moduleSpecifier }: ts.ExportDeclaration) => {
    const specifier =
      moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined
    const isOwn = specifier === undefined || specifier.startsWith(".")
    const target = specifier !== undefined && isOwn ? parse(resolve(dirname(file.fileName), specifier)) : file
    if (exportClause === undefined) {
      if (isOwn) checkModule(target)
    } else if (ts.isNamespaceExport(exportClause)) {
      checkName(exportClause.name.text, exportClause.parent)
    } else {
      const { elements } = exportClause
      const bare = elements.filter((element) => isOwn && docOf(element) === undefined)
      for (const element of elements) if (!bare.includes(element)) checkName(element.name.text, element)
      const names = new Map(bare.map(({ name, propertyName }) => [(propertyName ?? name).text, name.text]))
      checkStatements(target, (_, local) => names.get(local))
    }
  }

  const file = parse(path)
  const [first] = file.statements
  const head = first === undefined ? undefined : docOf(first, 0)
  if (head === undefined || head.description === "" || !head.tags.includes("since")) {
    report(file, "the module does not begin with a description and @since")
  }
  checkModule(file)
  return { names, problems }
}

const docOf = (
  node: ts.Node,
  index = -1
): { readonly description: string; readonly tags: ReadonlyArray<string> } | undefined => {
  const doc = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(index)
  if (doc === undefined) return undefined
  return {
    description: (ts.getTextOfJSDocComment(doc.comment) ?? "").trim(),
    tags: (doc.tags ?? []).map((tag) => tag.tagName.text)
  }
}

const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)

const isInternal = (node: ts.Node): boolean => docOf(node)?.tags.includes("internal") === true

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
