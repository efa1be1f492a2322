import type { DatabaseSync } from 'node:sqlite'
import type { IndexReader } from './index-reader.ts'
import { compilePiece, type Corrections, type Piece } from './match.ts'
import { chooseAlternatives, forgivenSlips, intactEnds, reverse } from './vocabulary.ts'

/** No more words than these are compared with one misspelled one: 5 ms, whatever the number of packages. */
const mostCompared = 8000

const beginningWith = 'select word, documents from vocabulary where word >= ? and word < ? limit ?'
const endingWith = 'select word, documents from vocabulary where reversed >= ? and reversed < ? limit ?'

/**
 * For a query that nothing matches: the pieces that no package has at all, with the words of IDs that they may have been
 * meant to be. Null when there is nothing to correct: every piece is known, or one of them is like no word.
 */
export function createCorrector(
  database: DatabaseSync,
  index: IndexReader,
): (pieces: readonly Piece[]) => Corrections | null {
  const beginning = database.prepare(beginningWith)
  const ending = database.prepare(endingWith)

  function findAlternatives(word: string): readonly string[] {
    const ends = intactEnds(word)
    const end = reverse(ends.end)
    const candidates = [
      ...beginning.all(ends.beginning, `${ends.beginning}\uffff`, mostCompared / 2),
      ...ending.all(end, `${end}\uffff`, mostCompared / 2),
    ]
    return chooseAlternatives(word, candidates as { word: string; documents: number }[])
  }

  return (pieces) => {
    const corrections = new Map<string, readonly string[]>()
    for (const piece of pieces.slice(0, 8)) {
      if (forgivenSlips(piece.text) === 0 || index.hasMatch(compilePiece(piece, 'anywhere'))) continue
      const alternatives = findAlternatives(piece.text)
      if (alternatives.length === 0) return null
      corrections.set(piece.text, alternatives)
    }
    return corrections.size === 0 ? null : corrections
  }
}
