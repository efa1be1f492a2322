/** The number of a row as an address or a form gives it; 0, which no row has, for anything that cannot be one. */
export function readId(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0
}
