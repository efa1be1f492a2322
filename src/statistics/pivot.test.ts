import { describe, expect, test } from 'vitest'
import { parseColumns, pivot, splitClient, toPlot } from './pivot.ts'

const rows = [
  { versionKey: 1, client: 'NuGet xplat/7.0.0', downloads: 5 },
  { versionKey: 1, client: 'NuGet xplat/6.9.1', downloads: 2 },
  { versionKey: 2, client: 'NuGet xplat/7.0.0', downloads: 1 },
  { versionKey: 2, client: 'browser', downloads: 9 },
  { versionKey: 3, client: 'browser', downloads: 4 },
]
const names = new Map([
  [1, '1.0.0'],
  [2, '2.0.0'],
])
const pivoted = (...asked: Parameters<typeof pivot>[1]) =>
  pivot(rows, asked, (key) => names.get(key)).map(({ cells, downloads }) => [...cells, downloads])

test('a client is a name and perhaps a version', () => {
  expect(splitClient('NuGet xplat/7.0.0')).toEqual({ name: 'NuGet xplat', version: '7.0.0' })
  expect(splitClient('browser')).toEqual({ name: 'browser', version: '' })
})

test('columns are asked for in any order and shown in one', () => {
  expect(parseColumns(['client-version', 'version', 'nonsense'], ['client'])).toEqual(['version', 'client-version'])
  expect(parseColumns(['nonsense'], ['client'])).toEqual(['client'])
})

describe('a pivot adds up what is alike', () => {
  test('by version; what has no name for this reader is one line', () => {
    expect(pivoted('version')).toEqual([
      ['2.0.0', 10],
      ['1.0.0', 7],
      ['', 4],
    ])
  })

  test('by client, and by client and its version', () => {
    expect(pivoted('client')).toEqual([
      ['browser', 13],
      ['NuGet xplat', 8],
    ])
    expect(pivoted('client', 'client-version')).toEqual([
      ['browser', '', 13],
      ['NuGet xplat', '7.0.0', 6],
      ['NuGet xplat', '6.9.1', 2],
    ])
  })

  test('by everything', () => {
    expect(pivoted('version', 'client', 'client-version')).toHaveLength(5)
  })
})

describe('a plot', () => {
  test('has a value for every step, zeros too, oldest first', () => {
    const plot = toPlot(
      [
        { name: 'a', step: 0, downloads: 3 },
        { name: 'a', step: 2, downloads: 1 },
      ],
      { first: 100, last: 102 },
      1,
    )
    expect(plot).toEqual({ days: [100, 101, 102], step: 1, series: [{ name: 'a', values: [1, 0, 3], total: 4 }] })
  })

  test('has five lines at most, and one for the rest', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const many = names.map((name, i) => ({ name, step: 0, downloads: 10 - i }))
    const { series } = toPlot([...many, { name: 'other', step: 0, downloads: 99 }], { first: 1, last: 1 }, 1)
    expect(series.map(({ name, total }) => [name, total])).toEqual([
      ['a', 10],
      ['b', 9],
      ['c', 8],
      ['d', 7],
      ['e', 6],
      [null, 5 + 4 + 99],
    ])
  })
})
