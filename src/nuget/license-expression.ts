import exceptionIds from 'spdx-exceptions/index.json' with { type: 'json' }
import licenseIds from 'spdx-license-ids/index.json' with { type: 'json' }
import deprecatedIds from 'spdx-license-ids/deprecated.json' with { type: 'json' }

/** What is wrong with a license expression; `id` is the word that no list has. */
export type LicenseExpressionProblem =
  | { readonly problem: 'syntax' }
  | { readonly problem: 'unknown-license' | 'deprecated-license' | 'unknown-exception'; readonly id: string }

const licenses: ReadonlySet<string> = new Set(licenseIds)
const deprecated: ReadonlySet<string> = new Set(deprecatedIds)
const exceptions: ReadonlySet<string> = new Set(exceptionIds)

/**
 * Says what is wrong with an SPDX expression (`MIT`, `(MIT OR Apache-2.0+) AND GPL-2.0-only WITH Exception`), or null.
 * Identifiers are those of the SPDX lists, letter case included; `LicenseRef-…` and `UNLICENSED` are refused, as by
 * nuget.org. Its rule that a license be OSI-approved or FSF-libre is left out: what a gallery of one's own may hold is
 * not for the registry of the public to say. Source: protocol.md 3.4, NuGet.Client NuGetLicenseExpressionParser.cs.
 */
export function refuseLicenseExpression(text: string): LicenseExpressionProblem | null {
  const tokens = text.match(/[()]|[^ ()]+/g) ?? []
  const words: Words = { licenses: [], exceptions: [] }
  if (readExpression(tokens, 0, 0, words) !== tokens.length) return { problem: 'syntax' }
  const license = words.licenses.find((id) => !licenses.has(id))
  if (license !== undefined) {
    return { problem: deprecated.has(license) ? 'deprecated-license' : 'unknown-license', id: license }
  }
  const exception = words.exceptions.find((id) => !exceptions.has(id))
  return exception === undefined ? null : { problem: 'unknown-exception', id: exception }
}

type Words = { readonly licenses: string[]; readonly exceptions: string[] }

const maxNesting = 50

/** Index after the expression that starts at `start`, or null. Puts the words that it meets into `words`. */
function readExpression(tokens: readonly string[], start: number, depth: number, words: Words): number | null {
  let next = readTerm(tokens, start, depth, words)
  while (next !== null && (tokens[next] === 'AND' || tokens[next] === 'OR')) {
    next = readTerm(tokens, next + 1, depth, words)
  }
  return next
}

function readTerm(tokens: readonly string[], start: number, depth: number, words: Words): number | null {
  if (tokens[start] === '(') {
    const end = depth < maxNesting ? readExpression(tokens, start + 1, depth + 1, words) : null
    return end !== null && tokens[end] === ')' ? end + 1 : null
  }
  const license = (tokens[start] ?? '').replace(/\+$/, '')
  if (!isWord(license)) return null
  words.licenses.push(license)
  if (tokens[start + 1] !== 'WITH') return start + 1
  const exception = tokens[start + 2] ?? ''
  if (!isWord(exception)) return null
  words.exceptions.push(exception)
  return start + 3
}

function isWord(token: string): boolean {
  return /^[A-Za-z0-9.-]+$/.test(token) && !/^(?:AND|OR|WITH)$/i.test(token)
}
