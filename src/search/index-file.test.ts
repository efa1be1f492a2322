import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Logger } from 'pino'
import { parseConfig } from '../config.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openIndexFile } from './index-file.ts'
import { beginRebuild, rebuildIndex } from './indexer.ts'
import { SearchUnavailable } from './search.ts'
import { startSearch } from './start.ts'
import { completeIds, findIds, openTestCatalog, searchFor, silentLog, type TestCatalog } from './test-catalog.ts'

const three = [{ id: 'A.One' }, { id: 'A.Two' }, { id: 'A.Three' }]

function indexPath(catalog: TestCatalog): string {
  return join(catalog.config.dataFolder, 'search.db')
}

async function indexAndClose(catalog: TestCatalog): Promise<void> {
  const search = await catalog.startSearch()
  expect(await findIds(search, 'a')).toHaveLength(3)
  await search.close()
}

test('the index is kept between starts and catches up with what was pushed meanwhile', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(...three)
  await indexAndClose(catalog)
  await catalog.publish({ id: 'A.Four' })
  await catalog.setListed('A.One', '1.0.0', false)
  const search = await catalog.startSearch()
  expect((await findIds(search, 'a')).toSorted()).toEqual(['a.four', 'a.three', 'a.two'])
})

test.each([
  ['deleted', (path: string) => rmSync(path)],
  ['overwritten', (path: string) => writeFileSync(path, 'this is no database, '.repeat(1000))],
  ['cut short', (path: string) => truncateSync(path, 9000)],
  ['empty', (path: string) => truncateSync(path, 0)],
  ['of another version', (path: string) => change(path, 'pragma user_version = 99')],
  ['without tables', (path: string) => change(path, 'drop table documents; pragma user_version = 0')],
])('an index file that is %s is made anew from the database', async (_, spoil) => {
  const catalog = await openTestCatalog()
  await catalog.publish(...three)
  await indexAndClose(catalog)
  spoil(indexPath(catalog))
  const search = await catalog.startSearch()
  expect((await findIds(search, 'a')).toSorted()).toEqual(['a.one', 'a.three', 'a.two'])
  expect(await completeIds(search, 'a.t')).toHaveLength(2)
})

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

test('an index that was made from another database is made anew', async () => {
  const first = await openTestCatalog()
  await first.publish({ id: 'Elsewhere' })
  const second = await openTestCatalog()
  await second.publish({ id: 'Here' })
  await (await first.startSearch()).close()
  const search = await startSearch({
    config: { ...second.config, dataFolder: first.config.dataFolder },
    log: silentLog,
  })
  onTestFinished(() => search.close())
  await vi.waitFor(async () => expect(await findIds(search, '')).toEqual(['here']), 5000)
})

test('an index file that is deleted under a running server is made anew within seconds', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(...three)
  const search = await catalog.startSearch()
  for (const end of ['', '-wal', '-shm']) rmSync(indexPath(catalog) + end, { force: true })
  await vi.waitFor(() => expect(existsSync(indexPath(catalog))).toBe(true), 5000)
  expect(await search.reached(await catalog.publish({ id: 'A.Four' }), 5000)).toBe(true)
  await vi.waitFor(async () => expect(await findIds(search, 'a')).toHaveLength(4), 5000)
})

test('two servers on one folder share the index: what one was told of, the other finds', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(...three)
  const [first, second] = [await catalog.startSearch(), await catalog.startSearch()]
  expect(await findIds(second, 'a')).toHaveLength(3)
  const pushes = Array.from({ length: 40 }, async (_, i) => {
    const committedUs = await catalog.publish({ id: `B.P${i}` })
    return await (i % 2 === 0 ? first : second).reached(committedUs, 5000)
  })
  expect((await Promise.all(pushes)).every(Boolean)).toBe(true)
  expect((await first.query(searchFor('b.p'))).totalHits).toBe(40)
  expect((await second.query(searchFor('b.p'))).totalHits).toBe(40)
  expect((await second.query(searchFor(''))).totalHits).toBe(43)
})

test('what another process commits is found within about a second, without being told', async () => {
  const catalog = await openTestCatalog()
  const search = await catalog.startSearch()
  await catalog.publish({ id: 'Quiet' })
  await vi.waitFor(async () => expect(await findIds(search, 'quiet')).toEqual(['quiet']), 3000)
})

test('a rebuild drops what is no longer there, and searching goes on beside it', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(...three)
  const search = await catalog.startSearch()
  change(
    indexPath(catalog),
    `update documents set downloads = 77; insert into documents select row + 160000, 'Ghost', 'ghost',
    id_words, tag_words, 0, 0, 0, '', generation, version_key from documents limit 1; update counts set documents = documents + 1`,
  )
  const file = openIndexFile(indexPath(catalog))
  await rebuildIndex(file, catalog.database.read)
  file.close()
  expect(await findIds(search, 'packageid:ghost')).toEqual([])
  expect((await search.query(searchFor(''))).totalHits).toBe(3)
  expect(await findIds(search, 'a')).toHaveLength(3)
})

test('while an index is filled for the first time, what was pushed before counts as reached only when it is found', async () => {
  const catalog = await openTestCatalog()
  const ids = Array.from({ length: 900 }, (_, i) => ({ id: `Many.P${i}` }))
  const committedUs = await catalog.publish(...ids)
  const search = await catalog.startSearch()
  expect(await search.reached(committedUs, 15_000)).toBe(true)
  const { hits } = await search.query(searchFor('packageid:Many.P899'))
  expect(hits.map((hit) => hit.lowerId)).toEqual(['many.p899'])
})

test('reached answers false when the commit does not come in time', async () => {
  const catalog = await openTestCatalog()
  const search = await catalog.startSearch()
  const started = performance.now()
  expect(await search.reached(Date.now() * 1000 + 60_000_000, 100)).toBe(false)
  expect(performance.now() - started).toBeLessThan(1000)
})

test('a worker that dies is started again; calls meanwhile say that search is unavailable', async () => {
  const folder = temporaryFolder()
  const worker = join(folder, 'worker.mjs')
  const config = parseConfig({ LODE_DATA: folder })
  if (!config.ok) throw new Error()
  writeFileSync(
    worker,
    `import { parentPort } from 'node:worker_threads'
     parentPort.on('message', (m) => {
       if (m.kind === 'close') parentPort.close()
       else if (m.request.text === 'die') throw new Error('boom')
       else parentPort.postMessage({ kind: 'answer', id: m.id, value: { totalHits: 1, hits: [] } })
     })
     parentPort.postMessage({ kind: 'ready' })`,
  )
  const errors: unknown[] = []
  const log = { info() {}, error: (detail: unknown) => errors.push(detail) } as unknown as Logger
  const search = await startSearch({ config: config.value, log }, new URL(`file://${worker}`))
  await expect(search.query(searchFor('die'))).rejects.toThrow(SearchUnavailable)
  await expect(search.query(searchFor('alive'))).rejects.toThrow('Search is not available at the moment.')
  expect(await search.reached(1, 50)).toBe(false)
  await vi.waitFor(async () => expect((await search.query(searchFor('alive'))).totalHits).toBe(1), 5000)
  expect(errors).toHaveLength(1)
  await search.close()
  await expect(search.query(searchFor('alive'))).rejects.toThrow(SearchUnavailable)
})

test('search that cannot open its folder does not start', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  const config = parseConfig({ LODE_DATA: join(folder, 'file'), LODE_DATABASE: `sqlite:${join(folder, 'lode.db')}` })
  if (!config.ok) throw new Error()
  await expect(startSearch({ config: config.value, log: silentLog })).rejects.toThrow()
})

test('closing in the middle of a rebuild leaves nothing open, and the next start goes on', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(...Array.from({ length: 600 }, (_, i) => ({ id: `Many.P${i}` })))
  const search = await startSearch({ config: catalog.config, log: silentLog })
  await setTimeout(30)
  await search.close()
  const again = await catalog.startSearch()
  expect((await again.query(searchFor('many'))).totalHits).toBe(600)
})

test('when the process that rebuilds the index dies, another one on the folder takes over and ends the work', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(...three)
  const dead = openIndexFile(indexPath(catalog))
  await beginRebuild(dead, catalog.database.read)
  expect(await dead.keepLease('of a process that died')).toBe(true)
  expect(await dead.keepLease('of another process')).toBe(false)
  dead.close()
  const search = await startSearch({ config: catalog.config, log: silentLog })
  onTestFinished(() => search.close())
  await vi.waitFor(async () => expect(await findIds(search, 'a')).toHaveLength(3), 15_000)
})
