import { expect, test } from 'vitest'
import { forEachDatabase } from './databases.ts'

forEachDatabase('a test database', (open, kind) => {
  test('is migrated and empty, each time it is opened', async () => {
    for (let i = 0; i < 3; i++) {
      const database = await open()
      expect(database.kind).toBe(kind)
      await database.transaction(async (tx) => {
        expect(await tx.selectFrom('accounts').selectAll().execute()).toEqual([])
        await tx.insertInto('sign_in_failures').values({ subject: 'x', failures: 1, last_failed_at: 1 }).execute()
      })
      expect(await database.read.selectFrom('sign_in_failures').selectAll().execute()).toHaveLength(1)
    }
  })
})
