import { describe, expect, test } from 'vitest'
import {
  becomesShared,
  findConflict,
  isBelow,
  ownsAny,
  parsePattern,
  patternText,
  refusePrefixOwnerRemoval,
  refuseReservedId,
  type ReservedPrefix,
} from './prefix.ts'

const names = ['', 'ann', 'ben', 'eve']

/** `Contoso.*` with the accounts of these numbers as owners. */
function reserved(text: string, owners: readonly number[] = [], isShared = false): ReservedPrefix {
  const pattern = parsePattern(text)
  if (!pattern.ok) throw new Error(text)
  return { ...pattern.value, number: 1, isShared, owners: owners.map((id) => ({ id, name: names[id] ?? '' })) }
}

describe('what can be reserved', () => {
  test.each([
    ['Contoso.*', 'Contoso.*'],
    ['Contoso*', 'Contoso*'],
    ['Contoso-*', 'Contoso-*'],
    ['Contoso.Core', 'Contoso.Core'],
    ['', 'prefix-missing'],
    ['*', 'prefix-missing'],
    ['Contoso.', 'prefix-invalid'], // one exact ID, and no ID ends so
    ['Con*toso', 'prefix-invalid'],
    ['.Contoso*', 'prefix-invalid'],
    ['Contoso..*', 'prefix-invalid'],
    ['Con toso*', 'prefix-invalid'],
    ['Контосо*', 'prefix-invalid'],
    [`${'a'.repeat(128)}*`, `${'a'.repeat(128)}*`],
    [`${'a'.repeat(129)}*`, 'prefix-too-long'],
  ])('%s: %s', (text, expected) => {
    const read = parsePattern(text)
    expect(read.ok ? patternText(read.value) : read.error.code).toBe(expected)
  })
})

describe('which IDs belong to a reservation', () => {
  test.each([
    ['Contoso.*', 'Contoso.Core', true],
    ['Contoso.*', 'contoso.core', true],
    ['Contoso.*', 'CONTOSO-Core', true], // looks alike
    ['Contoso.*', 'Contoso_Core', true],
    ['Contoso.*', 'Contoso', false],
    ['Contoso.*', 'ContosoCore', false],
    ['Contoso.*', 'My.Contoso.Core', false],
    ['Contoso*', 'ContosoCore', true],
    ['Contoso*', 'Contoso', true],
    ['Contoso', 'contoso', true],
    ['Contoso', 'Contoso.Core', false],
    ['Contoso.Core', 'Contoso-Core', true],
  ])('%s, %s: %s', (pattern, id, is) => expect(isBelow(reserved(pattern), id)).toBe(is))
})

describe('what stands in the way of a reservation', () => {
  test.each([
    ['Contoso.*', [], null],
    ['Contoso.*', ['Contoso.*'], 'Contoso.*'],
    ['contoso-*', ['Contoso.*'], 'Contoso.*'],
    ['Contoso.*', ['Contoso.Core'], 'Contoso.Core'], // longer ones would get somebody above them
    ['Contoso.*', ['Contoso.Core.*'], 'Contoso.Core.*'],
    ['Contoso.Core.*', ['Contoso.*'], null], // delegation
    ['Contoso.Core', ['Contoso.*'], null],
    ['Contoso', ['Contoso.*'], null],
    ['Contoso', ['Contoso*'], 'Contoso*'],
    ['Contoso', ['CONTOSO'], 'CONTOSO'],
  ])('%s with %j: %s', (wanted, existing, expected) => {
    const conflict = findConflict(
      reserved(wanted),
      existing.map((text) => reserved(text)),
    )
    expect(conflict && patternText(conflict)).toBe(expected)
  })

  test('below a shared prefix everything is shared', () => {
    const shared = reserved('Contoso.*', [], true)
    expect(becomesShared(reserved('Contoso.Core.*'), [shared])).toBe(true)
    expect(becomesShared(reserved('Contoso-Core'), [shared])).toBe(true)
    expect(becomesShared(reserved('Contoso'), [shared])).toBe(false)
    expect(becomesShared(reserved('Contoso.Core.*'), [reserved('Contoso.*')])).toBe(false)
    expect(becomesShared(reserved('Contoso.Core'), [reserved('Contoso', [], true)])).toBe(false)
  })
})

describe('who may push a new ID', () => {
  const [ann, ben] = [
    { id: 1, name: 'ann' },
    { id: 2, name: 'ben' },
  ]
  test.each([
    ['nothing is reserved', ben, [], null],
    ['its owner', ann, [reserved('A.*', [1])], null],
    ['somebody else', ben, [reserved('A.*', [1])], 'A.* true'],
    ['one of two owners', ben, [reserved('A.*', [1, 2])], null],
    ['somebody else below a shared one', ben, [reserved('A.*', [1], true)], null],
    ['whom a part was delegated to', ben, [reserved('A.*', [1]), reserved('A.B.*', [2])], null],
    ['the owner of the whole, in a delegated part', ann, [reserved('A.*', [1]), reserved('A.B.*', [2])], null],
    [
      'a third, in a delegated part',
      { id: 3, name: 'eve' },
      [reserved('A.*', [1]), reserved('A.B.*', [2])],
      'A.B.* true',
    ],
    ['below one that nobody owns', ann, [reserved('A.*')], 'A.* false'],
    ['below a shared one that nobody owns', ann, [reserved('A.*', [], true)], null],
  ])('%s', (_, owner, matching, expected) => {
    const refusal = refuseReservedId('A.B.C', owner, matching)
    expect(refusal && `${refusal.pattern} ${refusal.hasOwners}`).toBe(expected)
  })
})

describe('the mark', () => {
  test.each([
    ['owned by the prefix owner', [1], [reserved('A.*', [1])], true],
    ['owned by the prefix owner, shared', [1], [reserved('A.*', [1], true)], true],
    ['owned by another', [2], [reserved('A.*', [1])], false],
    ['owned by another below a shared one', [2], [reserved('A.*', [1], true)], false],
    ['owned by both', [2, 1], [reserved('A.*', [1])], true],
    ['owned by the owner of the longer one', [2], [reserved('A.*', [1]), reserved('A.B.*', [2])], true],
    ['below nothing', [1], [], false],
    ['without owners', [], [reserved('A.*', [1])], false],
  ])('%s: %j', (_, owners, matching, is) => expect(ownsAny(matching, owners)).toBe(is))
})

describe('who may remove a prefix owner from a package', () => {
  const ann = { id: 1, name: 'ann' }
  test.each([
    ['an owner without the prefix', [{ id: 2 }], [reserved('A.*', [1])], 'owner-holds-prefix'],
    ['another prefix owner', [{ id: 2 }], [reserved('A.*', [1, 2])], null],
    ['the owner of another matching prefix', [{ id: 2 }], [reserved('A.*', [1]), reserved('A.B.*', [2])], null],
    ['they themselves', [{ id: 1 }], [reserved('A.*', [1])], null],
    ['anybody, where they own no prefix', [{ id: 2 }], [reserved('A.*', [3])], null],
    ['anybody, where nothing is reserved', [{ id: 2 }], [], null],
  ])('%s', (_, removers, matching, code) => {
    expect(refusePrefixOwnerRemoval('A.B.C', ann, removers, matching)?.code ?? null).toBe(code)
  })
})
