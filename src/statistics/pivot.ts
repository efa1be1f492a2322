import { otherClient } from '../packages/download-client.ts'
import { stepsOf, type Period } from './period.ts'

/** By what downloads can be told apart. */
export const columns = ['version', 'client', 'client-version'] as const
export type Column = (typeof columns)[number]

/** Downloads of one version by one client in some period. `client` is as it was counted: `NuGet xplat/7.0.0`. */
export type CountedRow = { readonly versionKey: number; readonly client: string; readonly downloads: number }

/** One line of a pivot: a cell for each column asked for, in their order, and the sum. */
export type PivotRow = { readonly cells: readonly string[]; readonly downloads: number }

/** `NuGet xplat/7.0.0` is `NuGet xplat` at 7.0.0; clients that tell no version have an empty one. */
export function splitClient(client: string): { readonly name: string; readonly version: string } {
  const slash = client.lastIndexOf('/')
  return slash < 0 ? { name: client, version: '' } : { name: client.slice(0, slash), version: client.slice(slash + 1) }
}

/** The columns that an address asks for, in their one order; `standard` when it asks for none. */
export function parseColumns(asked: readonly string[], standard: readonly Column[]): readonly Column[] {
  const chosen = columns.filter((column) => asked.includes(column))
  return chosen.length === 0 ? standard : chosen
}

/**
 * Adds rows up that are alike in all columns asked for, most downloads first. `nameOf` says what a version is called; those
 * that it does not know (deleted, or not for this reader) are added up under an empty name.
 */
export function pivot(
  rows: readonly CountedRow[],
  asked: readonly Column[],
  nameOf: (versionKey: number) => string | undefined,
): readonly PivotRow[] {
  const sums = new Map<string, PivotRow>()
  for (const { versionKey, client, downloads } of rows) {
    const { name, version } = splitClient(client)
    const all = { version: nameOf(versionKey) ?? '', client: name, 'client-version': version }
    const cells = asked.map((column) => all[column])
    const key = cells.join('\n')
    sums.set(key, { cells, downloads: (sums.get(key)?.downloads ?? 0) + downloads })
  }
  return [...sums.values()].toSorted((a, b) => b.downloads - a.downloads || (a.cells.join() < b.cells.join() ? -1 : 1))
}

/** Downloads of one thing by step of a period; `step` counts back from the end: 0 is the last. */
export type SteppedRow = { readonly name: string; readonly step: number; readonly downloads: number }

/** A line of a plot. `name` is null for all that have no line of their own. */
export type Series = { readonly name: string | null; readonly values: readonly number[]; readonly total: number }

/** Lines over the same days; `days` are those at which the steps begin. */
export type Plot = { readonly days: readonly number[]; readonly step: number; readonly series: readonly Series[] }

/** More lines than this are a tangle. */
const mostLines = 5

/** The most downloaded things as lines, and the rest as one. Things without a name of their own (empty, `other`) are in it. */
export function toPlot(rows: readonly SteppedRow[], period: Period, step: number): Plot {
  const days = stepsOf(period, step)
  const lines = new Map<string, number[]>()
  for (const { name, step: back, downloads } of rows) {
    const values = lines.get(name) ?? days.map(() => 0)
    const at = days.length - 1 - back
    values[at] = (values[at] ?? 0) + downloads
    lines.set(name, values)
  }
  const sorted = [...lines]
    .map(([name, values]) => ({ name, values, total: sum(values) }))
    .toSorted((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
  const isNamed = ({ name }: { name: string }) => name !== '' && name !== otherClient
  const named = sorted.filter(isNamed)
  const shown = named.slice(0, mostLines)
  const rest = [...named.slice(mostLines), ...sorted.filter((line) => !isNamed(line))]
  if (rest.length === 0) return { days, step, series: shown }
  const values = days.map((_, i) => sum(rest.map((line) => line.values[i] ?? 0)))
  return { days, step, series: [...shown, { name: null, values, total: sum(values) }] }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
