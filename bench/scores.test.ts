import { expect, test } from 'vitest'
import { performanceScore, scoreOf } from './scores.ts'

test.each([
  [0, 1],
  [1800, 0.9],
  [3000, 0.5],
  [1e9, 0],
])('a first paint after %d ms scores %d', (value, score) => {
  expect(scoreOf(value, { good: 1800, median: 3000 })).toBeCloseTo(score, 3)
})

test('a page that is good in everything scores 90, one without a wait 100, and one that shifts loses its quarter', () => {
  const good = { firstPaint: 1800, largestPaint: 2500, blocked: 200, shift: 0.1 }
  expect(performanceScore(good)).toBeCloseTo(90, 1)
  expect(performanceScore({ firstPaint: 0, largestPaint: 0, blocked: 0, shift: 0 })).toBe(100)
  expect(performanceScore({ firstPaint: 0, largestPaint: 0, blocked: 0, shift: 9 })).toBeCloseTo(72.2, 1)
})
