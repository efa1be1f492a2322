import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const lines = 95

type Row = { readonly line: number; readonly file: string; readonly text: string }

const rows: readonly Row[] = readFileSync(join(root, 'docs', 'acceptance.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, file, text] = /^\| +(\d+) \| (.+?) +\| (.+?) +\|$/.exec(line) ?? []
    return number && file && text ? [{ line: Number(number), file: file.replaceAll('`', ''), text }] : []
  })
const shown = rows.filter(({ file }) => file !== 'out of scope')

/** The numbers that a test's name carries: 7 and 45 of `protocol 7 and 45: …`. */
function numbersIn(name: string): readonly number[] {
  return [...name.matchAll(/protocol ((?:\d+(?:, | and )?)+)/g)].flatMap(
    ([, list]) => list?.match(/\d+/g)?.map(Number) ?? [],
  )
}

describe('docs/acceptance.md', () => {
  test('has every line of the list once, in order', () => {
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: lines }, (_, i) => i + 1))
  })

  test.each(shown)('names a test for line $line that is there and carries its number', ({ line, file, text }) => {
    expect(numbersIn(text)).toContain(line)
    const source = readFileSync(join(root, file), 'utf8')
    expect(["'", '`', '"'].some((quote) => source.includes(quote + text + quote))).toBe(true)
  })
})
