/** One row of the result: what was measured, what design.md asks for, what came out. */
export type Row = {
  readonly what: string
  readonly must: string
  readonly measured: string
  /** Null where nothing is demanded. */
  readonly isMet: boolean | null
}

/** Takes rows as they are measured. */
export type Note = (...rows: readonly Row[]) => void

export function renderTable(rows: readonly Row[]): string {
  const head = ['| | must | measured | |', '|---|---|---|---|']
  const lines = rows.map((row) => `| ${row.what} | ${row.must} | ${row.measured} | ${verdict(row)} |`)
  return [...head, ...lines].join('\n')
}

function verdict(row: Row): string {
  return row.isMet === null ? '' : row.isMet ? 'met' : '**not met**'
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

export function round(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
