import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openDatabase } from '../db/open.ts'
import { requireConfig } from './instance.ts'
import { newInstanceOf, run } from './test-command.ts'

forEachDatabase('lode package owner', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, 'package', 'owner', ...args)

  beforeAll(async () => {
    env = await newInstanceOf(kind, ['ann', 'ben'])
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Given.1.0.0.nupkg'), await buildNupkg({ id: 'Given', version: '1.0.0' }))
    expect(await run(env, 'import', folder, '--owner', 'ann')).toMatchObject({ code: 0 })
  })

  test('gives a package at once, with mails to both sides and an audit entry, and takes it back', async () => {
    expect(await lode('add', 'given', 'BEN')).toEqual({ code: 0, out: 'ben is an owner of Given now.\n', err: '' })
    const listed = await lode('list', 'Given', '--json')
    const owners = [
      { name: 'ann', kind: 'user' },
      { name: 'ben', kind: 'user' },
    ]
    expect(JSON.parse(listed.out)).toEqual({ id: 'Given', owners, requests: [] })
    expect((await lode('remove', 'Given', 'ann', '--json')).out).toBe('{"id":"Given","owner":"ann"}\n')
    expect((await lode('list', 'Given')).out).toBe('ACCOUNT  KIND  STATE\nben      user  owner\n')

    const db = openDatabase(requireConfig(env))
    const mails = await db.read.selectFrom('mails').select(['recipient', 'kind']).orderBy('id').execute()
    const audit = await db.read
      .selectFrom('audit')
      .select(['action', 'through', 'detail'])
      .where('action', 'in', ['AddOwner', 'RemoveOwner'])
      .orderBy('id')
      .execute()
    await db.close()
    expect(mails.map(({ recipient, kind }) => `${kind} ${recipient}`)).toEqual([
      'owner-added ann@contoso.example',
      'owner-added ben@contoso.example',
      'owner-removed ben@contoso.example',
      'owner-removed ann@contoso.example',
    ])
    expect(audit).toEqual([
      { action: 'AddOwner', through: 'command-line', detail: '{"owner":"ben"}' },
      { action: 'RemoveOwner', through: 'command-line', detail: '{"owner":"ann"}' },
    ])
  })

  test('moves what is named, or all that an account owns, to another, and says of each what became of it', async () => {
    const folder = temporaryFolder()
    for (const id of ['Many.A', 'Many.B']) {
      writeFileSync(join(folder, `${id}.1.0.0.nupkg`), await buildNupkg({ id, version: '1.0.0' }))
    }
    expect(await run(env, 'import', folder, '--owner', 'ann')).toMatchObject({ code: 0 })
    const planned = await lode('move', 'ann', 'ben', '--dry-run')
    expect(planned).toEqual({ code: 0, out: 'PACKAGE  OWNERS THEN\nMany.A   ben\nMany.B   ben\n', err: '' })
    const moved = await lode('move', 'ANN', 'ben', 'many.a', 'Given', 'Nothing', '--message', 'She left', '--json')
    expect([moved.code, JSON.parse(moved.out)]).toEqual([
      1,
      [
        { id: 'Many.A', owners: ['ben'], refused: null },
        { id: 'Given', owners: null, refused: 'ANN is not an owner of Given.' },
        { id: 'Nothing', owners: null, refused: 'There is no package Nothing here. Check the ID.' },
      ],
    ])
    expect(await lode('move', 'ann', 'ben')).toEqual({ code: 0, out: 'PACKAGE  OWNERS\nMany.B   ben\n', err: '' })
    expect(await lode('move', 'ann', 'ben')).toEqual({ code: 1, out: '', err: 'lode: ann owns no package.\n' })
    const listed = await run(env, 'package', 'list', '--find', 'many', '--json')
    expect(JSON.parse(listed.out)).toMatchObject([
      { id: 'Many.A', owners: ['ben'] },
      { id: 'Many.B', owners: ['ben'] },
    ])
    const log = await run(env, 'audit', 'list', '--package', 'Many.A', '--json')
    expect((JSON.parse(log.out) as { action: string }[]).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['AddOwner', 'RemoveOwner']),
    )
  })

  test.each([
    [['remove', 'Given', 'ben'], 'ben is the only owner of Given. Add another owner first.'],
    [['add', 'Given', 'nobody'], 'There is no account named nobody. Check the name.'],
    [['add', 'Nothing', 'ann'], 'There is no package Nothing here. Check the ID.'],
    [['add', 'Given', 'ben'], 'ben is an owner of Given already.'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    expect(await lode(...args)).toEqual({ code: 1, out: '', err: `lode: ${sentence}\n` })
  })
})
