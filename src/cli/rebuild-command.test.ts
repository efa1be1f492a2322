import { expect, onTestFinished, test } from 'vitest'
import { findIds, openTestCatalog } from '../search/test-catalog.ts'
import { startSearch } from '../search/start.ts'
import { silentLog } from '../search/test-catalog.ts'
import { runAt } from './test-command.ts'

test('lode rebuild statistics mends what lode verify finds', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'A.One' })
  const { dataFolder, database } = catalog.config
  if (database.kind !== 'sqlite') throw new Error()
  const env = { LODE_DATA: dataFolder, LODE_DATABASE: `sqlite:${database.path}` }
  await catalog.database.transaction((tx) =>
    tx.insertInto('package_days').values({ package_key: 1, day: 20_000, downloads: 4 }).execute(),
  )
  const found = await runAt(true, env, ['verify'])
  expect(found.out).toContain('Its downloads of that day are 4 too high: run "lode rebuild statistics".')
  const mended = await runAt(true, env, ['rebuild', 'statistics'])
  expect([mended.code, mended.out]).toEqual([0, expect.stringMatching(/^SUMS MENDED +TIME\n1 +1 s\n$/)])
  expect((await runAt(true, env, ['verify'])).out).not.toContain('downloads-disagree')
  expect(JSON.parse((await runAt(true, env, ['rebuild', 'statistics', '--json'])).out)).toEqual({ mended: 0 })
})

test('lode rebuild search makes the index without a server, and again beside one', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish({ id: 'A.One' }, { id: 'A.Two' }, { id: 'A.Two', version: '2.0.0-beta' })
  const { dataFolder, database } = catalog.config
  if (database.kind !== 'sqlite') throw new Error()
  const env = { LODE_DATA: dataFolder, LODE_DATABASE: `sqlite:${database.path}` }

  const alone = await runAt(true, env, ['rebuild', 'search', '--json'])
  expect(alone.code).toBe(0)
  expect(JSON.parse(alone.out)).toMatchObject({ packages: 2, documents: 3 })

  const search = await startSearch({ config: catalog.config, log: silentLog })
  onTestFinished(() => search.close())
  const beside = await runAt(true, env, ['rebuild', 'search'])
  expect(beside.code).toBe(0)
  expect(beside.out).toMatch(/^PACKAGES +DOCUMENTS +TIME\n2 +3 +\d+ s\n$/)
  expect(await findIds(search, 'a')).toEqual(['a.one', 'a.two'])
}, 60_000)
