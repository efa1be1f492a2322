import { expect, test } from 'vitest'
import { canRunOn } from '../../test/databases.ts'
import type { Database } from '../db/database.ts'
import { createListedVersions } from './listed-versions.ts'
import { openTestCatalog } from './test-catalog.ts'

test.each((['sqlite', 'postgres'] as const).filter(canRunOn))(
  'what is kept of a package is brought up to date with what changed, on %s',
  async (kind) => {
    const catalog = await openTestCatalog(kind)
    const { read } = catalog.database
    const listListed = createListedVersions(read)
    const list = async (how = listListed) => {
      const packages = await read.selectFrom('packages').select(['id as key', 'downloads']).execute()
      const lists = await how(packages)
      return packages.map(({ key }) => lists.get(key)?.map(({ version, downloads }) => `${version.full} ${downloads}`))
    }
    async function expectSame(): Promise<(string[] | undefined)[]> {
      const lists = await list()
      expect(lists).toEqual(await list(createListedVersions(read)))
      return lists
    }

    await catalog.publish({ id: 'A' }, { id: 'A', version: '3.0.0-b' }, { id: 'B', isListed: false })
    expect(await expectSame()).toEqual([['1.0.0 0', '3.0.0-b 0'], []])
    await catalog.publish({ id: 'A', version: '2.0.0' }, { id: 'B', version: '2.0.0' })
    expect(await expectSame()).toEqual([['1.0.0 0', '2.0.0 0', '3.0.0-b 0'], ['2.0.0 0']])
    await catalog.setListed('A', '1.0.0', false)
    await catalog.setListed('B', '1.0.0', true)
    expect(await expectSame()).toEqual([
      ['2.0.0 0', '3.0.0-b 0'],
      ['1.0.0 0', '2.0.0 0'],
    ])
    await countDownload(catalog.database, '2.0.0')
    expect(await expectSame()).toEqual([
      ['2.0.0 1', '3.0.0-b 0'],
      ['1.0.0 0', '2.0.0 1'],
    ])
  },
)

function countDownload(database: Database, version: string) {
  return database.transaction(async (tx) => {
    await tx.updateTable('versions').set({ downloads: 1 }).where('full_version', '=', version).execute()
    await tx.updateTable('packages').set({ downloads: 1 }).execute()
  })
}
