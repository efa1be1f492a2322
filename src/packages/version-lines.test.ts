import { expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { importPackage } from '../../test/import-package.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openBlobs } from '../blobs/open.ts'
import { parseConfig } from '../config.ts'
import { deleteVersions } from '../publish/delete-versions.ts'
import { changeDeprecation } from '../publish/deprecate.ts'
import { changeListing } from '../publish/listing.ts'
import { findPackage } from './store.ts'
import { createVersionLines } from './version-lines.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const administrator = { kind: 'administrator' } as const

forEachDatabase('the list of versions that pages keep', (open) => {
  test('shows at once what was pushed, unlisted, deprecated and deleted since', async () => {
    const db = await open()
    const blobs = await openBlobs({ storage: { kind: 'file', path: temporaryFolder() } })
    const config = parseConfig({})
    if (!config.ok) throw new Error('the defaults are settings')
    const deps = { db, blobs, now: () => new Date(), config: config.value, search: null }
    const linesOf = createVersionLines(db.read)
    const show = async () => {
      const found = await findPackage(db.read, 'kept.lines')
      if (!found) throw new Error('the package is missing')
      const lines = await linesOf(found)
      expect(lines).toEqual(await createVersionLines(db.read)(found)) // as one that reads it for the first time has it
      return lines.map(({ version, isListed, isDeprecated }) =>
        [version.normalized, isListed ? '' : 'unlisted', isDeprecated ? 'deprecated' : ''].filter(Boolean).join(' '),
      )
    }
    const push = async (version: string) => importPackage(deps, await buildNupkg({ id: 'Kept.Lines', version }))

    await push('1.0.0')
    await push('2.0.0')
    expect(await show()).toEqual(['1.0.0', '2.0.0'])
    await push('1.5.0-rc.1')
    expect(await show()).toEqual(['1.0.0', '1.5.0-rc.1', '2.0.0'])
    const id = 'Kept.Lines'
    expect(
      await changeListing(deps, administrator, { id, versions: ['2.0.0'], isListed: false }, operator),
    ).toMatchObject({ ok: true })
    const deprecation = { reasons: ['Legacy'], message: null, alternate: null } as const
    expect(
      await changeDeprecation(deps, administrator, { id, versions: ['1.0.0'], deprecation, isListed: null }, operator),
    ).toMatchObject({ ok: true })
    expect(await show()).toEqual(['1.0.0 deprecated', '1.5.0-rc.1', '2.0.0 unlisted'])
    const deletion = { id, versions: ['1.5.0-rc.1'], kind: 'soft', reason: 'a mistake' } as const
    expect(await deleteVersions(deps, administrator, deletion, operator)).toMatchObject({ ok: true })
    expect(await show()).toEqual(['1.0.0 deprecated', '2.0.0 unlisted'])
  })
})
