import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { toDocuments, type PackageSource } from './documents.ts'
import { createFinder } from './find.ts'
import { openIndexFile } from './index-file.ts'
import { createIndexReader } from './index-reader.ts'
import { searchFor } from './test-catalog.ts'

const metadata = {
  title: null, authors: 'A', summary: null, tags: [], packageTypes: ['Dependency'], frameworks: [], dependencyGroups: [],
} // prettier-ignore

function source(key: number, description: string): PackageSource {
  const latest = { key, id: `P${key}`, lowerVersion: '1.0.0', createdAtMs: key, editedAtMs: key, filters: 15 }
  const version = { ...latest, isDeprecated: false, metadata: { ...metadata, description } }
  return { key, id: `P${key}`, lowerId: `p${key}`, downloads: 0, owners: [], latest: [version], shown: '' }
}

test('totalHits: counts are exact up to the limit, one more beyond, and stay true while packages leave', async () => {
  const file = openIndexFile(join(temporaryFolder(), 'search.db'))
  onTestFinished(() => file.close())
  const sources = Array.from({ length: 1200 }, (_, i) => source(i + 1, i < 100 ? 'broad exactly' : 'broad'))
  const packages = sources.map((one) => ({ ...one, documents: toDocuments(one) }))
  const state = file.readState()
  await file.write(state, { ...state, generation: 1 }, { replaced: [], packages })
  const index = createIndexReader(file.reader)
  const counts = () =>
    index.inSnapshot(() => [index.count('broad', 1, 100), index.count('exactly', 1, 100), index.count(null, 1, 100)])
  expect(counts()).toEqual([101, 100, 1200])
  expect(counts()).toEqual([101, 100, 1200])
  const drop = async (from: number, to: number) => {
    const replaced = Array.from({ length: to - from }, (_, i) => `p${from + i}`)
    await file.write(file.readState(), file.readState(), { replaced, packages: [] })
  }
  await drop(1, 31)
  expect(counts()).toEqual([101, 70, 1170])
  await drop(101, 1171)
  expect(counts()).toEqual([100, 70, 100])
  await drop(1191, 1201)
  expect(counts()).toEqual([90, 70, 90])
})

test('totalHits: a search says 10,000 when there are so many, and 10,001 for more; the empty one always how many', async () => {
  const file = openIndexFile(join(temporaryFolder(), 'search.db'))
  onTestFinished(() => file.close())
  const sources = Array.from({ length: 10_050 }, (_, i) => source(i + 1, i < 10_000 ? 'broad most' : 'broad'))
  const packages = sources.map((one) => ({ ...one, documents: toDocuments(one) }))
  const state = file.readState()
  await file.write(state, { ...state, generation: 1 }, { replaced: [], packages })
  const finder = createFinder(file.reader)
  const totalOf = (text: string) => finder.search(searchFor(text)).totalHits
  expect([totalOf('broad'), totalOf('most'), totalOf('')]).toEqual([10_001, 10_000, 10_050])
}, 60_000)
