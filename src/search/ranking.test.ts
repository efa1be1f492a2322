import { expect, test } from 'vitest'
import { indexId, indexText } from './analysis.ts'
import { compileSearch } from './match.ts'
import { parseQuery } from './query.ts'
import { deprecatedMark, rank, rankByDownloads } from './ranking.ts'

function candidate(id: string, downloads = 0, tags = '') {
  return { row: 0, lowerId: id.toLowerCase(), idWords: ` ${indexId(id)} `, tagWords: ` ${indexText(tags)} `, downloads }
}

function order(text: string, ...candidates: readonly ReturnType<typeof candidate>[]) {
  const terms = parseQuery(text)
  const match = terms.ok
    ? compileSearch(terms.value, { packageType: null, frameworks: null, hidesDeprecated: false })
    : terms
  if (!match.ok || match.value === 'nothing') throw new Error(text)
  return rank(candidates, match.value.pieces, match.value.exactId).map(({ lowerId }) => lowerId)
}

test('protocol 70: an exact ID with a separator comes before everything, however popular', () => {
  const found = order('my.json', candidate('My.Json.Popular', 5e9), candidate('My.Json', 0))
  expect(found).toEqual(['my.json', 'my.json.popular'])
})

test('a plain word that is an ID lifts that ID much, but not above what everybody means', () => {
  expect(order('json', candidate('Some.Json', 1e6), candidate('Json', 0))).toEqual(['json', 'some.json'])
  expect(order('json', candidate('Newtonsoft.Json', 5e9), candidate('Json', 0))).toEqual(['newtonsoft.json', 'json'])
})

test('words in the ID count more than tags, tags more than other text', () => {
  const found = order('pdf', candidate('Text', 0), candidate('Tagged', 0, 'pdf'), candidate('My.Pdf', 0))
  expect(found).toEqual(['my.pdf', 'tagged', 'text'])
})

test('a whole word of the ID counts more than the beginning of one', () => {
  expect(order('log', candidate('A.Logging'), candidate('A.Log'))).toEqual(['a.log', 'a.logging'])
})

test('a dotted query lifts the IDs that begin with it', () => {
  const found = order('azure.st', candidate('St.Azure', 1e6), candidate('Azure.Storage.Blobs', 10))
  expect(found).toEqual(['azure.storage.blobs', 'st.azure'])
})

test('among equal matches the more downloaded comes first, then the lower ID', () => {
  const found = order('log', candidate('Log.B'), candidate('Log.A'), candidate('Log.C', 500))
  expect(found).toEqual(['log.c', 'log.a', 'log.b'])
})

test('a deprecated package stands below what is like it, unless its very ID is asked for', () => {
  const old = { ...candidate('Log.Old', 1000), tagWords: ` log${deprecatedMark}` }
  expect(order('log', old, candidate('Log.New', 10))).toEqual(['log.new', 'log.old'])
  expect(order('log.old', candidate('Log.Old.More', 10), old)).toEqual(['log.old', 'log.old.more'])
  expect(order('log', old, candidate('Text', 1000))).toEqual(['log.old', 'text'])
})

test('a camel-case query matches an ID that has its parts apart', () => {
  const found = order('EntityFramework', candidate('Some.Text', 0), candidate('Entity.Framework', 0))
  expect(found).toEqual(['entity.framework', 'some.text'])
})

test('by downloads, equals are in the order of their IDs', () => {
  const found = rankByDownloads([candidate('B', 1), candidate('A', 1), candidate('C', 2)], null)
  expect(found.map(({ lowerId }) => lowerId)).toEqual(['c', 'a', 'b'])
})
