import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Account } from '../accounts/account.ts'
import { createUser } from '../accounts/create-user.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { parseConfig } from '../config.ts'
import type { Database } from '../db/database.ts'
import { findPackage, findVersion, listVersions } from '../packages/store.ts'
import { verify } from '../verify/verify.ts'
import { OwnerGone } from './commit-versions.ts'
import { importFolder, type ImportOptions } from './import-folder.ts'
import { describeImportRefusal } from './refusal.ts'
import type { ImportReport } from './report.ts'

vi.setConfig({ testTimeout: 120_000 }) // each makes and syncs dozens of files

const actor = { account: null, through: 'command-line', address: null } as const

async function openGallery(open: () => Promise<Database>, settings: Record<string, string> = {}) {
  const data = temporaryFolder()
  const parsed = parseConfig({ LODE_DATA: data, ...settings })
  if (!parsed.ok) throw new Error(parsed.error[0]?.message)
  const root = join(data, 'packages')
  const deps = { config: parsed.value, db: await open(), blobs: await openFileBlobs(root), now: () => new Date() }
  const owner = await makeUser(deps, 'ann')
  const folder = temporaryFolder()
  const run = (options: Partial<ImportOptions> = {}): Promise<ImportReport> =>
    importFolder(deps, {
      folder,
      owner,
      actor,
      isListed: true,
      isDryRun: false,
      signal: new AbortController().signal,
      ...options,
    })
  const versionsOf = async (lowerId: string) => {
    const pkg = await findPackage(deps.db.read, lowerId)
    return pkg ? (await listVersions(deps.db.read, pkg.key)).map(({ version }) => version.normalized) : []
  }
  const unreferenced = async () => {
    const report = await verify(deps, { repair: false, olderThanMs: 0 })
    expect(report.problems).toEqual([])
    return report.unreferenced
  }
  return { deps, owner, folder, run, versionsOf, unreferenced, root }
}

async function makeUser(deps: Parameters<typeof createUser>[0], name: string): Promise<Account> {
  const fields = { name, email: `${name}@contoso.example`, password: null, isAdmin: false }
  const made = await createUser(deps, fields, actor)
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

function put(folder: string, path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}

function summary({ imported, alreadyHere, refused }: ImportReport) {
  return { imported, alreadyHere, refused: refused.map(({ path, refusal }) => `${path}: ${refusal.code}`) }
}

const changed = { files: { 'lib/net8.0/x.dll': 'other bytes' } }

forEachDatabase('lode import', (open) => {
  test('takes every layout, and the first version fixes the letter case of the ID', async () => {
    const { deps, folder, run, versionsOf, unreferenced, owner } = await openGallery(open)
    put(
      folder,
      'contoso.core/2.0.0/contoso.core.2.0.0.nupkg',
      await buildNupkg({ id: 'CONTOSO.Core', version: '2.0.0' }),
    )
    put(folder, 'flat/Contoso.Core.1.0.0.nupkg', await buildNupkg({ id: 'Contoso.Core', version: '1.0.0' }))
    put(folder, 'a/b/c/d/odd name.nupkg', await buildNupkg({ id: 'Odd', version: '1.0.0-beta+meta' }))
    put(folder, 'contoso.core/2.0.0/contoso.core.2.0.0.nupkg.sha512', Buffer.from('x'))
    put(folder, 'flat/Contoso.Core.1.0.0.symbols.nupkg', Buffer.from('x'))
    symlinkSync(folder, join(folder, 'round-in-circles'))

    const report = await run()
    expect(summary(report)).toEqual({ imported: 3, alreadyHere: 0, refused: [] })
    expect(report).toMatchObject({ files: 3, symbolsPackages: 1, isStopped: false, isDryRun: false })
    expect(await versionsOf('contoso.core')).toEqual(['1.0.0', '2.0.0'])
    expect(await versionsOf('odd')).toEqual(['1.0.0-beta'])
    expect((await findPackage(deps.db.read, 'contoso.core'))?.id).toBe('Contoso.Core')
    expect(await unreferenced()).toEqual([])

    const audit = await deps.db.read.selectFrom('audit').selectAll().where('action', '=', 'Create').execute()
    expect(audit.map((row) => [row.package_id, row.version, row.through, row.account_id])).toEqual([
      ['Contoso.Core', '1.0.0', 'command-line', owner.id],
      ['CONTOSO.Core', '2.0.0', 'command-line', owner.id],
      ['Odd', '1.0.0-beta', 'command-line', owner.id],
    ])
    expect(await deps.db.read.selectFrom('mails').selectAll().execute()).toEqual([])
    expect(await deps.db.read.selectFrom('catalog_items').selectAll().execute()).toHaveLength(3)
  })

  test('run again imports nothing twice, and goes on with what is new', async () => {
    const { deps, folder, run, unreferenced } = await openGallery(open)
    put(folder, 'Contoso.Core.1.0.0.nupkg', await buildNupkg({ id: 'Contoso.Core' }))
    put(folder, 'no name.nupkg', await buildNupkg({ id: 'Contoso.Other' }))
    await run()
    put(folder, 'Contoso.Core.1.1.0.nupkg', await buildNupkg({ id: 'Contoso.Core', version: '1.1.0' }))
    expect(summary(await run())).toEqual({ imported: 1, alreadyHere: 2, refused: [] })
    expect(await deps.db.read.selectFrom('catalog_items').selectAll().execute()).toHaveLength(3)
    expect(await unreferenced()).toEqual([])
  })

  test('one version in several files is taken once, and other bytes are a conflict', async () => {
    const { folder, run, unreferenced } = await openGallery(open)
    const bytes = await buildNupkg({ id: 'Contoso.Core' })
    const other = await buildNupkg({ id: 'Contoso.Core', ...changed })
    put(folder, 'a/Contoso.Core.1.0.0.nupkg', bytes)
    put(folder, 'b/Contoso.Core.1.0.0.nupkg', bytes)
    put(folder, 'c/Contoso.Core.1.0.0.nupkg', other)
    const expected = { imported: 1, alreadyHere: 1, refused: ['c/Contoso.Core.1.0.0.nupkg: version-differs'] }
    expect(summary(await run({ isDryRun: true }))).toEqual(expected)
    const report = await run()
    expect(summary(report)).toEqual(expected)
    expect(report.refused.map(({ refusal }) => describeImportRefusal(refusal))).toEqual([
      'Contoso.Core 1.0.0 is here already with other bytes; versions cannot be replaced, so find out which file is right.',
    ])
    expect(await unreferenced()).toEqual([])
    expect(summary(await run())).toEqual({ ...expected, imported: 0, alreadyHere: 2 })
  })

  test('refuses what a push would, each with its reason, and leaves nothing of it', async () => {
    const { deps, folder, run, versionsOf, unreferenced } = await openGallery(open, { LODE_MAX_PACKAGE_BYTES: '3000' })
    const bob = await makeUser(deps, 'bob')
    put(folder, 'Bobs.Own.1.0.0.nupkg', await buildNupkg({ id: 'Bobs.Own' }))
    await run({ owner: bob })
    rmSync(join(folder, 'Bobs.Own.1.0.0.nupkg'))

    put(folder, 'Bobs.Own.1.1.0.nupkg', await buildNupkg({ id: 'Bobs.Own', version: '1.1.0' }))
    put(folder, 'Broken.1.0.0.nupkg', Buffer.from('this is no zip'))
    put(folder, 'Empty.1.0.0.nupkg', Buffer.alloc(0))
    put(folder, 'Good.1.0.0.nupkg', await buildNupkg({ id: 'Good' }))
    put(folder, 'Large.1.0.0.nupkg', Buffer.alloc(3001))
    put(folder, 'Umlaut.1.0.0.nupkg', await buildNupkg({ id: 'Contoso.Ü' }))
    const report = await run()
    expect(summary(report)).toEqual({
      imported: 1,
      alreadyHere: 0,
      refused: [
        'Bobs.Own.1.1.0.nupkg: not-package-owner',
        'Broken.1.0.0.nupkg: nupkg-not-a-zip',
        'Empty.1.0.0.nupkg: file-empty',
        'Large.1.0.0.nupkg: file-too-large',
        'Umlaut.1.0.0.nupkg: package-id-not-allowed',
      ],
    })
    const sentences = report.refused.map(({ refusal }) => describeImportRefusal(refusal))
    expect(sentences[0]).toContain('The package Bobs.Own belongs to other owners')
    expect(sentences[1]).toContain('The file is not a package')
    expect(sentences[2]).toBe('The file is empty; copy it again from where it came from.')
    expect(sentences[3]).toBe('The file is larger than 3000 bytes; raise LODE_MAX_PACKAGE_BYTES to import it.')
    expect(sentences[4]).toContain('only ASCII letters')
    expect(await versionsOf('bobs.own')).toEqual(['1.0.0'])
    expect(await unreferenced()).toEqual([])
    expect(await deps.db.read.selectFrom('catalog_items').selectAll().execute()).toHaveLength(2)
  })

  test('a dry run tells the same and writes nothing', async () => {
    const { deps, folder, run, versionsOf, root } = await openGallery(open)
    put(folder, 'Contoso.Core.1.0.0.nupkg', await buildNupkg({ id: 'Contoso.Core' }))
    put(folder, 'Broken.1.0.0.nupkg', Buffer.from('this is no zip'))
    expect(summary(await run({ isDryRun: true }))).toEqual({
      imported: 1,
      alreadyHere: 0,
      refused: ['Broken.1.0.0.nupkg: nupkg-not-a-zip'],
    })
    expect(await versionsOf('contoso.core')).toEqual([])
    expect(readdirSync(root)).toEqual(['uploads'])
    expect(await deps.db.read.selectFrom('audit').selectAll().where('action', '=', 'Create').execute()).toEqual([])
  })

  test('with --unlisted keeps versions out of search', async () => {
    const { deps, folder, run } = await openGallery(open)
    put(folder, 'Contoso.Core.1.0.0.nupkg', await buildNupkg({ id: 'Contoso.Core' }))
    await run({ isListed: false })
    const pkg = await findPackage(deps.db.read, 'contoso.core')
    expect((await findVersion(deps.db.read, pkg?.key ?? 0, '1.0.0'))?.isListed).toBe(false)
  })

  test('stops between files when told to, and says so', async () => {
    const { folder, run, versionsOf, unreferenced } = await openGallery(open)
    for (let i = 0; i < 60; i++) {
      put(folder, `Contoso.Core.1.${i}.0.nupkg`, await buildNupkg({ id: 'Contoso.Core', version: `1.${i}.0` }))
    }
    const stop = new AbortController()
    const stopped = await run({ signal: stop.signal, onProgress: () => stop.abort() })
    expect(stopped.isStopped).toBe(true)
    const before = await versionsOf('contoso.core')
    expect(before).toHaveLength(stopped.imported)
    expect(stopped.imported).toBeGreaterThan(0)
    expect(stopped.imported).toBeLessThan(60)
    expect(await unreferenced()).toEqual([])
    expect(summary(await run())).toEqual({ imported: 60 - before.length, alreadyHere: before.length, refused: [] })
    expect(await versionsOf('contoso.core')).toHaveLength(60)
  })

  test('ends when its owner is locked meanwhile', async () => {
    const { deps, owner, folder, run, versionsOf } = await openGallery(open)
    put(folder, 'Contoso.Core.1.0.0.nupkg', await buildNupkg({ id: 'Contoso.Core' }))
    await lockAccount(deps, owner.name, actor)
    await expect(run()).rejects.toThrow(OwnerGone)
    expect(await versionsOf('contoso.core')).toEqual([])
  })

  test('two imports of the same folder at once make each version once', async () => {
    const { deps, folder, run, versionsOf, unreferenced } = await openGallery(open)
    for (let i = 0; i < 40; i++) {
      const options = { id: `Contoso.P${i % 4}`, version: `1.${i}.0` }
      put(folder, `${options.id}.${options.version}.nupkg`, await buildNupkg(options))
    }
    const reports = await Promise.all([run(), run()])
    expect(reports.reduce((sum, report) => sum + report.imported, 0)).toBe(40)
    expect(reports.reduce((sum, report) => sum + report.alreadyHere, 0)).toBe(40)
    expect(reports.flatMap((report) => report.refused)).toEqual([])
    expect(await versionsOf('contoso.p0')).toHaveLength(10)
    expect(await deps.db.read.selectFrom('catalog_items').selectAll().execute()).toHaveLength(40)
    expect(await unreferenced()).toEqual([])
  })

  test('names a file that vanished after it was found', async () => {
    const { folder, run } = await openGallery(open)
    symlinkSync(join(folder, 'not-there.nupkg'), join(folder, 'Lost.1.0.0.nupkg'))
    const { refused } = await run()
    expect(refused.map(({ path, refusal }) => [path, describeImportRefusal(refusal)])).toEqual([
      ['Lost.1.0.0.nupkg', 'It cannot be read: ENOENT: no such file or directory.'],
    ])
  })
})
