/** The words of IDs that a slip is corrected to, and how: bounded in time, whatever the number of packages. */

const shortest = 3
const longest = 40

/** Of the tokens of an ID those that people may misspell; numbers and serials are not words. */
export function idVocabulary(idWords: string): ReadonlySet<string> {
  return new Set(
    idWords.split(' ').filter((word) => word.length >= shortest && word.length <= longest && !/\d{2}|^\d/.test(word)),
  )
}

export function reverse(word: string): string {
  return Array.from(word).reverse().join('')
}

/** How many slips a word of this length is forgiven. */
export function forgivenSlips(word: string): number {
  if (word.length < shortest || word.length > longest) return 0
  return word.length < 8 ? 1 : 2
}

/**
 * The beginning and the end of `word` one of which is intact in whatever it was meant to be: with one slip in one half,
 * the other half is right, but exchanged neighbours may lie across the middle. Of two slips in a long word those are found
 * that leave a third at one end.
 */
export function intactEnds(word: string): { readonly beginning: string; readonly end: string } {
  const length = forgivenSlips(word) > 1 ? Math.floor(word.length / 3) : Math.max(1, Math.floor(word.length / 2) - 1)
  return { beginning: word.slice(0, length), end: word.slice(-length) }
}

/**
 * Slips between two words: letters missing, added, wrong, or exchanged with their neighbour (optimal string alignment).
 * Anything above `most` is `most + 1`.
 */
export function countSlips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isExchanged) slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + 1)
      row.push(slips)
      least = Math.min(least, slips)
    }
    if (least > most) return most + 1
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, most + 1)
}

const mostAlternatives = 8

/** What `word` may have been meant to be: the words with the fewest slips, those of more packages first. */
export function chooseAlternatives(
  word: string,
  candidates: readonly { readonly word: string; readonly documents: number }[],
): readonly string[] {
  const most = forgivenSlips(word)
  const near = candidates
    .map((candidate) => ({ ...candidate, slips: countSlips(word, candidate.word, most) }))
    .filter(({ slips }) => slips <= most)
  const fewest = Math.min(...near.map(({ slips }) => slips))
  const best = near
    .filter(({ slips }) => slips === fewest)
    .sort((a, b) => b.documents - a.documents || (a.word < b.word ? -1 : 1))
  return [...new Set(best.map((candidate) => candidate.word))].slice(0, mostAlternatives)
}
