import { describe, expect, test } from 'vitest'
import { parseDeletionType } from './delete-request.ts'
import { parseDeprecation } from './deprecation-request.ts'

function parse(fields: Readonly<Record<string, string | readonly string[]>>) {
  const lists = Object.entries(fields).map(
    ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
  )
  return parseDeprecation('Contoso.Old', new Map([['versions', ['1.0.0']], ...lists]))
}

describe('the fields of a deprecation', () => {
  test.each(['true', 'True', 'on', '1'])('a reason is given by %s', (value) => {
    expect(parse({ islegacy: value })).toMatchObject({ ok: true, value: { deprecation: { reasons: ['Legacy'] } } })
  })

  test.each(['false', '0', '', 'no'])('no reason is given by %j: the deprecation is taken back', (value) => {
    expect(parse({ islegacy: value, message: 'ignored' })).toMatchObject({ ok: true, value: { deprecation: null } })
  })

  test('reasons stand in one order, whatever the order of the fields', () => {
    const parsed = parse({ isother: 'true', hascriticalbugs: 'true', islegacy: 'true', message: 'Why.' })
    expect(parsed).toMatchObject({ value: { deprecation: { reasons: ['Legacy', 'CriticalBugs', 'Other'] } } })
  })

  test.each([
    ['Unchanged', null],
    ['UNLIST', false],
    ['relist', true],
  ])('listedVerb %s', (verb, isListed) => {
    expect(parse({ listedverb: verb })).toMatchObject({ ok: true, value: { isListed } })
  })

  test.each([
    [{ versions: [] }, 'deprecation-versions-missing'],
    [{ versions: ['', ''] }, 'deprecation-versions-missing'],
    [{ listedverb: 'Hide' }, 'deprecation-listed-verb-unknown'],
    [{ islegacy: 'true', alternatepackageversion: '1.0.0' }, 'deprecation-alternate-incomplete'],
  ])('%j is refused', (fields, code) => {
    expect(parse(fields)).toEqual({ ok: false, error: { code } })
  })
})

test.each([
  [null, 'unlist', 'unlist'],
  [null, 'delete', 'delete'],
  ['', 'delete', 'delete'],
  ['Unlist', 'delete', 'unlist'],
  ['softDELETE', 'unlist', 'delete'],
] as const)('a DELETE of type %j where the operator chose %s comes to %s', (type, fallback, expected) => {
  expect(parseDeletionType(type, fallback)).toEqual({ ok: true, value: expected })
})

test('a DELETE of another type is refused', () => {
  expect(parseDeletionType('HardDelete', 'unlist')).toEqual({ ok: false, error: { code: 'deletion-type-unknown' } })
})
