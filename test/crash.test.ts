import { expect, test } from 'vitest'
import { canRunOn } from './databases.ts'
import { crashTest } from './crash.ts'

/** `npm run crash -- 50` does the same for longer. */
const rounds = [
  { database: 'sqlite', kills: 3 },
  { database: 'postgres', kills: 2 },
] as const

for (const { database, kills } of rounds) {
  test.skipIf(!canRunOn(database))(
    `what was answered with 201 survives ${kills} kills of the server on ${database}`,
    { timeout: 120_000 },
    async () => {
      const report = await crashTest({ database, kills })
      expect(report.acknowledged).toBeGreaterThan(0)
    },
  )
}
