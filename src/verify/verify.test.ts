import { rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { importPackage } from '../../test/import-package.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { blobKey, blobPath } from '../blobs/paths.ts'
import type { Database, Db } from '../db/database.ts'
import { verify, type VerifyOptions } from './verify.ts'

const hour = 3_600_000
const lookOnly: VerifyOptions = { repair: false, olderThanMs: hour }

async function openGallery(open: () => Promise<Database>) {
  const root = join(temporaryFolder(), 'packages')
  const deps = { db: await open(), blobs: await openFileBlobs(root), now: () => new Date() }
  await importPackage(deps, await buildNupkg({ id: 'Contoso.Core', version: '1.0.0', readme: '# Core' }))
  await importPackage(deps, await buildNupkg({ id: 'Contoso.Core', version: '2.0.0-beta.1+build' }))
  const rows = await deps.db.read.selectFrom('versions').select('blob_key').orderBy('id').execute()
  const paths = rows.map((row) => blobPath(root, row.blob_key))
  return { deps, root, path: paths[0] ?? '' }
}

async function problemsOf(deps: Parameters<typeof verify>[0]): Promise<string[]> {
  const { problems } = await verify(deps, lookOnly)
  return problems.map(({ code, subject }) => `${code}: ${subject}`)
}

forEachDatabase('lode verify', (open) => {
  test('finds nothing wrong with a sound gallery', async () => {
    const { deps } = await openGallery(open)
    expect(await verify(deps, lookOnly)).toMatchObject({ versions: 2, problems: [], unreferenced: [] })
  })

  test('finds a file that is missing, cut short, or has other bytes', async () => {
    const { deps, path } = await openGallery(open)
    const bytes = await buildNupkg({ id: 'Contoso.Core', version: '1.0.0', readme: '# Core' })
    bytes[60] = (bytes[60] ?? 0) ^ 1
    writeFileSync(path, bytes)
    expect(await problemsOf(deps)).toEqual(['blob-hash: Contoso.Core 1.0.0'])
    truncateSync(path, 100)
    expect(await problemsOf(deps)).toEqual(['blob-size: Contoso.Core 1.0.0'])
    rmSync(path)
    expect(await problemsOf(deps)).toEqual(['blob-missing: Contoso.Core 1.0.0'])
  })

  const damages: readonly [string, (tx: Db) => Promise<unknown>, string[]][] = [
    [
      'a file location that points elsewhere',
      async (tx) => {
        const row = await tx.selectFrom('versions').select('files').where('id', '=', 1).executeTakeFirstOrThrow()
        const files = row.files.replace(
          /"dataOffset":(\d+)/,
          (_, offset: string) => `"dataOffset":${Number(offset) + 1}`,
        )
        await tx.updateTable('versions').set({ files }).where('id', '=', 1).execute()
      },
      ['file-unreadable: Contoso.Core 1.0.0'],
    ],
    [
      'a row that is no JSON',
      (tx) => tx.updateTable('versions').set({ metadata: '{' }).where('id', '=', 1).execute(),
      ['row-unreadable: Contoso.Core 1.0.0'],
    ],
    [
      'a version that is stored under another',
      (tx) => tx.updateTable('versions').set({ lower_version: '1.0.1' }).where('id', '=', 1).execute(),
      [
        'row-disagrees: Contoso.Core 1.0.0',
        'catalog-missing: Contoso.Core 1.0.0',
        'catalog-dangling: Contoso.Core 1.0.0',
      ],
    ],
    [
      'a version without catalog item',
      (tx) => tx.deleteFrom('catalog_items').where('lower_version', '=', '1.0.0').execute(),
      ['catalog-missing: Contoso.Core 1.0.0', 'catalog-numbering: Contoso.Core 2.0.0-beta.1'],
    ],
    [
      'a catalog item without version',
      async (tx) => {
        await tx.deleteFrom('version_entries').where('version_key', '=', 1).execute()
        await tx.deleteFrom('versions').where('id', '=', 1).execute()
      },
      ['catalog-dangling: Contoso.Core 1.0.0'],
    ],
    [
      'a revision that fell back',
      (tx) => tx.updateTable('packages').set({ revision: 1 }).execute(),
      ['revision-behind: Contoso.Core'],
    ],
    [
      'a catalog head that fell back',
      (tx) => tx.updateTable('catalog_head').set({ committed_us: 1 }).execute(),
      ['catalog-head-behind: catalog'],
    ],
    [
      'items of the catalog whose numbers do not rise with their commits',
      async (tx) => {
        for (const [from, to] of [
          [0, 9],
          [1, 0],
          [9, 1],
        ] as const) {
          await tx.updateTable('catalog_items').set({ sequence: to }).where('sequence', '=', from).execute()
        }
      },
      ['catalog-numbering: Contoso.Core 1.0.0', 'catalog-numbering: Contoso.Core 2.0.0-beta.1'],
    ],
    [
      'an item of the catalog without a number',
      (tx) => tx.updateTable('catalog_items').set({ sequence: null }).where('sequence', '=', 1).execute(),
      ['catalog-numbering: Contoso.Core 2.0.0-beta.1', 'catalog-numbering: catalog'],
    ],
    [
      'a catalog head that counts wrongly',
      (tx) => tx.updateTable('catalog_head').set({ item_count: 3 }).execute(),
      ['catalog-numbering: catalog'],
    ],
    [
      'a verified mark that nobody owns the prefix of',
      (tx) => tx.updateTable('packages').set({ verified: 1 }).execute(),
      ['mark-wrong: Contoso.Core'],
    ],
    [
      'totals of downloads that nobody counted',
      (tx) => tx.updateTable('versions').set({ downloads: 3 }).where('id', '=', 1).execute(),
      ['downloads-disagree: Contoso.Core 1.0.0', 'downloads-disagree: Contoso.Core'],
    ],
    [
      'a README of the gallery’s that its version does not know',
      (tx) => tx.insertInto('written_readmes').values({ version_key: 1, markdown: '# Left' }).execute(),
      ['readme-dangling: Contoso.Core 1.0.0'],
    ],
    [
      'sponsor links that nobody owns',
      (tx) =>
        tx.insertInto('sponsor_links').values({ package_key: 1, url: 'https://x.example/', added_at: 0 }).execute(),
      ['sponsor-dangling: Contoso.Core'],
    ],
    [
      'a version that names another commit than its newest',
      (tx) => tx.updateTable('versions').set({ commit_id: 'other' }).where('id', '=', 1).execute(),
      ['catalog-commit: Contoso.Core 1.0.0'],
    ],
  ]
  test.each(damages)('finds %s', async (_, damage, expected) => {
    const { deps } = await openGallery(open)
    await deps.db.transaction(async (tx) => void (await damage(tx)))
    expect(await problemsOf(deps)).toEqual(expected)
  })

  test('names unreferenced files apart, and removes only old ones when told to', async () => {
    const { deps, root } = await openGallery(open)
    const old = blobKey('ab'.repeat(64))
    const young = blobKey('cd'.repeat(64))
    for (const key of [old, young]) {
      const upload = deps.blobs.newUploadPath()
      writeFileSync(upload, 'x')
      await deps.blobs.put(key, upload)
    }
    const abandoned = deps.blobs.newUploadPath()
    writeFileSync(abandoned, 'y')
    const before = new Date(Date.now() - 2 * hour)
    for (const path of [blobPath(root, old), abandoned]) utimesSync(path, before, before)

    const seen = await verify(deps, lookOnly)
    expect(seen.problems).toEqual([])
    expect(seen.unreferenced.map((file) => [file.kind, file.isRemoved])).toEqual([
      ['blob', false],
      ['blob', false],
      ['upload', false],
    ])
    const repaired = await verify(deps, { repair: true, olderThanMs: hour })
    expect(repaired.unreferenced.filter((file) => file.isRemoved)).toHaveLength(2)
    const left = await verify(deps, { repair: true, olderThanMs: 0 })
    expect(left.unreferenced.map((file) => file.name)).toEqual([young])
    expect(await verify(deps, lookOnly)).toMatchObject({ versions: 2, problems: [], unreferenced: [] })
  })
})
