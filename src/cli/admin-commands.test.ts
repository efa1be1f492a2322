import { beforeAll, describe, expect, test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canRunOn, newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
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
  })
})
