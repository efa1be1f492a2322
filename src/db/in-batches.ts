/** The rows in their order, at most `size` at a time: a statement takes only so many values. */
export function* inBatches<T>(rows: readonly T[], size: number): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size)
}
