import type { Piece } from './match.ts'

/** What ranking knows of a document. The words are space-separated tokens with a space at both ends. */
export type Candidate = {
  readonly row: number
  readonly lowerId: string
  readonly idWords: string
  readonly tagWords: string
  readonly downloads: number
}

/** Behind the tags of a document whose version is deprecated; no word that is looked for begins with `_`. */
export const deprecatedMark = ' _deprecated '

const weights = { idToken: 9, idPrefix: 6, tag: 5, tagPrefix: 3, text: 1 } as const
const exactDotted = 1000
const exactPlain = 10
const dottedPrefix = 20
const plainPrefix = 2
const coverage = 3
/** What takes a package's place is rarely as popular yet. */
const deprecated = -4
const perDecadeOfDownloads = 1.5

/**
 * How well a document answers the query: the exact ID; where its words stand (ID, tags, other text), how
 * much of the ID they cover, whether the ID begins with the query, and each tenfold of downloads. The weights of the
 * fields are nuget.org's (protocol.md §6.5); adding instead of multiplying keeps ID matches first in a young gallery. What is
 * deprecated stands lower, which is ours: only an exact ID is meant all the same.
 */
export function scoreCandidate(candidate: Candidate, pieces: readonly Piece[], exactId: string | null): number {
  const popularity = perDecadeOfDownloads * Math.log10(1 + candidate.downloads)
  const state = candidate.tagWords.endsWith(deprecatedMark) ? deprecated : 0
  return popularity + state + scoreBeginning(candidate.lowerId, exactId) + scorePieces(candidate, pieces)
}

/** A name with a separator is meant as an ID; `json` may as well be a word: protocol.md §6.5. */
function scoreBeginning(lowerId: string, exactId: string | null): number {
  if (exactId === null || !lowerId.startsWith(exactId)) return 0
  const isDotted = /[.\-_]/.test(exactId)
  if (lowerId.length === exactId.length) return isDotted ? exactDotted : exactPlain
  return isDotted ? dottedPrefix : plainPrefix
}

function scorePieces(candidate: Candidate, pieces: readonly Piece[]): number {
  if (pieces.length === 0) return 0
  let sum = 0
  let covered = 0
  for (const piece of pieces) {
    const weight = weigh(candidate, piece)
    sum += weight
    if (weight >= weights.idPrefix) covered += piece.text.length
  }
  return sum / pieces.length + coverage * Math.min(1, covered / candidate.lowerId.length)
}

function weigh(candidate: Candidate, piece: Piece): number {
  if (piece.alternatives) return Math.max(...piece.alternatives.map((word) => weighToken(candidate, word, false)))
  const whole = weighToken(candidate, piece.text, piece.isPrefix)
  if (piece.parts.length === 0 || whole === weights.idToken) return whole
  const last = piece.parts.length - 1
  const parts = piece.parts.map((part, i) => weighToken(candidate, part, piece.isPrefix && i === last))
  return Math.max(whole, Math.min(...parts))
}

function weighToken({ idWords, tagWords }: Candidate, token: string, isPrefix: boolean): number {
  if (idWords.includes(` ${token} `)) return weights.idToken
  if (isPrefix && idWords.includes(` ${token}`)) return weights.idPrefix
  if (tagWords.includes(` ${token} `)) return weights.tag
  if (isPrefix && tagWords.includes(` ${token}`)) return weights.tagPrefix
  return weights.text
}

/** Best first; equals by lower-case ID, so that pages never overlap. */
export function rank<T extends Candidate>(
  candidates: readonly T[],
  pieces: readonly Piece[],
  exactId: string | null,
): T[] {
  return candidates
    .map((candidate) => ({ candidate, score: scoreCandidate(candidate, pieces, exactId) }))
    .sort((a, b) => b.score - a.score || compareIds(a.candidate, b.candidate))
    .map(({ candidate }) => candidate)
}

/** Most downloaded first, an exact ID before all. */
export function rankByDownloads<T extends Candidate>(candidates: readonly T[], exactId: string | null): T[] {
  const first = (candidate: T) => (exactId !== null && candidate.lowerId === exactId ? 1 : 0)
  return candidates.toSorted((a, b) => first(b) - first(a) || b.downloads - a.downloads || compareIds(a, b))
}

function compareIds(a: Candidate, b: Candidate): number {
  return a.lowerId < b.lowerId ? -1 : a.lowerId > b.lowerId ? 1 : 0
}
