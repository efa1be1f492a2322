import { expect, test } from 'vitest'
import { scaleEnd, toPoints } from './plot-shape.ts'

test.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 5],
  [11, 20],
  [999, 1000],
  [1001, 2000],
])('a scale that has to hold %d ends with %d', (value, end) => {
  expect(scaleEnd(value)).toBe(end)
})

test('a line goes from the left to the right edge, zero at the bottom', () => {
  expect(toPoints([0, 5, 10], 10)).toBe('0,200 500,100 1000,0')
  expect(toPoints([5], 10)).toBe('0,100 1000,100')
})
