import { describe, expect, test } from 'vitest'
import { dayOf, isoDay, parsePeriod, sixWeeksUntil, stepOf, stepsOf } from './period.ts'

const now = new Date('2026-11-24T23:59:59Z')
const today = dayOf(now)

/** As dates, both with it. */
function ask(asked: { period?: string; from?: string; to?: string }, firstCounted: number | null = today - 99) {
  const { name, period } = parsePeriod(asked, now, firstCounted)
  return [name, isoDay(period.first), isoDay(period.last)]
}

describe('a period', () => {
  test.each([
    [{}, ['six-weeks', '2026-10-14', '2026-11-24']],
    [{ period: 'week' }, ['week', '2026-11-18', '2026-11-24']],
    [{ period: 'year' }, ['year', '2025-11-26', '2026-11-24']],
    [{ period: 'all' }, ['all', '2026-08-17', '2026-11-24']],
    [{ period: 'decade' }, ['six-weeks', '2026-10-14', '2026-11-24']],
    [{ from: '2026-11-01', to: '2026-11-03' }, [null, '2026-11-01', '2026-11-03']],
    [{ from: '2026-11-03', to: '2026-11-01' }, [null, '2026-11-01', '2026-11-03']],
    [{ period: 'week', from: '2026-11-20' }, [null, '2026-11-20', '2026-11-24']],
    [{ to: '2026-09-01' }, [null, '2026-08-17', '2026-09-01']],
    [{ from: '2026-11-01', to: '2030-01-01' }, [null, '2026-11-01', '2026-11-24']],
    [{ from: '2031-01-01', to: '2030-01-01' }, [null, '2026-11-24', '2026-11-24']],
    [{ from: '2026-02-30', to: "1' or 1" }, ['six-weeks', '2026-10-14', '2026-11-24']],
    [{ from: '0001-01-01' }, [null, '2026-08-17', '2026-11-24']],
    [{ from: '0001-01-01', to: '2020-01-01' }, [null, '2020-01-01', '2020-01-01']],
  ])('asked for with %j is %j', (asked, expected) => {
    expect(ask(asked)).toEqual(expected)
  })

  test('of everything is today where nothing was counted', () => {
    expect(ask({ period: 'all' }, null)).toEqual(['all', '2026-11-24', '2026-11-24'])
  })

  test('is plotted by day, by week or by four weeks, and its last step is whole', () => {
    expect(stepOf(sixWeeksUntil(now))).toBe(1)
    expect(stepOf(parsePeriod({ period: 'year' }, now, null).period)).toBe(7)
    expect(stepOf({ first: today - 1000, last: today })).toBe(28)
    expect(stepsOf({ first: 100, last: 102 }, 1)).toEqual([100, 101, 102])
    expect(stepsOf({ first: 100, last: 116 }, 7)).toEqual([100, 103, 110])
    expect(stepsOf({ first: 100, last: 113 }, 7)).toEqual([100, 107])
  })
})
