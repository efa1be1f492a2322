import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { fail, ok, type Result } from '../result.ts'
import { currentToken, exactToken, idToken, splitWords, type ExactKind, type Word } from './analysis.ts'
import { filterTokens, type FrameworkFilter } from './frameworks.ts'
import { maxClauses, type QueryField, type Term } from './query.ts'
import type { SearchRefusal } from './search.ts'

/** What a query asks of the index: expressions of FTS5, made of our own tokens only. */
export type Match = {
  /** Null: everything matches. */
  readonly all: string | null
  /** The same with every free word required in the ID; null when the query has no free word. */
  readonly inId: string | null
  /** What ranking looks for in IDs and tags. */
  readonly pieces: readonly Piece[]
  /** The query when it is one word that could be a package ID, in lower case. */
  readonly exactId: string | null
}

export type Piece = {
  readonly text: string
  readonly parts: readonly string[]
  readonly isPrefix: boolean
  /** Words of IDs that stand for it when it was a slip. */
  readonly alternatives?: readonly string[]
}

/** What else must be true of a package, whatever is typed. Null means everything. */
export type MatchFilter = {
  readonly packageType: string | null
  readonly frameworks: FrameworkFilter | null
  readonly hidesDeprecated: boolean
}

/** Misspelled pieces by their text, with what they may have been meant to be. */
export type Corrections = ReadonlyMap<string, readonly string[]>

/** Nothing in the query is a word (`!!!`): nothing matches. */
export type NoMatch = 'nothing'

/**
 * Free words are all required, the last one also as a prefix; values of one field are alternatives, different fields are
 * all required (protocol.md §6.3).
 */
export function compileSearch(
  terms: readonly Term[],
  matchFilter: MatchFilter,
  corrections: Corrections = new Map(),
): Result<Match | NoMatch, SearchRefusal> {
  const filter = compileFilter(matchFilter)
  if (terms.length === 0) return ok({ ...everything, all: filter.length === 0 ? null : allOf(filter) })

  const free = compileFree(
    terms.filter(({ field }) => field === 'any'),
    corrections,
  )
  const scoped = compileFields(terms)
  if (free.clauses + scoped.clauses > maxClauses) return fail({ code: 'search-too-many-clauses' })
  if (scoped.groups === null) return ok('nothing')
  const others = [...scoped.groups, ...filter]
  if (free.expression === null && scoped.groups.length === 0) return ok('nothing')
  return ok({
    all: allOf([...(free.expression === null ? [] : [free.expression]), ...others]),
    inId: free.inId === null ? null : allOf([free.inId, ...others]),
    pieces: [...free.pieces, ...scoped.pieces],
    exactId: toExactId(terms),
  })
}

const everything: Match = { all: null, inId: null, pieces: [], exactId: null }

function compileFilter({ packageType, frameworks, hidesDeprecated }: MatchFilter): readonly string[] {
  const type = packageType === null ? [] : [quote(exactToken('y', packageType))]
  const state = hidesDeprecated ? [quote(currentToken)] : []
  const chosen = frameworks === null ? [] : filterTokens(frameworks)
  if (chosen.length === 0) return [...type, ...state]
  if (frameworks?.mode === 'any') return [...type, ...state, anyOf([...new Set(chosen.flat())].map(quote))]
  return [...type, ...state, ...chosen.map((tokens) => anyOf(tokens.map(quote)))]
}

/** Every piece of the text is the beginning of a token of the ID; that covers the beginning of the ID itself. */
export function compileAutocomplete(text: string, packageType: string | null): Result<Match | NoMatch, SearchRefusal> {
  const filter = compileFilter({ packageType, frameworks: null, hidesDeprecated: false })
  const typed = text.trim()
  if (Buffer.byteLength(typed) > 32 * 1024) return fail({ code: 'search-term-too-long' })
  if (typed === '') return ok({ ...everything, all: filter[0] ?? null })
  const words = splitWords(typed)
  if (words.length > maxClauses) return fail({ code: 'search-too-many-clauses' })
  if (words.length === 0) return ok('nothing')
  const expression = allOf(words.map((word) => compilePiece({ ...toPiece(word, true), parts: [] }, 'id')))
  const exactId = parsePackageId(typed) === null ? null : toLowerId(typed)
  return ok({ all: allOf([expression, ...filter]), inId: null, pieces: [], exactId })
}

function toExactId(terms: readonly Term[]): string | null {
  const [term, ...more] = terms
  if (!term || more.length > 0 || (term.field !== 'any' && term.field !== 'packageid')) return null
  return parsePackageId(term.text) === null ? null : toLowerId(term.text)
}

type Free = {
  readonly expression: string | null
  readonly inId: string | null
  readonly pieces: readonly Piece[]
  readonly clauses: number
}

function compileFree(terms: readonly Term[], corrections: Corrections): Free {
  const typed = terms.flatMap((term, i) => readPieces(term, i === terms.length - 1))
  const pieces = typed.map((piece) => {
    const alternatives = corrections.get(piece.text)
    return alternatives ? { ...piece, alternatives } : piece
  })
  if (pieces.length === 0) return { expression: null, inId: null, pieces, clauses: 0 }
  const expression = allOf(pieces.map((piece) => compilePiece(piece, 'anywhere')))
  const inId = allOf(pieces.map((piece) => compilePiece(piece, 'id')))
  return { expression, inId, pieces, clauses: countClauses(pieces) }
}

/** Null groups: some field has values, but none that could match. */
function compileFields(terms: readonly Term[]): { groups: string[] | null; pieces: Piece[]; clauses: number } {
  const byField = Map.groupBy(terms, (term) => term.field)
  const groups: string[] = []
  const pieces: Piece[] = []
  let clauses = 0
  for (const [field, values] of byField) {
    if (field === 'any') continue
    const alternatives = values.map((term) => compileValue(field, term))
    pieces.push(...(field === 'id' ? alternatives.flatMap((one) => one.pieces) : []))
    clauses += alternatives.reduce((sum, one) => sum + one.clauses, 0)
    const expressions = alternatives.flatMap((one) => one.expressions)
    if (expressions.length === 0) return { groups: null, pieces, clauses }
    groups.push(anyOf(expressions))
  }
  return { groups, pieces, clauses }
}

type Value = { readonly expressions: readonly string[]; readonly pieces: readonly Piece[]; readonly clauses: number }

function compileValue(field: Exclude<QueryField, 'any'>, term: Term): Value {
  switch (field) {
    case 'packageid':
      return exactValue('p', [toLowerId(term.text.trim())])
    case 'version':
      return exactValue('v', [parseVersion(term.text)?.lower ?? term.text])
    case 'owners':
      return exactValue('o', [term.text])
    case 'dependson':
      return exactValue('d', [term.text])
    case 'tags':
      return exactValue('t', [term.text, ...term.text.split(/[\s,;|]+/)])
    case 'id':
    case 'title':
    case 'description':
    case 'summary':
    case 'authors': {
      const pieces = readPieces(term, field === 'id')
      if (pieces.length === 0) return { expressions: [], pieces, clauses: 0 }
      const place = field === 'id' ? 'id' : 'anywhere'
      const expression = allOf(pieces.map((piece) => compilePiece(piece, place)))
      const scoped = field === 'id' ? expression : `${field} : (${expression})`
      return { expressions: [scoped], pieces, clauses: countClauses(pieces) }
    }
  }
}

function exactValue(kind: ExactKind, values: readonly string[]): Value {
  const tokens = new Set(values.filter((value) => value.trim() !== '').map((value) => quote(exactToken(kind, value))))
  return { expressions: [...tokens], pieces: [], clauses: tokens.size }
}

/** Quoted words are one piece: they stand side by side in one field. */
function readPieces(term: Term, lastIsPrefix: boolean): readonly Piece[] {
  const words = splitWords(term.text)
  if (words.length === 0) return []
  if (!term.quoted) return words.map((word, i) => toPiece(word, lastIsPrefix && i === words.length - 1))
  const [word] = words
  if (word && words.length === 1) return [toPiece(word, false)]
  return [{ text: words.flatMap(({ phrase }) => phrase).join(' '), parts: [], isPrefix: false }]
}

function toPiece(word: Word, isPrefix: boolean): Piece {
  return { text: word.phrase.join(' '), parts: word.parts, isPrefix }
}

export type Place = 'anywhere' | 'id'

/** The piece itself, or all of its parts: `EntityFramework` also finds `Entity.Framework`. */
export function compilePiece(piece: Piece, place: Place): string {
  if (piece.alternatives) return anyOf(piece.alternatives.map((word) => compileToken(word, false, 'id')))
  const whole = compileToken(piece.text, piece.isPrefix, place)
  if (piece.parts.length === 0) return whole
  const last = piece.parts.length - 1
  return anyOf([whole, allOf(piece.parts.map((part, i) => compileToken(part, piece.isPrefix && i === last, place)))])
}

/**
 * Ideographs are tokens of their own and need no prefix; one letter is looked up as the beginning of words of IDs only,
 * since half of all texts have a word that begins with it.
 */
function compileToken(text: string, isPrefix: boolean, place: Place): string {
  if (text.includes(' ')) return place === 'id' ? `id : ${quote(text)}` : quote(text)
  const prefix = isPrefix ? ' *' : ''
  if (place === 'id') return `${quote(idToken(text))}${prefix}`
  const isLetter = isPrefix && Array.from(text).length === 1
  return isLetter ? anyOf([quote(text), `${quote(idToken(text))} *`]) : `${quote(text)}${prefix}`
}

function countClauses(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + 1 + piece.parts.length, 0)
}

/** Tokens hold letters, digits and `_` only; the doubling is for whoever changes that. */
function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function allOf(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' AND ')})`
}

function anyOf(expressions: readonly string[]): string {
  return `(${expressions.join(' OR ')})`
}
