import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { renderBadge, shortNumber } from './badge.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1k'],
  [12_449, '12.4k'],
  [99_949, '99.9k'],
  [99_950, '100k'],
  [999_499, '999k'],
  [999_960, '1M'],
  [3_000_000, '3M'],
  [5_240_000_000, '5.2G'],
])('%i downloads are %s', (count, text) => {
  expect(shortNumber(count)).toBe(text)
})

test('what it says is text in a well-formed picture, whatever it is', () => {
  const hostile = '"><script>alert(1)</script>&\u0000'
  const svg = renderBadge({ label: hostile, value: hostile, tone: 'gold' })
  const names: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => void names.push(name))
  parser.on('error', (error) => {
    throw error
  })
  parser.write(svg).close()
  expect(new Set(names)).toEqual(new Set(['svg', 'title', 'clipPath', 'rect', 'g', 'text']))
})

test('a longer text makes a wider badge', () => {
  const width = (value: string) =>
    Number(/width="(\d+)"/.exec(renderBadge({ label: 'Lode', value, tone: 'gold' }))?.[1])
  expect(width('v10.0.0-preview.1')).toBeGreaterThan(width('v1.0') + 50)
})
