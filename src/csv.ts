/** A file of comma-separated values (RFC 4180), read by programs and by spreadsheets. */
export function toCsv(heads: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [heads, ...rows].map(csvLine).join('')
}

/** Cells that are safe to open, parted by commas, and the end of the line. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/**
 * A cell that no spreadsheet takes for a formula (a quote in front of `=`, `+`, `-`, `@`, their wide forms and control characters), and that
 * no comma, quote or line break ends early.
 */
export function csvCell(value: unknown): string {
  const text =
    value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = /^[\s]*[=+\-@\t\r\n|%＝＋－＠]/.test(text) && typeof value !== 'number' ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}
