import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase, newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { renderDuration, renderProgress, showProgress } from './progress.ts'
import { run } from './test-command.ts'

const userOf = (name: string) => ['user', 'create', name, '--email', `${name}@contoso.example`]

forEachDatabase('lode import FOLDER', (_, kind) => {
  async function instance() {
    const env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(kind) }
    await run(env, 'migrate')
    await run(env, ...userOf('ann'), '--password', 'correct horse battery', '--admin')
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Contoso.Core.1.0.0.nupkg'), await buildNupkg({ id: 'Contoso.Core' }))
    return { env, folder }
  }

  test('imports, then finds it all here; both end with 0', async () => {
    const { env, folder } = await instance()
    const first = await run(env, 'import', folder, '--owner', 'ann')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^1 files, [\d.]+ (KB|bytes): 1 imported, 0 already here, 0 refused\. /)
    const second = await run(env, 'import', folder, '--json')
    expect(second.code).toBe(0)
    expect(JSON.parse(second.out)).toMatchObject({
      files: 1,
      imported: 0,
      alreadyHere: 1,
      refused: [],
      isStopped: false,
    })
  })

  test('names what was refused and why, and ends with 1', async () => {
    const { env, folder } = await instance()
    mkdirSync(join(folder, 'deep'))
    writeFileSync(join(folder, 'deep', 'Broken.1.0.0.nupkg'), 'this is no zip')
    const tried = await run(env, 'import', folder, '--dry-run')
    expect(tried.code).toBe(1)
    expect(tried.out).toContain('1 would be imported, 0 already here, 1 refused.')
    const words = await run(env, 'import', folder)
    expect(words.code).toBe(1)
    expect(words.out).toContain('1 imported')
    expect(words.out).toMatch(
      /REFUSED +FILE +WHY\nnupkg-not-a-zip +deep\/Broken\.1\.0\.0\.nupkg +The file is not a package/,
    )
    const json = await run(env, 'import', folder, '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({
      refused: [
        {
          file: 'deep/Broken.1.0.0.nupkg',
          code: 'nupkg-not-a-zip',
          message: expect.stringContaining('not a package') as string,
        },
      ],
    })
  })

  test('says what is missing or wrong in the command itself', async () => {
    const { env, folder } = await instance()
    expect(await run(env, 'import')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Give the folder') as string,
    })
    const nowhere = await run(env, 'import', join(folder, 'nowhere'))
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('There is no folder') as string })
    const stranger = await run(env, 'import', folder, '--owner', 'nobody')
    expect(stranger).toMatchObject({ code: 1, err: 'lode: There is no account called nobody.\n' })
    await run(env, ...userOf('bob'), '--password', 'correct horse battery', '--admin')
    const whose = await run(env, 'import', folder)
    expect(whose).toMatchObject({ code: 2, err: expect.stringContaining('--owner ACCOUNT') as string })
    await run(env, 'user', 'lock', 'bob')
    const locked = await run(env, 'import', folder, '--owner', 'bob')
    expect(locked.err).toBe('lode: The account bob is locked: "lode user unlock bob" lets it go on.\n')
    expect(JSON.parse((await run(env, 'verify', '--json')).out)).toMatchObject({ versions: 0, unreferenced: [] })
  })
})

forEachDatabase('lode import downloads', (_, kind) => {
  test('takes a file, tells what it did, and names a file that is no such file', async () => {
    const env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(kind) }
    await run(env, 'migrate')
    await run(env, ...userOf('ann'), '--password', 'correct horse battery', '--admin')
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Contoso.Core.1.0.0.nupkg'), await buildNupkg({ id: 'Contoso.Core' }))
    await run(env, 'import', folder)

    const file = join(folder, 'downloads.v1.json')
    writeFileSync(file, '[["Contoso.Core",["1.0.0",12],["0.9.0",3]],["Other",["1.0.0",1]],["bad",1]]')
    const words = await run(env, 'import', 'downloads', file)
    expect(words.code).toBe(0)
    expect(words.out).toContain('2 IDs in the file, 1 of them here: 1 have new counts')
    expect(words.out).toContain('1 entries could not be read and were skipped, such as:\n["bad",1]')
    const again = await run(env, 'import', 'downloads', file, '--json')
    expect(JSON.parse(again.out)).toMatchObject({ ids: 2, known: 1, changed: 0, invalid: 1, isStopped: false })

    writeFileSync(file, '{"totalHits": 1}')
    expect(await run(env, 'import', 'downloads', file)).toMatchObject({
      code: 1,
      out: '',
      err: 'lode: The file is not in the format of downloads.v1.json, [["ID",["1.0.0",1],…],…]: look at byte 0.\n',
    })
    const nothing = await run(env, 'import', 'downloads', join(folder, 'nothing.json'))
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('There is no file') as string })
  })
})

test('progress says how far it is, how fast, and how long it will take', () => {
  const megabyte = 2 ** 20
  const sized = { done: 1200, total: 10_000, unit: 'files', bytes: 25 * megabyte, totalBytes: 100 * megabyte }
  expect(renderProgress(sized, 2)).toBe('1,200 of 10,000 files, 25.0 MB of 100.0 MB, 600 a second, about 6 s left')
  expect(renderProgress({ done: 50, unit: 'IDs', bytes: 1, totalBytes: 2 }, 1)).toContain('50 IDs, 1 bytes of 2 bytes')
  expect(renderProgress({ done: 5, total: 5, unit: 'IDs' }, 1)).toBe('5 of 5 IDs, 5 a second')
  expect([0.2, 90, 600, 9000].map(renderDuration)).toEqual(['1 s', '90 s', '10 min', '2 h 30 min'])
})

test('short work shows no progress where nobody watches', () => {
  let err = ''
  const progress = showProgress({ out: () => {}, err: (text) => void (err += text), isTerminal: false })
  progress.update({ done: 1, total: 2, unit: 'files' })
  progress.end()
  expect(err).toBe('')
})
