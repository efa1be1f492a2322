/**
 * Text as the index and the queries see it: protocol.md §6.4. Index and query go through the same functions, so that the
 * tokenizer of SQLite has nothing left to decide (it splits at spaces and takes everything else as it comes).
 */

/** One word of a text. `phrase` are its tokens in order: one, or one per ideograph. */
export type Word = {
  readonly phrase: readonly string[]
  /** Where the author's capitals and digits split it: `Foo2Bar` → foo, 2, bar. Empty when nothing splits. */
  readonly parts: readonly string[]
}

const longestToken = 300
const longestText = 20_000

const ascii = /^[\x00-\x7f]*$/
const asciiWord = /[A-Za-z0-9]+/g
const asciiPart = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g
const ideograph = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
const anyWord = new RegExp(`[${ideograph}]+|[[\\p{L}\\p{N}]--[${ideograph}]]+`, 'gv')
const ideographs = new RegExp(`^[${ideograph}]`, 'v')
const anyPart = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[^\p{Lu}\p{Ll}\p{N}]+/gu

/** The words between separators. Accents are dropped and wide forms made plain; case is lost only in the tokens. */
export function splitWords(text: string): Word[] {
  const cut = text.length > longestText ? text.slice(0, longestText) : text
  if (ascii.test(cut)) return (cut.match(asciiWord) ?? []).map((word) => toWord(word, asciiPart))
  const plain = cut.normalize('NFKD').replace(/\p{M}+/gu, '')
  return (plain.match(anyWord) ?? []).map((word) =>
    ideographs.test(word) ? { phrase: Array.from(word), parts: [] } : toWord(word, anyPart),
  )
}

function toWord(word: string, part: RegExp): Word {
  const parts = word.match(part) ?? []
  return { phrase: [toToken(word)], parts: parts.length > 1 ? parts.map(toToken) : [] }
}

function toToken(text: string): string {
  return text.slice(0, longestToken).toLowerCase()
}

/** The tokens of a text to be indexed: the words in their order, then the parts of those that split. */
export function indexText(text: string): string {
  const words = splitWords(text)
  const tokens = words.flatMap((word) => word.phrase)
  for (const word of words) tokens.push(...splitTokens(word))
  return tokens.join(' ')
}

/** Parts, and runs of letters across capitals: `OAuth2` → o, auth, 2 and oauth. */
function splitTokens(word: Word): readonly string[] {
  if (word.parts.length === 0) return []
  const runs = (word.phrase[0] ?? '').match(/\p{L}+|\p{N}+/gu) ?? []
  return runs.length > 1 ? [...word.parts, ...runs.filter((run) => !word.parts.includes(run))] : word.parts
}

/** The tokens of a package ID: those of a text, and the ID without its separators. */
export function indexId(id: string): string {
  const tokens = indexText(id)
  const words = splitWords(id).flatMap((word) => word.phrase)
  return words.length > 1 ? `${tokens} ${words.join('')}` : tokens
}

/**
 * A token of an ID, as it stands once more among the whole values: IDs then have posting lists of their own, which are
 * short where the same word in any text has a long one.
 */
export function idToken(token: string): string {
  return `_n${token}`
}

/**
 * What is compared as a whole: package ID, version, tag, owner, package type, target framework, framework family, what
 * follows from odd frameworks, dependency.
 */
export type ExactKind = 'p' | 'v' | 't' | 'o' | 'y' | 'f' | 'g' | 'c' | 'd'

/** Of every package whose shown version is not deprecated. Short: every prefix of a token is kept as well. */
export const currentToken = '_s'

/** One token for a whole value, in any case. No word begins with `_`, so that words never find these. */
export function exactToken(kind: ExactKind, value: string): string {
  const lower = value.trim().toLowerCase().slice(0, longestToken)
  return `_${kind}${lower.replace(/[^a-z0-9\u0080-\uffff]/g, hexadecimal)}`
}

function hexadecimal(character: string): string {
  return `_${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
