import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteVersions, restoreVersion } from '../src/publish/delete-versions.ts'
import { lockPackage } from '../src/publish/lock-package.ts'
import { verify } from '../src/verify/verify.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, relist, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

const operator = { account: null, through: 'command-line', address: null } as const
type Json = Record<string, unknown>

describe.each(['sqlite', 'postgres'] as const)('the life of a version on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let secret: string

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
    })
    afterAll(() => server.close())

    async function publish(id: string, ...versions: string[]): Promise<void> {
      for (const version of versions) expect((await push(server, secret, { id, version })).status).toBe(201)
    }

    async function read(path: string): Promise<{ status: number; json: Json; text: string }> {
      const response = await fetch(server.url + path)
      const text = await response.text()
      return { status: response.status, text, json: text.startsWith('{') ? (JSON.parse(text) as Json) : {} }
    }

    type Entry = { '@id': string; version: string; listed: boolean; published: string; deprecation?: Json }

    async function entriesOf(id: string, hive = 'reg-gz2'): Promise<readonly Entry[]> {
      const { json } = await read(`/v3/${hive}/${id.toLowerCase()}/index.json`)
      const pages = (json.items ?? []) as { items: { catalogEntry: Entry }[] }[]
      return pages.flatMap((page) => page.items.map((item) => item.catalogEntry))
    }

    /** The newest catalog leaf of an ID's first version. */
    async function leafOf(id: string): Promise<Json> {
      const [entry] = await entriesOf(id)
      const path = new URL(entry?.['@id'] ?? '').pathname
      return (await read(path)).json
    }

    async function found(query: string): Promise<readonly Json[]> {
      return (await read(`/v3/query?q=${query}&prerelease=true&semVerLevel=2.0.0`)).json.data as Json[]
    }

    async function deprecate(id: string, body: Json | string, headers: Record<string, string> = {}) {
      const isForm = typeof body === 'string'
      const response = await fetch(`${server.url}/api/v2/package/${id}/deprecations`, {
        method: 'PUT',
        body: isForm ? body : JSON.stringify(body),
        headers: {
          'X-NuGet-ApiKey': secret,
          'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
          ...headers,
        },
      })
      await response.text()
      return [response.status, response.statusText] as const
    }

    async function remove(id: string, version: string, type: string, key = secret) {
      const response = await fetch(`${server.url}/api/v2/package/${id}/${version}?type=${type}`, {
        method: 'DELETE',
        headers: { 'X-NuGet-ApiKey': key },
      })
      await response.text()
      return [response.status, response.statusText] as const
    }

    /** What a refused change must leave as it was. */
    async function state() {
      const { read: db } = server.deps.db
      const columns = ['package_id', 'normalized_version', 'listed', 'deprecation', 'deleted_at', 'blob_key'] as const
      const versions = await db.selectFrom('versions').select(columns).orderBy('id').execute()
      const counts = ['audit', 'catalog_items', 'jobs', 'mails'] as const
      const rows = counts.map((table) =>
        db
          .selectFrom(table)
          .select((s) => s.fn.countAll().as('n'))
          .execute(),
      )
      return { versions, counts: await Promise.all(rows) }
    }

    async function expectNoTrace<T>(act: () => Promise<T>): Promise<T> {
      const before = await state()
      const result = await act()
      expect(await state()).toEqual(before)
      return result
    }

    test('protocol 59: unlisting shows in registration, search and versions list at once, and so does relisting', async () => {
      await publish('Life.Listing', '1.0.0', '2.0.0')
      const published = (await entriesOf('Life.Listing')).at(-1)?.published
      expect((await unlist(server, secret, 'life.listing', '2.0')).status).toBe(200)
      const [, unlisted] = await entriesOf('Life.Listing')
      expect(unlisted).toMatchObject({ listed: false, published: '1900-01-01T00:00:00+00:00' })
      expect(await found('packageid:Life.Listing')).toMatchObject([
        { version: '1.0.0', versions: [{ version: '1.0.0' }] },
      ])
      expect((await read('/v3/flat/life.listing/index.json')).json.versions).toEqual(['1.0.0', '2.0.0'])
      expect((await relist(server, secret, 'Life.Listing', '2.0.0')).status).toBe(200)
      expect((await entriesOf('Life.Listing')).at(-1)).toMatchObject({ listed: true, published })
      expect(await found('packageid:Life.Listing')).toMatchObject([{ version: '2.0.0' }])
    })

    test('protocol 61: a deprecation shows in every hive, in search and on the page at once, and can be taken back', async () => {
      await publish('Life.Old', '1.0.0', '2.0.0')
      await publish('Life.New', '3.0.0')
      const body = {
        versions: ['1.0', '2.0.0'],
        isLegacy: true,
        hasCriticalBugs: true,
        alternatePackageId: 'life.new',
        alternatePackageVersion: '3.0',
        message: 'Use <b>Life.New</b>.',
      }
      expect(await deprecate('life.old', body)).toEqual([200, 'OK'])
      const expected = {
        reasons: ['Legacy', 'CriticalBugs'],
        message: 'Use <b>Life.New</b>.',
        alternatePackage: { id: 'Life.New', range: '[3.0.0, )' },
      }
      for (const hive of ['reg', 'reg-gz1', 'reg-gz2']) {
        expect((await entriesOf('Life.Old', hive)).map((entry) => entry.deprecation)).toEqual([expected, expected])
      }
      expect(await found('packageid:Life.Old')).toMatchObject([{ deprecation: expected }])
      const leaf = await leafOf('Life.Old')
      expect(leaf).toMatchObject({ deprecation: expected })
      const page = (await read('/packages/Life.Old/1.0.0')).text
      expect(page.includes('Use &lt;b&gt;Life.New&lt;/b&gt;.')).toBe(true)

      expect(await deprecate('Life.Old', 'versions=1.0.0&versions=2.0.0')).toEqual([200, 'OK'])
      expect((await entriesOf('Life.Old')).map((entry) => entry.deprecation)).toEqual([undefined, undefined])
      expect((await found('packageid:Life.Old'))[0]).not.toHaveProperty('deprecation')
      expect(await leafOf('Life.Old')).not.toHaveProperty('deprecation')
      expect((await read(new URL(String(leaf['@id'])).pathname)).json).toEqual(leaf) // what a mirror has read stays
    })

    test('a deprecation by form may unlist and relist, and recommends any version with *', async () => {
      await publish('Life.Form', '1.0.0')
      const form = 'versions[]=1.0.0&isOther=true&message=why&alternatePackageId=Life.New&listedVerb=Unlist'
      expect(await deprecate('Life.Form', form)).toEqual([200, 'OK'])
      expect(await entriesOf('Life.Form')).toMatchObject([
        { listed: false, deprecation: { reasons: ['Other'], message: 'why', alternatePackage: { range: '*' } } },
      ])
      const audit = await server.deps.db.read
        .selectFrom('audit')
        .select(['action', 'actor_name', 'version'])
        .where('package_id', '=', 'Life.Form')
        .orderBy('id')
        .execute()
      expect(audit.map((row) => row.action)).toEqual(['Create', 'Deprecate', 'Unlist'])
      expect(await deprecate('Life.Form', { versions: ['1.0.0'], listedVerb: 'relist' })).toEqual([200, 'OK'])
      expect(await entriesOf('Life.Form')).toMatchObject([{ listed: true }])
    })

    test.each([
      ['without a version', {}, 400, 'No version is named.'],
      ['for an unknown version', { versions: ['9.0.0'] }, 404, 'There is no version 9.0.0 of Life.Refuse.'],
      ['with reason other and no message', { versions: ['1.0.0'], isOther: true }, 400, 'needs a message'],
      ['with a long message', { versions: ['1.0.0'], isLegacy: true, message: 'x'.repeat(1001) }, 400, 'at most 1000'],
      [
        'for itself',
        { versions: ['1.0.0'], isLegacy: true, alternatePackageId: 'life.refuse' },
        400,
        'its own alternate',
      ],
      [
        'for an unknown alternate',
        { versions: ['1.0.0'], isLegacy: true, alternatePackageId: 'Life.Nothing' },
        400,
        'is not in this gallery',
      ],
      [
        'for an alternate version alone',
        { versions: ['1.0.0'], isLegacy: true, alternatePackageVersion: '1.0.0' },
        400,
        'needs an alternate package ID',
      ],
      ['with an unknown verb', { versions: ['1.0.0'], listedVerb: 'Burn' }, 400, 'Unchanged, Unlist or Relist'],
      ['with nonsense', '{', 400, 'neither a form nor JSON'],
    ])('a deprecation %s is refused with its sentence and changes nothing', async (_name, body, status, sentence) => {
      if ((await read('/v3/flat/life.refuse/index.json')).status === 404) await publish('Life.Refuse', '1.0.0')
      const headers: Record<string, string> = body === '{' ? { 'Content-Type': 'application/json' } : {}
      const [code, phrase] = await expectNoTrace(() => deprecate('Life.Refuse', body, headers))
      expect(code).toBe(status)
      expect(phrase).toContain(sentence)
    })

    test('protocol 41: deprecation and deletion want a key that may unlist', async () => {
      await publish('Life.Scope', '1.0.0')
      const pushOnly = await createKey(server, ann, { actions: ['push'] })
      const body = { versions: ['1.0.0'], isLegacy: true }
      const [status] = await expectNoTrace(() => deprecate('Life.Scope', body, { 'X-NuGet-ApiKey': pushOnly }))
      expect(status).toBe(403)
      expect((await expectNoTrace(() => remove('Life.Scope', '1.0.0', 'SoftDelete', pushOnly)))[0]).toBe(403)
      const bob = await createKey(server, await createUser(server))
      const foreign = await expectNoTrace(() => remove('Life.Scope', '1.0.0', 'SoftDelete', bob))
      expect(foreign[0]).toBe(403)
      expect(foreign[1]).toContain('belongs to other owners')
    })

    test('gallery 51: an owner deletes a young version: gone everywhere at once, never published again, owners are told', async () => {
      await publish('Life.Gone', '1.0.0', '2.0.0')
      expect(await remove('life.gone', '2.0', 'softdelete')).toEqual([200, 'OK'])
      expect((await entriesOf('Life.Gone')).map((entry) => entry.version)).toEqual(['1.0.0'])
      expect((await read('/v3/flat/life.gone/index.json')).json.versions).toEqual(['1.0.0'])
      expect((await read('/v3/flat/life.gone/2.0.0/life.gone.2.0.0.nupkg')).status).toBe(404)
      expect((await read('/v3/reg-gz2/life.gone/2.0.0.json')).status).toBe(404)
      expect(await found('packageid:Life.Gone')).toMatchObject([{ version: '1.0.0' }])
      const stub = await read('/packages/Life.Gone/2.0')
      expect([stub.status, stub.text.includes('This version was deleted')]).toEqual([410, true])

      const again = await expectNoTrace(() => push(server, secret, { id: 'Life.Gone', version: '2.0.0+other' }))
      expect([again.status, again.phrase]).toEqual([
        403,
        'Life.Gone 2.0.0 was deleted and cannot be published again: its ID and version stay taken. Push a higher version.',
      ])
      const mail = (await server.mails()).find(({ subject }) => subject.includes('Life.Gone: 2.0.0 deleted'))
      expect(mail?.to).toEqual(['ann@contoso.example'])
      expect(mail?.text).toContain('deleted by ann')
    })

    test('protocol 60: when the last version is deleted, the registration index and the versions list are 404', async () => {
      await publish('Life.Last', '1.0.0')
      expect((await remove('Life.Last', '1.0.0', 'SoftDelete'))[0]).toBe(200)
      for (const path of [
        '/v3/reg-gz2/life.last/index.json',
        '/v3/reg/life.last/index.json',
        '/v3/flat/life.last/index.json',
      ]) {
        expect((await read(path)).status).toBe(404)
      }
      expect(await found('packageid:Life.Last')).toEqual([])
    })

    test('owners may not delete later than the operator allows, and are told what to do', async () => {
      await publish('Life.Late', '1.0.0')
      server.clock.advance(73 * 3_600_000)
      const [status, phrase] = await expectNoTrace(() => remove('Life.Late', '1.0.0', 'SoftDelete'))
      expect(status).toBe(403)
      expect(phrase).toBe(
        'The version 1.0.0 was published more than 72 hours ago: only an administrator may delete it. Unlist it instead.',
      )
      const unknown = await expectNoTrace(() => remove('Life.Late', '1.0.0', 'Shred'))
      expect(unknown).toEqual([400, 'The type of a deletion is Unlist or SoftDelete. Send one of them, or none.'])
    })

    test('a soft deletion can be undone: the same bytes come back, unlisted', async () => {
      await publish('Life.Back', '1.0.0')
      const address = '/v3/flat/life.back/1.0.0/life.back.1.0.0.nupkg'
      const before = (await read(address)).text
      const deletion = { id: 'Life.Back', versions: ['1.0.0'], kind: 'soft', reason: null } as const
      expect(await deleteVersions(server.deps, { kind: 'administrator' }, deletion, operator)).toMatchObject({
        ok: true,
      })
      expect((await read(address)).status).toBe(404)
      const restored = await restoreVersion(server.deps, { id: 'life.back', version: '1.0' }, operator)
      expect(restored).toMatchObject({ ok: true, value: { id: 'Life.Back', versions: ['1.0.0'] } })
      expect((await read(address)).text).toBe(before)
      expect(await entriesOf('Life.Back')).toMatchObject([{ listed: false }])
    })

    test('a hard deletion removes the file after the commit, and nothing brings the version back', async () => {
      await publish('Life.Hard', '1.0.0')
      const { blob_key: blobKey } = await server.deps.db.read
        .selectFrom('versions')
        .select('blob_key')
        .where('package_id', '=', 'Life.Hard')
        .executeTakeFirstOrThrow()
      const deletion = { id: 'Life.Hard', versions: 'all', kind: 'hard', reason: 'Leaked a *password*' } as const
      await deleteVersions(server.deps, { kind: 'administrator' }, deletion, operator)
      await server.runJobs()
      expect(await server.deps.blobs.read(blobKey)).toBeNull()
      expect(await restoreVersion(server.deps, { id: 'Life.Hard', version: '1.0.0' }, operator)).toMatchObject({
        ok: false,
        error: { code: 'version-unknown' },
      })
      expect((await push(server, secret, { id: 'Life.Hard', version: '1.0.0' })).status).toBe(403)
      expect((await read('/packages/Life.Hard/1.0.0')).status).toBe(404)
      const options = { repair: false, olderThanMs: 0 }
      const report = await verify(server.deps, options)
      expect([report.problems, report.unreferenced]).toEqual([[], []])
      expect((await server.mails()).at(-1)?.text).toContain('Leaked a *password*')
    })

    test('protocol 44: a locked package takes no push, unlisting, relisting, deprecation or deletion from its owners', async () => {
      await publish('Life.Locked', '1.0.0')
      await lockPackage(server.deps, { id: 'life.locked', isLocked: true }, operator)
      const refusals = await expectNoTrace(async () => [
        await push(server, secret, { id: 'Life.Locked', version: '2.0.0' }),
        await unlist(server, secret, 'Life.Locked', '1.0.0'),
        await relist(server, secret, 'Life.Locked', '1.0.0'),
      ])
      for (const refused of refusals) {
        expect(refused).toMatchObject({ status: 403, phrase: expect.stringContaining('is locked') as string })
      }
      const body = { versions: ['1.0.0'], isLegacy: true }
      expect((await expectNoTrace(() => deprecate('Life.Locked', body)))[0]).toBe(403)
      expect((await expectNoTrace(() => remove('Life.Locked', '1.0.0', 'SoftDelete')))[0]).toBe(403)
      await lockPackage(server.deps, { id: 'Life.Locked', isLocked: false }, operator)
      expect((await deprecate('Life.Locked', body))[0]).toBe(200)
    })

    test('deleting and publishing the same version at once never leaves it both deleted and restorable', async () => {
      await publish('Life.Race', '1.0.0')
      const acts = Array.from({ length: 6 }, (_, i) =>
        i % 2 === 0
          ? remove('Life.Race', '1.0.0', 'SoftDelete').then(([status]) => status)
          : push(server, secret, { id: 'Life.Race', version: '1.0.0' }).then(({ status }) => status),
      )
      const statuses = await Promise.all(acts)
      expect(statuses.filter((status) => status === 201)).toEqual([])
      expect((await read('/v3/flat/life.race/index.json')).status).toBe(404)
      const rows = await server.deps.db.read
        .selectFrom('catalog_items')
        .select('kind')
        .where('package_id', '=', 'Life.Race')
        .execute()
      expect(rows.map((row) => row.kind)).toEqual(['details', 'delete'])
    })
  })
})
