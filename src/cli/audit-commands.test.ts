import { beforeAll, describe, expect, test } from 'vitest'
import { canRunOn, newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { run } from './test-command.ts'

describe.each(['sqlite', 'postgres'] as const)('lode audit on %s', (database) => {
  describe.skipIf(!canRunOn(database))('with two users', () => {
    let env: Record<string, string>

    beforeAll(async () => {
      env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(database) }
      await run(env, 'migrate')
      for (const name of ['ann', 'ben']) await run(env, 'user', 'create', name, '--email', `${name}@contoso.example`)
      await run(env, 'user', 'lock', 'ben')
    })

    test('lists entries newest first, with filters, as a table and as JSON', async () => {
      const table = await run(env, 'audit', 'list', '--account', 'ben')
      expect(table.code).toBe(0)
      expect(table.out.split('\n')[0]).toMatch(/^WHEN +ACTION +WHO +THROUGH +ABOUT$/)
      const listed = await run(env, 'audit', 'list', '--account', 'BEN', '--through', 'command-line', '--json')
      const rows = JSON.parse(listed.out) as { action: string; account: string; at: string }[]
      expect(rows.map(({ action, account }) => [action, account])).toEqual([
        ['Lock', 'ben'],
        ['RequestPasswordReset', 'ben'],
        ['Register', 'ben'],
      ])
      const one = await run(env, 'audit', 'list', '--limit', '1', '--since', rows[0]?.at.slice(0, 10) ?? '', '--json')
      expect((JSON.parse(one.out) as unknown[]).length).toBe(1)
    })

    test('says what is wrong with the filter', async () => {
      expect(await run(env, 'audit', 'list', '--since', 'yesterday')).toMatchObject({ code: 2 })
      expect((await run(env, 'audit', 'list', '--through', 'telephone')).err).toContain('--through is page, key')
      expect(await run(env, 'audit', 'list', '--limit', '0')).toMatchObject({ code: 2 })
    })
  })
})
