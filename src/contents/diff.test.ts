import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffTexts, type DiffLine } from './diff.ts'

const signs = { same: ' ', removed: '-', added: '+' }
const show = (lines: readonly DiffLine[]) => lines.map(({ kind, text }) => signs[kind] + text)

test('changed lines are shown with some around them, in as many places as there are', () => {
  const before = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`)
  const after = before.flatMap((line) => (line === 'line 5' ? ['five'] : line === 'line 25' ? [line, 'more'] : [line]))
  const places = diffTexts(before.join('\n'), `${after.join('\n')}\n`)
  expect(places.map(show)).toEqual([
    [' line 2', ' line 3', ' line 4', '-line 5', '+five', ' line 6', ' line 7', ' line 8'],
    [' line 23', ' line 24', ' line 25', '+more', ' line 26', ' line 27', ' line 28'],
  ])
  expect(places[1]?.[4]).toEqual({ kind: 'same', text: 'line 26', before: 26, after: 27 })
})

test.each([
  ['', 'a', [['+a']]],
  ['a\n', '', [['-a']]],
  ['a\r\nb', 'a\nb\n', []],
  ['a\nb\nc', 'a\nc', [[' a', '-b', ' c']]],
  ['x', 'y', [['-x', '+y']]],
])('%j becomes %j', (before, after, expected) => {
  expect(diffTexts(before, after).map(show)).toEqual(expected)
})

test('what is shown leads from one text to the other, with no more edits than needed', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffTexts(before.join('\n'), after.join('\n')).flat()
      const removed = lines.filter(({ kind }) => kind === 'removed')
      const added = lines.filter(({ kind }) => kind === 'added')
      expect(before.length - removed.length).toBe(after.length - added.length)
      expect(before.length - removed.length).toBe(longestCommon(before, after))
      expect(removed.map(({ before: at }) => before[(at ?? 0) - 1])).toEqual(removed.map((line) => line.text))
      expect(added.map(({ after: at }) => after[(at ?? 0) - 1])).toEqual(added.map((line) => line.text))
    }),
  )
})

function longestCommon([a, ...as]: readonly string[], [b, ...bs]: readonly string[]): number {
  if (a === undefined || b === undefined) return 0
  if (a === b) return 1 + longestCommon(as, bs)
  return Math.max(longestCommon([a, ...as], bs), longestCommon(as, [b, ...bs]))
}

test('texts that have nothing in common are told so at once', () => {
  const lines = (word: string) => Array.from({ length: 40_000 }, (_, i) => `${word} ${i}`).join('\n')
  const startedAt = process.cpuUsage().user
  expect(diffTexts(lines('a'), lines('b')).flat()).toHaveLength(80_000)
  expect((process.cpuUsage().user - startedAt) / 1000).toBeLessThan(3000)
})
