import { beforeAll, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { reportAbuse } from '../contact/report-abuse.ts'
import { openDatabase } from '../db/open.ts'
import { requireConfig } from './instance.ts'
import { newInstanceOf, run } from './test-command.ts'

forEachDatabase('lode ticket', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, 'ticket', ...args)

  beforeAll(async () => {
    env = { ...(await newInstanceOf(kind, ['root'])), LODE_ADMIN_PAGES: 'off' }
    await run(env, 'user', 'admin', 'root')
  })

  test('lists, shows, closes and reopens what people reported', async () => {
    expect((await lode('list')).out).toBe('There is none.\n')
    const config = requireConfig(env)
    const db = openDatabase(config)
    const report = {
      package: { id: 'Contoso.Core', version: '1.0.0' },
      reason: 'malicious',
      hasAskedOwners: false,
      message: 'It steals \u001b[31mkeys.\nLook.',
      email: 'stranger@example.com',
      wantsCopy: false,
    } as const
    const stranger = { account: null, through: 'page', address: '203.0.113.7' } as const
    expect((await reportAbuse({ config, db, now: () => new Date() }, report, stranger)).ok).toBe(true)
    const [mail] = await db.read.selectFrom('mails').selectAll().where('kind', '=', 'abuse-report').execute()
    await db.close()
    expect(mail?.body_text).toContain('stranger@example.com')
    expect(mail?.body_text).toContain('lode ticket close 1')
    expect(mail?.body_text).not.toContain('/admin/')

    expect((await lode('list')).out).toMatch(
      /^TICKET .*\n1 .* stranger@example\.com +Contoso\.Core 1\.0\.0: malicious\n$/,
    )
    const shown = await lode('show', '1')
    expect(shown.out).toContain('It steals ?[31mkeys.\nLook.\n') // no colours of strangers on a terminal
    expect((await lode('close', '1', '--note', 'Deleted it.')).out).toBe('Ticket 1 is closed.\n')
    expect(await lode('close', '1')).toMatchObject({ code: 1, out: '' })
    expect(JSON.parse((await lode('list', '--closed', '--json')).out)).toMatchObject([
      { number: 1, closed: { note: 'Deleted it.' } },
    ])
    expect((await lode('reopen', '1')).out).toBe('Ticket 1 is open again.\n')
    expect(JSON.parse((await lode('list', '--json')).out)).toMatchObject([{ number: 1, closed: null }])
    expect(await lode('show', '9')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no ticket 9.') as string,
    })
  })
})
