import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { deleteVersions } from '../src/publish/delete-versions.ts'
import { verify } from '../src/verify/verify.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Page, type Visitor } from './session.ts'
import { readTables } from './tables.ts'

const operator = { account: null, through: 'command-line', address: null } as const

describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('sponsor links, on %s', (database) => {
  let server: TestServer
  let ann: Account
  let visitor: Visitor
  let secret: string

  beforeAll(async () => {
    server = await startTestServer({ database, settings: { LODE_SPONSOR_SITES: 'github.com/sponsors afdian.com' } })
    ann = await createUser(server, { name: 'ann', password })
    visitor = await signIn(server, ann)
    secret = await createKey(server, ann)
    await push(server, secret, { id: 'Sponsor.Me' })
  })
  afterAll(() => server.close())

  const change = (id: string, act: 'add' | 'remove', url: string, by = visitor): Promise<Page> =>
    by.post(`/packages/${id}/sponsors/${act}`, { url }, { from: '/packages' })
  const page = (id: string, headers = {}) => openVisitor(server).get(`/packages/${id}`, headers)
  const links = () => server.deps.db.read.selectFrom('sponsor_links').select('url').orderBy('url').execute()

  test('stand on the page of the package until they are removed, and the log has both', async () => {
    const added = await change('Sponsor.Me', 'add', 'https://github.com/sponsors/ann?from=here')
    expect([added.status, added.location]).toEqual([303, '/packages/Sponsor.Me/Manage#sponsors'])
    const { html } = await page('Sponsor.Me')
    expect(html).toMatch(
      /<a class="sponsor-link" href="https:\/\/github\.com\/sponsors\/ann" rel="nofollow noopener noreferrer external ugc">github\.com\/sponsors\/ann<\/a>/,
    )
    expect(textOf(html)).toContain('Support the makers')
    expect(textOf((await page('Sponsor.Me', { 'Accept-Language': 'zh-CN' })).html)).toContain('支持作者')
    expect(textOf((await visitor.get('/packages/Sponsor.Me/Manage')).html)).toContain('github.com/sponsors/ann')
    const removed = await change('Sponsor.Me', 'remove', 'https://github.com/sponsors/ann')
    expect(removed.status).toBe(303)
    expect((await page('Sponsor.Me')).html).not.toContain('sponsors/ann')
    const entries = await server.deps.db.read
      .selectFrom('audit')
      .select(['action', 'actor_name', 'detail'])
      .where('package_id', '=', 'Sponsor.Me')
      .where('action', 'like', '%SponsorshipUrl')
      .orderBy('id')
      .execute()
    const detail = JSON.stringify({ url: 'https://github.com/sponsors/ann' })
    expect(entries).toEqual([
      { action: 'AddSponsorshipUrl', actor_name: 'ann', detail },
      { action: 'RemoveSponsorshipUrl', actor_name: 'ann', detail },
    ])
  })

  test.each([
    ['http://github.com/sponsors/ann', 'This is not an address that begins with https.'],
    ['javascript:alert(1)', 'This is not an address that begins with https.'],
    ['https://patreon.com/ann', 'one of the sites that this gallery takes: github.com/sponsors, afdian.com'],
    [`https://afdian.com/${'a'.repeat(2048)}`, 'more than 2048 characters'],
  ])('to %.40s are refused beside the field, with what was typed', async (url, sentence) => {
    const before = await readTables(server)
    const refused = await change('Sponsor.Me', 'add', url)
    expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining(sentence)])
    expect(refused.html).toMatch(/<input[^>]*type="url"[^>]*aria-invalid="true"/)
    expect(refused.html).toContain(`value="${url}"`)
    expect(await readTables(server)).toEqual(before)
  })

  test('are ten at most, each once, also for requests at the same moment; one that is gone is not removed twice', async () => {
    await push(server, secret, { id: 'Sponsor.Many' })
    const url = (n: number) => `https://afdian.com/a/${n}`
    const all = await Promise.all(Array.from({ length: 12 }, (_, n) => change('Sponsor.Many', 'add', url(n))))
    expect(all.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(303), 400, 400])
    const full = all.find(({ status }) => status === 400)
    expect(textOf(full?.html ?? '')).toContain('A package has at most 10 sponsor links. Remove one first.')
    const [first] = await links()
    const again = await change('Sponsor.Many', 'add', first?.url ?? '')
    expect(textOf(again.html)).toContain('The page shows this link already.')
    expect((await change('Sponsor.Many', 'remove', first?.url ?? '')).status).toBe(303)
    const gone = await change('Sponsor.Many', 'remove', first?.url ?? '')
    expect([gone.status, textOf(gone.html)]).toEqual([400, expect.stringContaining('This link was removed already.')])
  })

  test('are changed by whoever may change the owners: no stranger, no collaborator', async () => {
    const [boss, ben] = [await createUser(server, { name: 'boss' }), await createUser(server, { name: 'ben' })]
    const acme = await createOrganization(server, { name: 'acme', administrator: boss, collaborators: [ben] })
    await push(server, await createKey(server, boss, { owner: acme }), { id: 'Sponsor.Acme' })
    const others = [await signIn(server, ben), await signIn(server, ann)]
    const before = await readTables(server)
    for (const own of others) {
      const refused = await change('Sponsor.Acme', 'add', 'https://afdian.com/a/1', own)
      expect([refused.status, textOf(refused.html)]).toEqual([
        403,
        expect.stringContaining('You may not change the sponsor links of Sponsor.Acme.'),
      ])
      expect((await own.get('/packages/Sponsor.Acme/sponsors')).status).toBe(403)
    }
    expect(await readTables(server)).toEqual(before)
    const manage = await (await signIn(server, ben)).get('/packages/Sponsor.Acme/Manage')
    expect(manage.html).not.toContain('/sponsors/add') // a collaborator manages versions, and does not see the form
    expect((await change('Sponsor.Acme', 'add', 'https://afdian.com/a/1', await signIn(server, boss))).status).toBe(303)
  })

  test('want to know who sits there when the last proof is old, because they are about money', async () => {
    const own = await signIn(server, ann)
    server.clock.advance(16 * 60_000)
    const asked = await change('Sponsor.Me', 'add', 'https://afdian.com/a/late', own)
    expect([asked.status, textOf(asked.html)]).toEqual([403, expect.stringContaining('Confirm that it is you')])
    expect((await links()).map(({ url }) => url)).not.toContain('https://afdian.com/a/late')
  })

  test('go with the last version of the package, and with the account of its last owner', async () => {
    const eve = await createUser(server)
    const hers = await createKey(server, eve)
    for (const id of ['Sponsor.Gone', 'Sponsor.Orphan']) {
      await push(server, hers, { id })
      expect((await change(id, 'add', `https://afdian.com/${id}`, await signIn(server, eve))).status).toBe(303)
    }
    const deletion = { id: 'Sponsor.Gone', versions: 'all', kind: 'soft', reason: null } as const
    await deleteVersions({ ...server.deps, search: null }, { kind: 'administrator' }, deletion, operator)
    expect((await deleteAccount(server.deps, eve.name, { orphans: 'keep' }, operator)).ok).toBe(true)
    expect((await links()).filter(({ url }) => /Gone|Orphan/.test(url))).toEqual([])
    const { problems } = await verify(server.deps, { repair: false, olderThanMs: 0 })
    expect(problems).toEqual([])
  })

  test('that lost their package are named by lode verify', async () => {
    const { db } = server.deps
    const pkg = await db.read
      .selectFrom('packages')
      .select('id')
      .where('lower_id', '=', 'sponsor.gone')
      .executeTakeFirstOrThrow()
    const row = { package_key: pkg.id, url: 'https://afdian.com/left', added_at: 0 }
    await db.transaction((tx) => tx.insertInto('sponsor_links').values(row).execute())
    const { problems } = await verify(server.deps, { repair: false, olderThanMs: 0 })
    expect(problems).toMatchObject([{ code: 'sponsor-dangling', subject: 'Sponsor.Gone' }])
    await db.transaction((tx) => tx.deleteFrom('sponsor_links').where('url', '=', row.url).execute())
  })
})

test('where the operator named no site there is no form, and what was added is not shown', async () => {
  const server = await startTestServer({ settings: { LODE_SPONSOR_SITES: 'none' } })
  const ann = await createUser(server)
  await push(server, await createKey(server, ann), { id: 'Sponsor.None' })
  const pkg = await server.deps.db.read.selectFrom('packages').select('id').executeTakeFirstOrThrow()
  const row = { package_key: pkg.id, url: 'https://github.com/sponsors/ann', added_at: 0 }
  await server.deps.db.transaction((tx) => tx.insertInto('sponsor_links').values(row).execute())
  expect((await openVisitor(server).get('/packages/Sponsor.None')).html).not.toContain('sponsors/ann')
  const manage = textOf((await (await signIn(server, ann)).get('/packages/Sponsor.None/sponsors')).html)
  expect(manage).toContain('not shown: the site is not on the list any more')
  expect(manage).toContain('This gallery takes no sponsor links')
  await server.close()
})
