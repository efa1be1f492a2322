/**
 * Text from a package, safe within a sentence of ours: quoted, at most 60 characters of printable ASCII, with `?` for
 * everything else, so that it can neither break a header line nor pretend to be our words.
 */
export function quote(text: string): string {
  const safe = text.slice(0, 61).replace(/[^\x20-\x7e]|'/g, '?')
  return safe.length > 60 ? `'${safe.slice(0, 57)}...'` : `'${safe}'`
}
