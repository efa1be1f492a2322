import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createCandidateTable, type CandidateTable } from './candidate-table.ts'
import { toDocuments, type PackageSource } from './documents.ts'
import { openIndexFile, type IndexFile } from './index-file.ts'
import { createIndexReader } from './index-reader.ts'

const metadata = {
  title: null, authors: 'A', summary: null, packageTypes: ['Dependency'], frameworks: [], description: 'word',
  dependencyGroups: [],
} // prettier-ignore

function source(key: number, tags: readonly string[], downloads = 0): PackageSource {
  const latest = { key, id: `Pä.${key}`, lowerVersion: '1.0.0', createdAtMs: key, editedAtMs: key, filters: 15, isDeprecated: false }
  const id = `Pä.${key}`
  return { key, id, lowerId: id.toLowerCase(), downloads, owners: [], latest: [{ ...latest, metadata: { ...metadata, tags } }], shown: '' }
} // prettier-ignore

function openIndex(path = join(temporaryFolder(), 'search.db')): { path: string; file: IndexFile } {
  const file = openIndexFile(path)
  onTestFinished(() => file.close())
  return { path, file }
}

async function put(
  file: IndexFile,
  sources: readonly PackageSource[],
  more: { dropAll?: boolean } = {},
): Promise<void> {
  const packages = sources.map((one) => ({ ...one, documents: toDocuments(one) }))
  const state = file.readState()
  const next = { ...state, generation: Math.max(1, state.generation) }
  expect(await file.write(state, next, { replaced: sources.map(({ lowerId }) => lowerId), packages, ...more })).toBe(
    true,
  )
}

async function drop(file: IndexFile, lowerIds: readonly string[]): Promise<void> {
  await file.write(file.readState(), file.readState(), { replaced: lowerIds, packages: [] })
}

/** What a reader whose table is loaded finds, which must be what one finds that joins the documents. */
function createPair(file: IndexFile) {
  const joining = createIndexReader(file.reader)
  const loaded = createIndexReader(file.reader)
  while (loaded.loadSome());
  const find = (index: typeof joining) => index.inSnapshot(() => index.first('word', 1, 5000))
  return () => {
    const found = find(loaded)
    expect(found).toEqual(find(joining))
    return found
  }
}

test('a loaded reader finds what one finds that joins, whatever is pushed, moved, dropped or added by another process', async () => {
  const { path, file } = openIndex()
  const other = openIndex(path).file
  await put(
    file,
    Array.from({ length: 2500 }, (_, i) => source(i + 1, ['one'], i)),
  )
  const find = createPair(file)
  expect(find()).toHaveLength(2500)
  await put(file, [source(7, ['two', 'grün'], 6), source(9000, ['new'], 5)])
  expect(find().find(({ lowerId }) => lowerId === 'pä.7')?.tagWords).toContain(' grün ')
  await put(other, [source(8, ['three'], 1_000_000)]) // moves to the top
  expect(find()[0]).toMatchObject({ lowerId: 'pä.8', downloads: 1_000_000 })
  await drop(other, ['pä.1', 'pä.9000'])
  expect(find()).toHaveLength(2499)
  await put(file, [source(1, ['again'], 0)])
  expect(find()).toHaveLength(2500)
  await put(file, [source(3, ['only'])], { dropAll: true })
  expect(find()).toMatchObject([{ lowerId: 'pä.3' }])
})

test('whoever missed more changes than are kept reads everything anew', async () => {
  const { file } = openIndex()
  await put(file, [source(1, ['one'])])
  const tables = [createCandidateTable(file.reader), createCandidateTable(file.reader)] as const
  const load = (table: CandidateTable) => {
    while (table.loadSome());
  }
  tables.forEach(load)
  expect(tables.map((table) => table.follow())).toEqual([true, true])
  for (let n = 0; n < 11; n++) {
    await put(
      file,
      Array.from({ length: 1000 }, (_, i) => source(i + 1, ['abcdefghijk'.charAt(n)])),
    )
    expect(tables[0].follow()).toBe(true)
    load(tables[0])
  }
  expect(tables[1].follow()).toBe(false)
  load(tables[1])
  expect(tables.map((table) => table.follow())).toEqual([true, true])
  const [row = 0] = createIndexReader(file.reader)
    .first('word', 1, 1)
    .map((found) => found.row)
  expect(tables.map((table) => table.get(row).tagWords)).toEqual([' k ', ' k '])
})
