/** One line of two texts that are compared, and its number in each; null where it is not. */
export type DiffLine = {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
  readonly before: number | null
  readonly after: number | null
}

/** So many lines around a change show where it is. */
const context = 3
/** Beyond these, whatever lies between the first and the last change counts as replaced: the way there grows by the square. */
const mostEdits = 1000

/** Where two texts differ: changed lines in their order, with a few around each; one list for each place. */
export function diffTexts(before: string, after: string): readonly (readonly DiffLine[])[] {
  const lines = diffLines(toLines(before), toLines(after))
  const isNear = lines.map(() => false)
  for (const [i, { kind }] of lines.entries()) {
    if (kind !== 'same') isNear.fill(true, Math.max(0, i - context), i + context + 1)
  }
  const places: DiffLine[][] = []
  for (const [i, line] of lines.entries()) {
    if (!isNear[i]) continue
    if (!isNear[i - 1]) places.push([])
    places.at(-1)?.push(line)
  }
  return places
}

function toLines(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0 // lines that are the same at the end of both
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const kinds: DiffLine['kind'][] = [
    ...Array.from({ length: start }, () => 'same' as const),
    ...findEdits(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...Array.from({ length: end }, () => 'same' as const),
  ]
  let [x, y] = [0, 0]
  return kinds.map((kind) => {
    const text = (kind === 'added' ? after[y] : before[x]) ?? ''
    return { kind, text, before: kind === 'added' ? null : ++x, after: kind === 'removed' ? null : ++y }
  })
}

/** The fewest lines to take away and to add. Source: E. Myers, An O(ND) Difference Algorithm, 1986. */
function findEdits(before: readonly string[], after: readonly string[]): readonly DiffLine['kind'][] {
  const most = Math.min(before.length + after.length, mostEdits)
  const reach = new Int32Array(2 * most + 3) // how far each diagonal leads, counted from the middle of the array
  const middle = most + 1
  const steps: Int32Array[] = []
  for (let edits = 0; edits <= most; edits++) {
    steps.push(reach.slice())
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = cameDown(reach, middle + diagonal, diagonal, edits)
        ? (reach[middle + diagonal + 1] ?? 0)
        : (reach[middle + diagonal - 1] ?? 0) + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++
      reach[middle + diagonal] = x
      if (x >= before.length && x - diagonal >= after.length) return goBack(steps, middle, before.length, after.length)
    }
  }
  return [...before.map(() => 'removed' as const), ...after.map(() => 'added' as const)]
}

/** Whether a diagonal is reached by adding a line rather than by taking one away. */
function cameDown(reach: Int32Array, at: number, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && (reach[at - 1] ?? 0) < (reach[at + 1] ?? 0))
}

function goBack(steps: readonly Int32Array[], middle: number, width: number, height: number) {
  const kinds: DiffLine['kind'][] = []
  let [x, y] = [width, height]
  for (let edits = steps.length - 1; edits >= 0; edits--) {
    const reach = steps[edits] ?? new Int32Array()
    const diagonal = x - y
    const from = cameDown(reach, middle + diagonal, diagonal, edits) ? diagonal + 1 : diagonal - 1
    const fromX = reach[middle + from] ?? 0
    const fromY = fromX - from
    for (; x > fromX && y > fromY; x--, y--) kinds.push('same')
    if (edits > 0) kinds.push(x === fromX ? 'added' : 'removed')
    ;[x, y] = [fromX, fromY]
  }
  return kinds.reverse()
}
