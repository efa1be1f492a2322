import { expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { importPackage } from '../../test/import-package.ts'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openBlobs } from '../blobs/open.ts'
import type { Database } from '../db/database.ts'
import { findPackage, findVersion, updateListed } from '../packages/store.ts'
import { appendCatalogItem } from './catalog-store.ts'
import { createSnapshots } from './snapshot.ts'

forEachDatabase('a snapshot of a package', (open) => {
  async function prepare() {
    const db = await open()
    const blobs = await openBlobs({ storage: { kind: 'file', path: temporaryFolder() } })
    const snapshotOf = createSnapshots(db.read)
    return {
      db,
      add: async (version: string) =>
        importPackage({ db, blobs, now: () => new Date() }, await buildNupkg({ id: 'Snap.Shot', version })),
      /** As a reader that has seen earlier states has it, and as one that sees the package for the first time. */
      async readBoth() {
        const found = await findPackage(db.read, 'snap.shot')
        if (!found) throw new Error('the package is missing')
        return { kept: await snapshotOf(found), fresh: await createSnapshots(db.read)(found) }
      },
    }
  }

  async function change(db: Database, lowerVersion: string, how: 'unlist' | 'delete'): Promise<void> {
    await db.transaction(async (tx) => {
      const now = new Date()
      const pkg = await findPackage(tx, 'snap.shot')
      const version = pkg && (await findVersion(tx, pkg.key, lowerVersion))
      if (!version) throw new Error('the version is missing')
      const { key, packageKey, id } = version
      if (how === 'unlist') await updateListed(tx, [key], false, now)
      else await tx.updateTable('versions').set({ deleted_at: now.getTime() }).where('id', '=', key).execute()
      const lowerId = 'snap.shot'
      const kind = how === 'delete' ? 'delete' : 'details'
      await appendCatalogItem(tx, { kind, packageKey, lowerId, id, version: version.version, now })
    })
  }

  test('that was kept and then brought up to date is the same as one that is read anew', async () => {
    const { db, add, readBoth } = await prepare()
    const steps = [
      () => add('2.0.0'),
      () => add('10.0.0'),
      () => add('1.0.0-beta'), // goes first
      () => change(db, '10.0.0', 'unlist'),
      () => change(db, '2.0.0', 'delete'),
      () => change(db, '10.0.0', 'delete'), // the newest commit goes too
      () => add('3.0.0'),
    ]
    for (const step of steps) {
      await step()
      const { kept, fresh } = await readBoth()
      expect(kept).toEqual(fresh)
    }
    const { kept } = await readBoth()
    expect(kept?.versions.map(({ version }) => version.normalized)).toEqual(['1.0.0-beta', '3.0.0'])
  })

  test('reads only the rows that changed', async () => {
    const { db, add, readBoth } = await prepare()
    await add('1.0.0')
    await add('2.0.0')
    const before = (await readBoth()).kept
    await change(db, '2.0.0', 'unlist')
    const after = (await readBoth()).kept
    expect(after?.versions[0]).toBe(before?.versions[0])
    expect(after?.versions[1]?.isListed).toBe(false)
  })
})
