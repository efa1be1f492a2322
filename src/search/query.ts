import { fail, ok, type Result } from '../result.ts'
import type { SearchRefusal } from './search.ts'

export type QueryField =
  | 'any'
  | 'packageid'
  | 'id'
  | 'version'
  | 'title'
  | 'description'
  | 'summary'
  | 'tags'
  | 'authors'
  | 'owners'
  | 'dependson'

export type Term = { readonly field: QueryField; readonly text: string; readonly quoted: boolean }

const fields: Readonly<Record<string, QueryField>> = {
  packageid: 'packageid',
  id: 'id',
  version: 'version',
  title: 'title',
  description: 'description',
  summary: 'summary',
  tag: 'tags',
  tags: 'tags',
  author: 'authors',
  authors: 'authors',
  owner: 'owners',
  owners: 'owners',
  dependson: 'dependson', // ours: nuget.org has none
}

export const maxClauses = 1024
const maxTermBytes = 32 * 1024
const droppedWords = new Set(['AND', 'OR', 'NOT'])

/**
 * The terms of a query as typed: `word`, `field:value`, `"a phrase"`, `field:"a phrase"`. Terms of unknown fields are
 * ignored; no terms at all means that everything matches. Source: NuGetGallery NuGetQueryParser.cs (protocol.md §6.3).
 */
export function parseQuery(text: string): Result<readonly Term[], SearchRefusal> {
  const terms: Term[] = []
  let prefix: string | null = null
  for (const token of tokenize(text)) {
    if (token.kind === 'prefix') {
      prefix = token.text.toLowerCase()
      continue
    }
    const field: QueryField | undefined =
      prefix === null ? 'any' : Object.hasOwn(fields, prefix) ? fields[prefix] : undefined
    const isOperator = prefix === null && !token.quoted && droppedWords.has(token.text)
    prefix = null
    if (field === undefined || isOperator) continue
    if (Buffer.byteLength(token.text) > maxTermBytes) return fail({ code: 'search-term-too-long' })
    terms.push({ field, text: token.text, quoted: token.quoted })
  }
  if (terms.length > maxClauses) return fail({ code: 'search-too-many-clauses' })
  return ok(terms)
}

type Token = { readonly kind: 'prefix' | 'value'; readonly text: string; readonly quoted: boolean }

/** A colon ends a field's name, white space or a quote ends a value, and an open quote runs to the end. */
function* tokenize(text: string): Generator<Token> {
  const pattern = /"([^"]*)(?:"|$)|:|[^\s":]+/g
  let pending: string | null = null
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const [whole, phrase] = match
    if (pending !== null) {
      const isPrefix = whole === ':' && match.index === end
      yield { kind: isPrefix ? 'prefix' : 'value', text: pending, quoted: false }
      pending = null
    }
    end = match.index + whole.length
    if (phrase !== undefined) {
      if (phrase.trim() !== '') yield { kind: 'value', text: phrase, quoted: true }
    } else if (whole !== ':') pending = whole
  }
  if (pending !== null) yield { kind: 'value', text: pending, quoted: false }
}
