import { beforeAll, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { findAccountByName } from '../accounts/store.ts'
import { openDatabase } from '../db/open.ts'
import { requestPrefix } from '../prefixes/request-prefix.ts'
import { requireConfig } from './instance.ts'
import { newInstanceOf, run } from './test-command.ts'

forEachDatabase('lode prefix', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, 'prefix', ...args)

  beforeAll(async () => {
    env = await newInstanceOf(kind, ['ann', 'ben'])
  })

  test('reserves, lists, changes owners and releases', async () => {
    expect((await lode('list')).out).toBe('Nothing is reserved.\n')
    expect(await lode('reserve', 'Contoso.*', '--owner', 'ANN')).toEqual({
      code: 0,
      out: 'Contoso.* is reserved for ann.\n',
      err: '',
    })
    const shared = await lode('reserve', 'Samples.*', '--owner', 'ann', '--owner', 'ben', '--shared', '--json')
    expect(JSON.parse(shared.out)).toEqual({
      pattern: 'Samples.*',
      isPrefix: true,
      isShared: true,
      owners: ['ann', 'ben'],
    })
    expect((await lode('list')).out).toBe(
      'PREFIX     WHO MAY PUSH  OWNERS\nContoso.*  owners        ann\nSamples.*  anyone        ann, ben\n',
    )
    expect((await lode('owner', 'add', 'contoso.*', 'ben')).out).toBe('ben is an owner of Contoso.*.\n')
    const removed = await lode('owner', 'remove', 'Contoso.*', 'ann', '--json')
    expect(JSON.parse(removed.out)).toMatchObject({ owners: ['ben'] })
    expect((await lode('release', 'CONTOSO.*')).out).toBe('Contoso.* is not reserved any more.\n')
    expect(JSON.parse((await lode('list', '--json')).out)).toMatchObject([{ pattern: 'Samples.*' }])
  })

  test.each([
    [['reserve', 'Samples.Part', '--owner', 'nobody'], 'There is no account named nobody that can own a prefix'],
    [['reserve', 'Sam*', '--owner', 'ann'], 'Sam* cannot be reserved: Samples.* is reserved already'],
    [['reserve', 'a b*'], 'a b* cannot begin a package ID'],
    [['release', 'Nothing.*'], 'There is no reservation Nothing.*'],
    [['owner', 'remove', 'Samples.*', 'carl'], 'carl is not an owner of Samples.*'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    expect(await lode(...args)).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining(`lode: ${sentence}`) as string,
    })
  })

  test('requests are listed, granted and declined, and whoever asked gets a mail with the reason', async () => {
    const db = openDatabase(requireConfig({ ...env, LODE_ADMIN_PAGES: 'off' }))
    const config = requireConfig({ ...env, LODE_ADMIN_PAGES: 'off' })
    await run(env, 'user', 'admin', 'ben')
    const ann = await findAccountByName(db.read, 'ann')
    if (!ann) throw new Error('no ann')
    const actor = { account: ann, through: 'page', address: null } as const
    const instance = { db, config, now: () => new Date(), search: null }
    for (const pattern of ['Wanted.*', 'Other.*']) {
      const wanted = { pattern, accountName: 'ann', message: 'It is\nours' }
      expect(await requestPrefix(instance, ann, wanted, actor)).toMatchObject({ ok: true })
    }
    const open = JSON.parse((await lode('request', 'list', '--json')).out) as { number: number }[]
    expect(open).toMatchObject([
      { pattern: 'Wanted.*', owner: 'ann', askedBy: 'ann', message: 'It is\nours' },
      { pattern: 'Other.*' },
    ])
    const [first, second] = open.map(({ number }) => String(number))
    expect((await lode('request', 'list')).out).toContain('It is ours')
    expect((await lode('request', 'grant', first ?? '')).out).toBe('Wanted.* is reserved for ann.\n')
    const declined = await lode('request', 'decline', second ?? '', '--reason', 'Too common', '--json')
    expect(JSON.parse(declined.out)).toEqual({ number: Number(second), pattern: 'Other.*', owner: 'ann' })
    expect(await lode('request', 'grant', second ?? '')).toMatchObject({ code: 1, out: '' })
    expect(await lode('request', 'grant', 'x')).toMatchObject({ code: 2 })
    expect((await lode('request', 'list')).out).toBe('There is no open request.\n')
    const mails = await db.read.selectFrom('mails').select(['kind', 'body_text']).orderBy('id').execute()
    await db.close()
    // Where administrators have no pages, their mail names the command, not an address that is not there.
    const asked = mails.find(({ kind }) => kind === 'prefix-request')
    expect(asked?.body_text).toContain('lode prefix request list')
    expect(asked?.body_text).not.toContain('/admin/')
    expect(mails.find(({ kind }) => kind === 'prefix-declined')?.body_text).toContain('Too common')
  })
})
