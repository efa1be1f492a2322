import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { reservePrefix } from '../src/prefixes/change-prefix.ts'
import type { ReportDocument } from '../src/publish/push-report.ts'
import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { readTables } from './tables.ts'

const operator = { account: null, through: 'command-line', address: null } as const

describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('a dry run of the publish API on %s', (database) => {
  let server: TestServer
  let ann: Account
  let key: string

  beforeAll(async () => {
    server = await startTestServer({ database, settings: { LODE_MAX_PACKAGE_BYTES: '1000000' } })
    ann = await createUser(server, { name: 'ann' })
    key = await createKey(server, ann)
  })
  afterAll(() => server.close())

  type Answer = { readonly status: number; readonly phrase: string; readonly report: ReportDocument }

  async function tryPush(
    options: NupkgOptions | Uint8Array,
    secret: string | null = key,
    query = '?dryRun=true',
  ): Promise<Answer> {
    const body = new Uint8Array(options instanceof Uint8Array ? options : await buildNupkg(options))
    const headers: Record<string, string> = secret === null ? {} : { 'X-NuGet-ApiKey': secret }
    const response = await fetch(`${server.url}/api/v2/package/${query}`, { method: 'PUT', body, headers })
    const text = await response.text()
    const report = (text.startsWith('{') ? JSON.parse(text) : null) as ReportDocument
    return { status: response.status, phrase: response.statusText, report }
  }

  /** Every row and every file of this gallery. */
  async function everything() {
    const { storage } = server.deps.config
    return { tables: await readTables(server), files: readdirSync(storage.path, { recursive: true }).sort() }
  }

  test('says everything about a package, and leaves nothing', async () => {
    const dependencies = [{ targetFramework: 'net8.0', dependencies: [{ id: 'Newtonsoft.Json', version: '13.0.1' }] }]
    const options = { id: 'Dry.New', version: '1.2.0+sha', license: null, tags: 'a b', dependencies }
    const before = await everything()
    const { status, report } = await tryPush(options)
    expect(status).toBe(200)
    expect(report).toMatchObject({
      wouldPublish: true,
      id: 'Dry.New',
      version: '1.2.0',
      fullVersion: '1.2.0+sha',
      isNewId: true,
      owner: 'ann',
      metadata: {
        authors: 'Lode',
        tags: ['a', 'b'],
        dependencyGroups: [{ targetFramework: 'net8.0', dependencies: [{ id: 'Newtonsoft.Json' }] }],
      },
      refusals: [],
    })
    expect(report.warnings.map(({ code }) => code)).toEqual(['license-missing', 'readme-missing'])
    expect(await everything()).toEqual(before)

    const pushed = await push(server, key, options)
    expect(pushed).toMatchObject({ status: 201, warning: report.warnings.map(({ message }) => message).join(', ') })
  })

  test('names all that is against it, the first in the words of the push, and leaves no trace of the try', async () => {
    await push(server, key, { id: 'Dry.Taken', version: '1.0.0' })
    await reservePrefix(server.deps, { pattern: 'Dry.Reserved.*', ownerNames: ['ann'], isShared: false }, operator)
    const eve = await createUser(server, { name: 'eve' })
    const narrow = await createKey(server, eve, { actions: ['push-version'], globs: ['Eve.*'] })
    const tried = { id: 'Dry.Taken', version: '1.0' }
    const before = await everything()
    const entries = () => server.deps.db.read.selectFrom('audit').select('id').execute()
    const known = await entries()
    const codes = async (options: NupkgOptions, secret: string) =>
      (await tryPush(options, secret)).report.refusals.map(({ code, status }) => `${status} ${code}`)

    expect(await codes(tried, narrow)).toEqual(['403 key-lacks-package', '403 not-package-owner', '409 version-exists'])
    expect(await codes({ id: 'Dry.Reserved.Mine' }, narrow)).toEqual([
      '403 key-lacks-action',
      '403 key-lacks-package',
      '403 id-reserved',
    ])
    expect(await codes(tried, key)).toEqual(['409 version-exists'])
    expect(await everything()).toEqual(before)
    expect(await entries()).toEqual(known)

    const [first] = (await tryPush(tried, narrow)).report.refusals
    expect(await push(server, narrow, tried)).toMatchObject({ status: first?.status, phrase: first?.message })
  })

  test('says why a file is no package', async () => {
    const { status, report } = await tryPush(Buffer.from('this is no zip'))
    expect(status).toBe(200)
    expect(report).toMatchObject({ wouldPublish: false, id: null, metadata: null, warnings: [] })
    expect(report.refusals).toEqual([
      { code: 'nupkg-not-a-zip', status: 400, message: expect.stringContaining('not a package') as string },
    ])
  })

  test('warns of a key that ends soon, as the push does', async () => {
    const ending = await createKey(server, ann, { days: 5 })
    const { report } = await tryPush({ id: 'Dry.New', version: '2.0.0', readme: '# x' }, ending)
    expect(report.warnings).toEqual([
      { code: 'key-ending', message: expect.stringContaining('Your API key expires in') as string },
    ])
  })

  test('is answered as a push where there is nothing to judge: no key, no right to publish, no file, too large', async () => {
    const before = await everything()
    const unlistOnly = await createKey(server, ann, { actions: ['unlist'] })
    expect((await tryPush({}, null)).status).toBe(401)
    expect((await tryPush({}, 'wrong')).status).toBe(403)
    expect((await tryPush({}, unlistOnly)).status).toBe(403)
    expect((await tryPush(new Uint8Array())).status).toBe(400)
    expect((await tryPush(new Uint8Array(1_100_000))).status).toBe(413)
    const { tables, files } = await everything()
    expect(files).toEqual(before.files)
    expect(tables.versions).toEqual(before.tables.versions)
  })

  test.each(['?dryRun', '?dryrun=1', '?x=1&DRYRUN=yes', '?dryRun=TRUE'])(
    'whoever asks with %s has not published',
    async (query) => {
      const tried = await tryPush({ id: 'Dry.Asked', readme: '# x' }, key, query)
      expect([tried.status, tried.report.wouldPublish]).toEqual([200, true])
    },
  )

  test('a dry run that is said to be none is a push', async () => {
    expect((await tryPush({ id: 'Dry.Not' }, key, '?dryRun=false')).status).toBe(201)
  })
})
