/** The files that are not scanned, by the reason that a report gives for them. Paths are relative and use slashes. */
const exclusions: ReadonlyArray<readonly [reason: string, pattern: RegExp]> = [
  ["dependencies", /(?:^|\/)(?:node_modules|bower_components|\.venv|\.tox|__pycache__|\.git|\.hg|\.svn|\.jj)\//],
  [
    "lock files",
    /(?:^|\/)(?:[^/]+\.lock|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb|go\.sum|packages\.lock\.json|[^/]+\.lockfile|Package\.resolved)$/
  ],
  [
    "changelogs",
    /(?:^|\/)(?:(?:change-?log|changes|history|release[-_]?notes|releases|news)(?:\.(?:md|mdx|markdown|rst|adoc|txt))?$|\.changeset\/)/i
  ],
  ["minified files", /\.min\.[a-z]+$|\.map$|[.-]bundle\.(?:js|css)$/i],
  ["lists of ids", /(?:^|\/)\.anthropic-models-ignore$/]
]

/** Why a file is not scanned, if it is not. */
export const exclusionOf = (path: string): string | undefined =>
  exclusions.find(([, pattern]) => pattern.test(path))?.[0]

const tests = [
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|fixtures|__fixtures__|testdata|__snapshots__|cassettes)\//i,
  /(?:[._-](?:test|tests|spec|specs)\.[a-z]+|[a-z]Tests?\.(?:java|kt|cs|scala|swift|php))$/,
  /(?:^|\/)(?:test_[^/]+|conftest)\.py$/
]
const docs = [/(?:^|\/)docs?\//i, /\.(?:md|mdx|markdown|rst|adoc|asciidoc)$/i]
/** Folders such as `.claude` and `.github`, where Markdown is configuration. */
const hidden = /(?:^|\/)\.[^/]+\//

/** Whether a file is a test or documentation, where a model's name harms nobody. */
export const isTestOrDoc = (path: string): boolean =>
  tests.some((pattern) => pattern.test(path)) || (docs.some((pattern) => pattern.test(path)) && !hidden.test(path))
