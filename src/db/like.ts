/** A pattern for `like … escape '\'` that finds `text` anywhere, in lower case; what patterns mean otherwise is only itself. */
export function likeAnywhere(text: string): string {
  return `%${likeBeginning(text)}`
}

/** The same for what begins with `text`. */
export function likeBeginning(text: string): string {
  return `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
}
