import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecord, splitRecords } from './downloads-file.ts'

async function split(text: string | Buffer, chunkBytes = 1_000_000): Promise<string[]> {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += chunkBytes) yield bytes.subarray(i, i + chunkBytes)
  }
  const records: string[] = []
  for await (const batch of splitRecords(chunks())) records.push(...batch)
  return records
}

describe('a downloads file is cut into its records', () => {
  test('as nuget.org writes it', async () => {
    const text = '[["AutofacContrib.NSubstitute",["2.4.3.700",406],["2.5.0",137]],\n["Assman.Core",["2.0.7",138]]]\n'
    expect(await split(text)).toEqual([
      '["AutofacContrib.NSubstitute",["2.4.3.700",406],["2.5.0",137]]',
      '["Assman.Core",["2.0.7",138]]',
    ])
    expect(await split(' [ ] ')).toEqual([])
    expect(await split('\ufeff[["A",["1.0.0",1]]]')).toEqual(['["A",["1.0.0",1]]'])
  })

  test('whatever is in their strings, wherever the chunks end', async () => {
    const record = fc.tuple(
      fc.string({ unit: 'binary' }),
      fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.nat())),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.integer({ min: 1, max: 7 }), async (records, chunkBytes) => {
        const values = records.map(([id, counts]) => [id, ...counts])
        const text = Buffer.from(JSON.stringify(values))
        const cut = await split(text, chunkBytes)
        expect(cut.map((one) => JSON.parse(one) as unknown)).toEqual(JSON.parse(text.toString()))
      }),
    )
  })

  test.each(['', '[', '[["A",["1.0.0",1]]', '[["A",["1.0.0"', '[["A]]'])('unless it is cut off: %j', async (text) => {
    await expect(split(text)).rejects.toThrow('The file ends before its end: get it again, then import it again.')
  })

  test.each([
    ['{"data":[]}', 0],
    ['<html>', 0],
    ['[1,2]', 1],
    ['["A"]', 1],
    ['[] []', 3],
    ['[["A",["1.0.0",1]]]x', 19],
  ])('unless it is something else: %s', async (text, position) => {
    await expect(split(text)).rejects.toThrow(`[["ID",["1.0.0",1],…],…]: look at byte ${position}.`)
  })

  test('unless an entry has no end', async () => {
    await expect(split(`[["${'x'.repeat(33 * 1024 * 1024)}`)).rejects.toThrow('an entry of more than 32 MB')
  })
})

test('versions of a record are normalized, and equal ones added up', () => {
  expect(parseRecord('["Contoso.Core",["1.0",5],["1.0.0.0",6],["2.0.0-RC",1],["no version",2]]')).toEqual({
    id: 'Contoso.Core',
    lowerId: 'contoso.core',
    versions: new Map([
      ['1.0.0', 11],
      ['2.0.0-rc', 1],
    ]),
    total: 14,
  })
  expect(parseRecord('["Contoso.Core"]')).toMatchObject({ total: 0 })
})

test.each([
  '[]',
  '["",["1.0.0",1]]',
  '[1,["1.0.0",1]]',
  '["A","1.0.0"]',
  '["A",["1.0.0"]]',
  '["A",["1.0.0",-1]]',
  '["A",["1.0.0",1.5]]',
  '["A",["1.0.0","1"]]',
  '["A",["1.0.0",1e300]]',
  '["A",["1.0.0",1,2]]',
  '["A",nonsense]',
])('%s is no record', (text) => {
  expect(parseRecord(text)).toBeNull()
})
