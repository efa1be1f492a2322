import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase, newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openDatabase } from '../db/open.ts'
import { requireConfig } from './instance.ts'
import { run } from './test-command.ts'

forEachDatabase('lode package', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, 'package', ...args)

  beforeAll(async () => {
    env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(kind) }
    await run(env, 'migrate')
    await run(env, 'user', 'create', 'ann', '--email', 'ann@contoso.example', '--password', 'correct horse battery')
    const folder = temporaryFolder()
    for (const [id, version] of [
      ['Old', '1.0.0'],
      ['Old', '2.0.0'],
      ['New', '1.0.0'],
      ['Gone', '1.0.0'],
      ['Gone', '2.0.0'],
    ] as const) {
      writeFileSync(join(folder, `${id}.${version}.nupkg`), await buildNupkg({ id, version }))
    }
    expect(await run(env, 'import', folder, '--owner', 'ann')).toMatchObject({ code: 0 })
  })

  async function versions(id: string) {
    const db = openDatabase(requireConfig(env))
    const columns = ['normalized_version', 'listed', 'deprecation', 'deletion'] as const
    const rows = db.read.selectFrom('versions').select(columns).where('package_id', '=', id).orderBy('id')
    const jobs = db.read.selectFrom('jobs').select('kind').where('kind', '=', 'remove-blob')
    const audit = db.read.selectFrom('audit').select('action').where('package_id', '=', id).orderBy('id')
    const all = [await rows.execute(), await jobs.execute(), await audit.execute()] as const
    await db.close()
    return { rows: all[0], removals: all[1].length, actions: all[2].map(({ action }) => action) }
  }

  test('unlists and relists one version or all of a package; the second time changes nothing', async () => {
    expect(await lode('unlist', 'old@1.0')).toEqual({ code: 0, out: 'Old 1.0.0 is unlisted now.\n', err: '' })
    expect((await versions('Old')).rows.map(({ listed }) => listed)).toEqual([0, 1])
    const before = await versions('Old')
    expect((await lode('unlist', 'Old@1.0.0')).code).toBe(0)
    expect(await versions('Old')).toEqual(before)
    const relisted = await lode('relist', 'Old', '--json')
    expect(JSON.parse(relisted.out)).toEqual({ id: 'Old', versions: ['1.0.0', '2.0.0'] })
    expect((await versions('Old')).rows.map(({ listed }) => listed)).toEqual([1, 1])
  })

  test('deprecates versions with reason, message and alternate, and takes it back', async () => {
    const flags = [
      '--reason',
      'critical-bugs',
      '--reason',
      'legacy',
      '--message',
      'Loses data.',
      '--alternate',
      'new@1.0',
    ]
    const done = await lode('deprecate', 'Old@1.0.0', 'old@2.0.0', ...flags)
    expect(done).toEqual({ code: 0, out: 'Old 1.0.0 is deprecated now.\nOld 2.0.0 is deprecated now.\n', err: '' })
    const expected = {
      reasons: ['Legacy', 'CriticalBugs'],
      message: 'Loses data.',
      alternate: { id: 'New', version: '1.0.0' },
    }
    const { rows } = await versions('Old')
    expect(rows.map(({ deprecation }) => JSON.parse(deprecation ?? 'null') as unknown)).toEqual([expected, expected])
    expect((await lode('deprecate', 'Old', '--undo')).out).toContain('Old 2.0.0 is not deprecated any more.')
    expect((await versions('Old')).rows.map(({ deprecation }) => deprecation)).toEqual([null, null])
  })

  test('deletes, restores, and deletes for good', async () => {
    expect((await lode('delete', 'Gone@2.0.0', '--reason', 'by accident')).out).toBe('Gone 2.0.0 was deleted.\n')
    expect((await versions('Gone')).rows.map(({ deletion }) => deletion)).toEqual([null, 'soft'])
    expect((await lode('restore', 'gone@2.0')).out).toBe('Gone 2.0.0 is back, unlisted.\n')
    expect((await versions('Gone')).rows.map(({ deletion, listed }) => [deletion, listed])).toEqual([
      [null, 1],
      [null, 0],
    ])
    expect((await lode('delete', 'Gone', '--hard')).out).toBe(
      'Gone 1.0.0 was deleted for good.\nGone 2.0.0 was deleted for good.\n',
    )
    const { rows, removals, actions } = await versions('Gone')
    expect(rows.map(({ deletion }) => deletion)).toEqual(['hard', 'hard'])
    expect(removals).toBe(2)
    expect(actions.slice(-4)).toEqual(['Delete', 'Restore', 'Delete', 'Delete'])
  })

  test('locks and unlocks; administrators may change a locked package all the same', async () => {
    expect((await lode('lock', 'old')).out).toBe('Old is locked: its owners can change nothing.\n')
    expect((await lode('unlist', 'Old@1.0.0')).code).toBe(0)
    expect(JSON.parse((await lode('unlock', 'old', '--json')).out)).toEqual({ id: 'Old', isLocked: false })
  })

  test('what the operation refuses ends with 1 and its sentence, and changes nothing', async () => {
    const before = await versions('Old')
    const refusals = [
      [await lode('unlist', 'Nothing'), 'There is no package Nothing here'],
      [await lode('relist', 'Old@9.0.0'), 'There is no version 9.0.0 of Old'],
      [await lode('deprecate', 'Old', '--reason', 'other'), 'needs a message'],
      [await lode('deprecate', 'Old', '--reason', 'legacy', '--alternate', 'Old'), 'its own alternate'],
      [await lode('deprecate', 'Old', '--reason', 'legacy', '--alternate', 'Nothing'), 'not in this gallery'],
      [await lode('restore', 'Old@1.0.0'), 'There is no version 1.0.0 of Old'],
      [await lode('restore', 'Gone@1.0.0'), 'There is no version 1.0.0 of Gone'],
      [await lode('lock', 'Nothing'), 'There is no package Nothing here'],
    ] as const
    for (const [{ code, out, err }, sentence] of refusals) {
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(/^lode: [^\n]+\n$/)
      expect(err).toContain(sentence)
    }
    expect(await versions('Old')).toEqual(before)
  })
})

test.each([
  [['unlist', '@1.0.0'], 'neither a package ID nor a version'],
  [['unlist', 'A@1@2'], 'neither a package ID nor a version'],
  [['restore', 'A'], 'Name the version too'],
  [['deprecate', 'A@1.0.0', 'B@1.0.0', '--reason', 'legacy'], 'versions of one package'],
  [['deprecate', 'A', 'A@1.0.0', '--reason', 'legacy'], 'alone for all its versions'],
  [['deprecate', 'A'], 'Give a reason'],
  [['deprecate', 'A', '--reason', 'ugly'], 'legacy, critical-bugs and other'],
  [['deprecate', 'A', '--reason', 'constructor'], 'legacy, critical-bugs and other'],
  [['deprecate', 'A', '--undo', '--message', 'x'], 'takes the whole deprecation back'],
])('wrong usage ends with 2 and says what is wrong: lode package %j', async (args, sentence) => {
  const { code, out, err } = await run({ LODE_DATA: '/nonexistent' }, 'package', ...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(sentence)
})
