/** Where commands write: results on `out`, everything else on `err`. */
export type Output = {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Progress is shown to people, not written into logs. */
  readonly isTerminal: boolean
}

/** One result: JSON on one line for scripts, or words for people. */
export function printResult(output: Output, options: { readonly json?: boolean }, value: unknown, words: string): void {
  output.out(options.json ? `${JSON.stringify(value)}\n` : words && `${words}\n`)
}

/** A table with a head, columns as wide as their widest cell; no lines, so that it can be cut and copied. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd()
  return [head, ...rows].map(line).join('\n')
}

/** Columns on a terminal: East Asian characters take two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character)
        ? 2
        : 1),
    0,
  )
}

/** An instant as tables show it: `2026-11-24 10:00 UTC`. */
export function renderTime(at: Date | null): string {
  return at ? `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'never'
}

export function renderBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  const exponent = Math.min(4, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** exponent).toFixed(1)} ${['', 'KB', 'MB', 'GB', 'TB'][exponent]}`
}
