import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { forEachDatabase, newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { maskPassword } from '../effective-settings.ts'
import { requireOwnFolder } from './instance.ts'
import { parseDuration } from './duration.ts'
import { renderTable } from './output.ts'
import { run } from './test-command.ts'

test.each([
  ['90d', 7_776_000_000],
  ['1h', 3_600_000],
  ['0s', 0],
  ['5', null],
  ['-1d', null],
  ['1.5h', null],
  ['', null],
])('the age %j is %j ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected)
})

test('passwords in addresses are masked', () => {
  expect(maskPassword('postgres://lode:secret@db/lode?password=secret')).not.toContain('secret')
  expect(maskPassword('smtp://user:secret@mail:25')).toBe('smtp://user:***@mail:25')
})

test('tables line up, wide characters included', () => {
  expect(
    renderTable(
      ['NAME', 'X'],
      [
        ['测试', '1'],
        ['a', '2'],
      ],
    ),
  ).toBe('NAME  X\n测试  1\na     2')
})

test('the folder of another user is refused', () => {
  const folder = temporaryFolder()
  expect(() => requireOwnFolder(folder, 4711)).toThrow('run this command as that user')
  expect(() => requireOwnFolder(join(folder, 'not-there'), 4711)).not.toThrow()
})

test('every command explains itself', async () => {
  for (const command of [[], ['user', 'create'], ['key', 'create'], ['verify'], ['config'], ['serve'], ['migrate']]) {
    const { code, out } = await run({}, ...command, '--help')
    expect(code).toBe(0)
    expect(out).toContain('Usage: lode')
  }
})

test('wrong usage ends with 2, and says what is wrong in one sentence', async () => {
  const cases: [string[], RegExp][] = [
    [['nonsense'], /unknown command/],
    [['verify', '--older-than', 'long'], /such as 90d/],
    [['key', 'create', '--user', 'ann'], /--name/],
    [['user', 'create', 'ann'], /--email E/],
    [['user', 'create', '--email', 'ann@contoso.com'], /Give the name/],
    [['user', 'create', 'ann', '--email', 'a@b.c', '--password', 'x', '--password-stdin'], /not both/],
  ]
  for (const [args, message] of cases) {
    const { code, out, err } = await run({ LODE_DATA: '/nonexistent' }, ...args)
    expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
    expect(err).toMatch(message)
  }
})

test('bad settings are all named', async () => {
  const { code, err } = await run({ LODE_PORT: 'x', LODE_FOO: '1' }, 'config')
  expect(code).toBe(1)
  expect(err).toContain('LODE_PORT')
  expect(err).toContain('LODE_FOO')
})

test('a missing database is not made by a question', async () => {
  const folder = temporaryFolder()
  const { code, err } = await run({ LODE_DATA: folder }, 'key', 'list', '--user', 'ann')
  expect(code).toBe(1)
  expect(err).toMatch(/^lode: There is no database at .*lode\.db: start the server once/)
})

forEachDatabase('the command line', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, ...args)
  beforeAll(async () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(folder)
    env = { LODE_DATA: folder, LODE_DATABASE: await newDatabaseSetting(kind) }
    expect(await lode('migrate')).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' })
  })

  test('makes a user, with a password or with a link to choose one', async () => {
    const password = ['--password', 'correct horse battery']
    const ann = await lode('user', 'create', 'ann', '--email', 'ann@contoso.com', ...password)
    expect(ann).toEqual({ code: 0, out: 'ann was created.\n', err: '' })
    const bob = await lode('user', 'create', 'bob', '--email', 'bob@contoso.com', '--json')
    expect(JSON.parse(bob.out)).toMatchObject({ name: 'bob', email: 'bob@contoso.com', isAdmin: false })
    expect(JSON.parse(bob.out)).toMatchObject({
      link: expect.stringMatching(/\/account\/forgotpassword\/bob\/[0-9a-f]{64}$/),
    })
    expect((await lode('user', 'reset', 'bob')).out).toMatch(/^http\S+\n$/)
  })

  test('refuses with code 1, a sentence on standard error and nothing on standard output', async () => {
    const refusals = [
      await lode('user', 'create', 'ANN', '--email', 'other@contoso.com'),
      await lode('user', 'create', 'eve', '--email', 'no-address'),
      await lode('user', 'lock', 'nobody'),
      await lode('key', 'list', '--user', 'nobody'),
      await lode('key', 'revoke', '4711'),
      await lode(
        'key',
        'create',
        '--user',
        'ann',
        '--name',
        'x',
        '--actions',
        'push',
        '--glob',
        '*',
        '--expires',
        '9999d',
      ),
      await lode('key', 'create', '--user', 'ann', '--name', 'x', '--actions', 'push', '--expires', '9d'),
    ]
    for (const { code, out, err } of refusals) {
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(/^lode: [^\n]+\n$/)
    }
  })

  test('the secret of a new key stands alone on standard output, and is not in the list', async () => {
    const flags = ['--actions', 'push,push-version,unlist', '--glob', 'A.*', '--glob', 'B', '--expires', '90d']
    const made = await lode('key', 'create', '--user', 'ann', '--name', 'ci', '--owner', 'ann', ...flags)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/^lode_[a-z2-9]{46}\n$/)
    const list = await lode('key', 'list', '--user', 'Ann')
    expect(list.out).toContain('A.* B')
    expect(list.out).not.toContain(made.out.trim())
    const [listed] = JSON.parse((await lode('key', 'list', '--user', 'ann', '--json')).out) as [{ actions: string[] }]
    expect(listed.actions).toEqual(['push', 'push-version', 'unlist'])

    const revoked = await lode('key', 'revoke', made.out.trim())
    expect(revoked).toEqual({ code: 0, out: 'The key "ci" of ann was revoked.\n', err: '' })
    expect((await lode('key', 'list', '--user', 'ann')).out).toContain('revoked')
  })

  test('the link of the first administrator can be made again until there is one', async () => {
    const first = await lode('user', 'create', '--admin')
    const second = await lode('user', 'create', 'root', '--admin')
    expect(first.out).toMatch(/\/account\/FirstAdministrator\/[0-9a-f]{64}\n$/)
    expect(second.out).not.toBe(first.out)
    expect(await lode('user', 'admin', 'ann')).toMatchObject({ code: 0, out: 'ann is an administrator now.\n' })
    expect(await lode('user', 'create', '--admin')).toMatchObject({ code: 1, out: '' })
    expect((await lode('user', 'admin', 'ann', '--revoke')).err).toMatch(/^lode: [^\n]+\n$/)
  })

  test('locks, unlocks and deletes', async () => {
    expect((await lode('user', 'lock', 'bob')).out).toBe('bob is locked.\n')
    expect(JSON.parse((await lode('user', 'unlock', 'bob', '--json')).out)).toMatchObject({ isLocked: false })
    const reset = await lode('user', 'reset-two-factor', 'bob')
    expect(reset.out).toBe('bob signs in with the password alone now.\n')
    expect(await lode('user', 'reset-two-factor', 'nobody')).toMatchObject({ code: 1, out: '' })
    expect((await lode('user', 'delete', 'bob')).out).toBe('bob was deleted.\n')
    expect((await lode('user', 'delete', 'bob')).code).toBe(1)
  })

  test('what it did is in the audit log, as done from the command line', async () => {
    const { openDatabase } = await import('../db/open.ts')
    const { requireConfig } = await import('./instance.ts')
    const db = openDatabase(requireConfig(env))
    const entries = await db.read.selectFrom('audit').select(['action', 'through']).execute()
    await db.close()
    expect(new Set(entries.map((entry) => entry.through))).toEqual(new Set(['command-line']))
    expect(entries.map((entry) => entry.action)).toContain('RevokeCredential')
  })

  test('verify says that nothing is wrong', async () => {
    expect(await lode('verify')).toMatchObject({ code: 0, out: '0 versions checked, 0 bytes.\n\nNothing is wrong.\n' })
    expect(JSON.parse((await lode('verify', '--json', '--repair', '--older-than', '0s')).out)).toMatchObject({
      problems: [],
    })
  })
})
