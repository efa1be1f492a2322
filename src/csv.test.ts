import { describe, expect, test } from 'vitest'
import { csvCell, toCsv } from './csv.ts'

describe('a cell of CSV', () => {
  test.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['＝1+1', `"'＝1+1"`],
    ['＠SUM(A1)', `"'＠SUM(A1)"`],
    [' =1', `"' =1"`],
    ['a,"b"\r\nc', '"a,""b""\r\nc"'],
    [{ a: '=1' }, '"{""a"":""=1""}"'],
    [12, '12'],
    [-1, '-1'],
    ['plain', 'plain'],
    [null, ''],
  ])('%j is written %j', (value, written) => {
    expect(csvCell(value)).toBe(written)
  })
})

test('a file has its heads first, and a line break after each line', () => {
  const rows = [
    ['A', 1],
    ['=B', 2],
  ]
  expect(toCsv(['name', 'downloads'], rows)).toBe('name,downloads\r\nA,1\r\n"\'=B",2\r\n')
})
