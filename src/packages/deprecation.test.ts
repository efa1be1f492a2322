import { describe, expect, test } from 'vitest'
import { deprecationDocument, refuseDeprecation, type Deprecation } from './deprecation.ts'

const legacy: Deprecation = { reasons: ['Legacy'], message: null, alternate: null }
const subject = { lowerId: 'contoso.old', lowerVersions: ['1.0.0', '2.0.0-rc.1'] }

function refusal(changes: Partial<Deprecation>, exists = true): string | null {
  return refuseDeprecation({ ...legacy, ...changes }, subject, { exists })?.code ?? null
}

describe('a deprecation', () => {
  test.each<[string, Partial<Deprecation>, string | null]>([
    ['with one reason is fine', {}, null],
    ['for another reason says which', { reasons: ['Other'] }, 'deprecation-message-missing'],
    [
      'for another reason and a known one says which too',
      { reasons: ['Legacy', 'Other'] },
      'deprecation-message-missing',
    ],
    ['for another reason with a message is fine', { reasons: ['Other'], message: 'Unused.' }, null],
    ['has a message of 1,000 characters at most', { message: 'x'.repeat(1000) }, null],
    ['is refused with a longer one', { message: 'x'.repeat(1001) }, 'deprecation-message-too-long'],
    ['recommends another package', { alternate: { id: 'Contoso.New', version: null } }, null],
    [
      'recommends a version of its own package that is not among those',
      { alternate: { id: 'Contoso.Old', version: '3.0.0' } },
      null,
    ],
    [
      'never recommends what it is about',
      { alternate: { id: 'CONTOSO.Old', version: '2.0.0-RC.1' } },
      'deprecation-alternate-itself',
    ],
    [
      'never recommends any version of its own package',
      { alternate: { id: 'contoso.OLD', version: null } },
      'deprecation-alternate-itself',
    ],
  ])('%s', (_name, changes, code) => {
    expect(refusal(changes)).toBe(code)
  })

  test('never recommends what this gallery does not have', () => {
    expect(refusal({ alternate: { id: 'Contoso.New', version: '9.0.0' } }, false)).toBe('deprecation-alternate-unknown')
  })
})

describe('the document of a deprecation', () => {
  test('leaves out what was not said', () => {
    expect(deprecationDocument(legacy)).toEqual({ reasons: ['Legacy'] })
  })

  test.each([
    [null, '*'],
    ['2.0.0', '[2.0.0, )'],
  ])('recommends version %j as the range %s', (version, range) => {
    const deprecation = { ...legacy, message: 'Old.', alternate: { id: 'Contoso.New', version } }
    expect(deprecationDocument(deprecation)).toEqual({
      reasons: ['Legacy'],
      message: 'Old.',
      alternatePackage: { id: 'Contoso.New', range },
    })
  })
})
