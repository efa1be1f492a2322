/**
 * Does the whole of `text` match the pattern? `*` stands for any run of characters, none included; everything else is
 * itself, in any letter case. Linear in practice and never worse than pattern × text: no regular expression is made of
 * what people type. Rules: gallery.md §4.5.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return matches(
    pattern.toLowerCase(),
    text.toLowerCase(),
    (patternCharacter, textCharacter) => patternCharacter === textCharacter,
  )
}

/**
 * Is every ID that `inner` matches also matched by `outer`? True for `A.*` and `A.B.*`. A `*` of the inner pattern can
 * only be taken up by one of the outer, so the inner pattern is matched as if its `*` were one more character.
 */
export function coversGlob(outer: string, inner: string): boolean {
  return matches(outer.toLowerCase(), inner.toLowerCase().replace(/\*+/g, '*'), (o, i) => o === i && i !== '*')
}

/** The usual two-pointer walk: at a mismatch the last `*` takes one more character. */
function matches(pattern: string, text: string, isSame: (p: string, t: string) => boolean): boolean {
  let p = 0
  let starAt = -1
  let takenUpTo = 0
  for (let t = 0; t < text.length;) {
    const patternCharacter = pattern.charAt(p)
    if (patternCharacter === '*') {
      starAt = p++
      takenUpTo = t
    } else if (p < pattern.length && isSame(patternCharacter, text.charAt(t))) {
      p++
      t++
    } else if (starAt >= 0) {
      p = starAt + 1
      t = ++takenUpTo
    } else {
      return false
    }
  }
  while (pattern.charAt(p) === '*') p++
  return p === pattern.length
}

const globGrammar = /^[A-Za-z0-9_.\-*]{1,128}$/

/** Only what a package ID can hold, and `*`. */
export function isValidGlob(pattern: string): boolean {
  return globGrammar.test(pattern)
}
