import { beforeAll, expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { insertReadyVersion, storePackage } from '../../test/import-package.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import type { Database, Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'
import { findPackage, findVersion, updateListed } from '../packages/store.ts'
import { appendCatalogItem, appendCatalogItems, type CatalogChange } from './catalog-store.ts'

const id = 'Contoso.Core'
const noon = new Date('2026-08-01T12:00:00.000Z')

forEachDatabase("the catalog's log", (open) => {
  let db: Database
  let packageKey: number

  beforeAll(async () => {
    db = await open()
    await publish('1.0.0', noon)
    packageKey = (await findPackage(db.read, 'contoso.core'))?.key ?? 0
  })

  async function publish(version: string, now: Date, writtenId = id): Promise<void> {
    const blobs = await openFileBlobs(temporaryFolder())
    const ready = await storePackage({ blobs, now: () => now }, await buildNupkg({ id: writtenId, version }))
    await db.transaction((tx) => insertReadyVersion(tx, ready, null))
  }

  function change(version: string | null, now: Date): CatalogChange {
    const named = version === null ? null : { full: version, lower: version }
    return { kind: 'details', packageKey, lowerId: 'contoso.core', id, version: named, now }
  }

  async function list(tx: Db, version: string, isListed: boolean, now: Date): Promise<void> {
    const found = await findVersion(tx, packageKey, version)
    await updateListed(tx, [found?.key ?? 0], isListed, now)
  }

  const items = () => db.read.selectFrom('catalog_items').selectAll().orderBy('committed_us').execute()
  const newest = async () => (await items()).at(-1)

  test('items about versions are numbered from 0 without gaps; those about whole packages have no number', async () => {
    await db.transaction((tx) => appendCatalogItem(tx, change(null, noon)))
    await publish('1.1.0', noon)
    const refused = db.transaction(async (tx) => {
      await appendCatalogItem(tx, change('1.0.0', noon))
      throw new Error('refused')
    })
    await expect(refused).rejects.toThrow('refused')
    await publish('1.2.0', noon)
    expect((await items()).map((item) => [item.lower_version, item.sequence])).toEqual([
      ['1.0.0', 0],
      [null, null],
      ['1.1.0', 1],
      ['1.2.0', 2],
    ])
  })

  test('protocol 73: commits rise although the clock jumps backwards', async () => {
    const before = (await newest())?.committed_us ?? 0
    await publish('1.3.0', new Date(noon.getTime() - 3_600_000))
    expect((await newest())?.committed_us).toBe(before + 1)
    await publish('1.4.0', new Date(noon.getTime() + 3_600_000))
    expect((await newest())?.committed_us).toBe((noon.getTime() + 3_600_000) * 1000)
  })

  test('an item keeps the state of its time, whatever happens to the version later', async () => {
    const later = new Date(noon.getTime() + 7_200_000)
    await db.transaction(async (tx) => {
      await list(tx, '1.4.0', false, later)
      await appendCatalogItem(tx, change('1.4.0', later))
    })
    const states = (await items())
      .filter((item) => item.lower_version === '1.4.0')
      .map((item) => JSON.parse(item.state ?? '') as unknown)
    const published = { publishedAt: noon.getTime() + 3_600_000, deprecation: null, deletedAt: null }
    expect(states).toEqual([
      { isListed: true, lastEditedAt: null, ...published },
      { isListed: false, lastEditedAt: later.getTime(), ...published },
    ])
  })

  test('a version knows its newest commit, also when one transaction changes many', async () => {
    const later = new Date(noon.getTime() + 7_300_000)
    await db.transaction(async (tx) => {
      await list(tx, '1.0.0', false, later)
      await list(tx, '1.1.0', false, later)
      await appendCatalogItems(tx, [change('1.0.0', later), change(null, later), change('1.1.0', later)])
    })
    const rows = await items()
    for (const lower of ['1.0.0', '1.1.0', '1.2.0']) {
      const last = rows.findLast((item) => item.lower_version === lower)
      const version = await findVersion(db.read, packageKey, lower)
      expect(version?.commit).toEqual({ us: last?.committed_us, id: last?.commit_id })
    }
    expect(rows.slice(-3).map((item) => item.committed_us - later.getTime() * 1000)).toEqual([0, 1, 2])
    expect(rows.slice(-3).map((item) => item.sequence)).toEqual([6, null, 7])
  })

  test("an item has the ID in its version's own letter case", async () => {
    await publish('2.0.0', noon, 'CONTOSO.core')
    expect((await newest())?.package_id).toBe('CONTOSO.core')
  })

  test('a commit about a version that is not there is a bug, and leaves nothing', async () => {
    const before = (await items()).length
    await expect(db.transaction((tx) => appendCatalogItem(tx, change('9.9.9', noon)))).rejects.toThrow('no version')
    expect((await items()).length).toBe(before)
  })

  test('thousands of versions change in one transaction', async () => {
    const template = await db.read.selectFrom('versions').selectAll().limit(1).executeTakeFirstOrThrow()
    const names = Array.from({ length: 4000 }, (_, i) => `9.${i}.0`)
    await db.transaction(async (tx) => {
      for (const batch of inBatches(names, 500)) {
        const rows = batch.map((name) => {
          const { id: _id, ...row } = template
          return { ...row, blob_key: name, full_version: name, normalized_version: name, lower_version: name }
        })
        await tx.insertInto('versions').values(rows).execute()
      }
      await appendCatalogItems(
        tx,
        names.map((name) => change(name, noon)),
      )
    })
    const last = await db.read.selectFrom('versions').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
    const item = await newest()
    expect([item?.lower_version, item?.committed_us]).toEqual(['9.3999.0', last?.committed_us])
  })
})
