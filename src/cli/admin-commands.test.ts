import { beforeAll, describe, expect, test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canRunOn, newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openDatabase } from '../db/open.ts'
import { requireConfig } from './instance.ts'
import { run } from './test-command.ts'

describe.each(['sqlite', 'postgres'] as const)('lode admin on %s', (database) => {
  describe.skipIf(!canRunOn(database))('with one key', () => {
    let env: Record<string, string>
    let secret: string
    const lode = (...args: string[]) => run(env, ...args)

    beforeAll(async () => {
      env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(database) }
      await lode('migrate')
      await lode('user', 'create', 'ann', '--email', 'ann@contoso.example')
      const options = ['--user', 'ann', '--name', 'ci', '--actions', 'push', '--glob', '*', '--expires', '9d']
      secret = (await lode('key', 'create', ...options)).out.trim()
    })

    test('leaked says which secrets are live, then revokes them; no secret is printed', async () => {
      const file = join(temporaryFolder(), 'leaked.txt')
      writeFileSync(file, `"${secret}", https://example.org/x\n`)
      const check = await lode('admin', 'leaked', file, '--check', '--json')
      const found = { visibleId: secret.slice(0, 13), place: 'https://example.org/x', state: 'live', userName: 'ann' }
      expect(JSON.parse(check.out)).toMatchObject([found])
      const revoked = await lode('admin', 'leaked', file)
      expect(revoked.out).toContain('revoked')
      expect(revoked.out + check.out).not.toContain(secret)
      expect((await lode('admin', 'leaked', file)).out).toContain('ended already')
      writeFileSync(file, 'nothing')
      expect(await lode('admin', 'leaked', file)).toMatchObject({ code: 1 })
      expect((await lode('admin', 'leaked', `${file}.missing`)).err).toContain('could not be read')
    })

    test('read-only and banner are switched, and the log says so', async () => {
      expect(JSON.parse((await lode('admin', 'read-only', 'on', '--json')).out)).toEqual({ isReadOnly: true })
      expect((await lode('admin', 'read-only', 'off')).out).toBe('Read-only mode is off.\n')
      expect(await lode('admin', 'read-only', 'perhaps')).toMatchObject({ code: 2 })
      expect((await lode('admin', 'banner', '--en', 'Sunday', '--dismissible')).code).toBe(0)
      expect(JSON.parse((await lode('admin', 'banner', '--off', '--json')).out)).toEqual({ banner: null })
      expect(await lode('admin', 'banner')).toMatchObject({ code: 2 })
      expect(await lode('admin', 'banner', '--off', '--en', 'x')).toMatchObject({ code: 2 })
      const log = JSON.parse((await lode('audit', 'list', '--json')).out) as { action: string }[]
      expect(log.slice(0, 4).map(({ action }) => action)).toEqual([
        'ChangeBanner',
        'ChangeBanner',
        'ChangeReadOnly',
        'ChangeReadOnly',
      ])
    })

    test('mails are listed and read, and who read one is in the log', async () => {
      const mails = JSON.parse((await lode('admin', 'mails', '--json')).out) as { id: number; subject: string }[]
      const [newest] = mails
      const mail = await lode('admin', 'mail', String(newest?.id))
      expect(mail.out).toMatch(/^To: ann@contoso\.example\nSubject: .*leaked[^]*\n\n.*https:\/\/example\.org\/x/)
      const log = JSON.parse((await lode('audit', 'list', '--action', 'ReadMail', '--json')).out) as object[]
      expect(log).toMatchObject([{ account: 'ann', through: 'command-line', detail: { mailId: newest?.id } }])
      expect((await lode('admin', 'mails', '--limit', '1')).out.trim().split('\n')).toHaveLength(2)
      expect((await lode('admin', 'mail', '99999')).err).toBe('lode: There is no such mail.\n')
      expect((await lode('admin', 'mail', String(newest?.id), '--resend')).err).toContain('set LODE_SMTP')
      expect(await lode('admin', 'mail', 'x')).toMatchObject({ code: 2 })
    })

    test('jobs that failed run again', async () => {
      const db = openDatabase(requireConfig(env))
      const failed = { kind: 'clean-up', payload: 'null', dedupe_key: null, leased_until: null, last_error: 'no disk' }
      const { id } = await db.transaction((tx) =>
        tx
          .insertInto('jobs')
          .values({ ...failed, run_at: 0, attempts: 14, finished_at: 1 })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
      await db.close()
      expect((await lode('admin', 'jobs')).out).toMatch(/clean-up +failed .*no disk/)
      expect((await lode('admin', 'retry', String(id))).out).toBe(`The job ${id} runs again.\n`)
      const jobs = JSON.parse((await lode('admin', 'jobs', '--json')).out) as { id: number; state: string }[]
      expect(jobs.find((job) => job.id === id)).toMatchObject({ state: 'waiting' })
      expect((await lode('admin', 'retry', '99999')).code).toBe(1)
    })

    test('users and keys are found, whosever they are', async () => {
      const users = JSON.parse((await lode('user', 'list', '--find', 'ANN', '--json')).out) as object[]
      expect(users).toMatchObject([{ name: 'ann', kind: 'user', isLocked: false, isDeleted: false }])
      expect((await lode('user', 'list', '--state', 'administrator')).out).toBe('NAME  KIND  ADDRESS  STATE  SINCE\n')
      expect(await lode('user', 'list', '--state', 'odd')).toMatchObject({ code: 2 })
      expect((await lode('user', 'list', '--after', 'ann', '--json')).out).toBe('[]\n')
      const found = await lode('key', 'find', secret.slice(0, 11))
      expect(found.out).toMatch(/ci +ann +ann +revoked/)
      expect(found.out).not.toContain(secret)
    })
  })
})
