import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putMember } from '../src/accounts/membership-store.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import { changeOrganization } from '../src/organizations/change-organization.ts'
import { createOrganization } from '../src/organizations/create-organization.ts'
import { insertOwner } from '../src/packages/owner-store.ts'
import { codeOf, setUpAuthenticator } from './authenticator.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization as makeOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { findField, signIn, textOf, type Page, type Visitor } from './session.ts'

const minute = 60_000
const operator = { account: null, through: 'command-line', address: null } as const

describe.each(['sqlite', 'postgres'] as const)('proving who one is on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ database })
    })
    afterAll(() => server.close())

    async function makeKey(visitor: Visitor, fields: Record<string, string>) {
      const from = '/account/apikeys'
      const once = findField((await visitor.get(from)).html, 'once') ?? ''
      return visitor.post(from, { push: 'on', pushkind: 'push', globs: '*', lifetime: '30', once, ...fields }, { from })
    }

    test('within 15 minutes of signing in or confirming, widening a key asks for nothing; later for a proof', async () => {
      const user = await createUser(server, { name: 'ann', password })
      const visitor = await signIn(server, user)
      await makeKey(visitor, { name: 'ci', owner: user.name, globs: 'Contoso.*' })
      const edit = /\/account\/apikeys\/\d+\/edit/.exec((await visitor.get('/account/apikeys')).html)?.[0] ?? ''
      const widen = (globs: string, typed = '') =>
        visitor.post(edit, { name: 'ci', push: 'on', pushkind: 'push', globs, lifetime: 'keep', password: typed })
      expect((await visitor.get(edit)).html).not.toContain('name="password"')
      expect((await widen('Contoso.*\nFabrikam.*')).status).toBe(303)

      server.clock.advance(15 * minute)
      expect((await visitor.get(edit)).html).toContain('name="password"')
      expect((await widen('*')).status).toBe(400)
      expect((await widen('*', 'wrong')).status).toBe(400)
      expect((await widen('*', password)).status).toBe(303)
      expect((await widen('Contoso.*')).status).toBe(303) // narrowing never asks
      expect((await widen('*')).status).toBe(400) // a password in the form counts for that form

      await visitor.post('/account/ConfirmIdentity', { password, returnUrl: edit })
      expect((await widen('*')).status).toBe(303)
    })

    test('a new address and the deletion of the account ask in the same way, and take a code as well', async () => {
      const user = await createUser(server, { name: 'ben', password })
      const visitor = await signIn(server, user)
      const { secret } = await setUpAuthenticator(server, visitor)
      server.clock.advance(15 * minute)
      const other = `/account/ConfirmIdentity?returnUrl=${encodeURIComponent('/account/delete')}`
      expect((await visitor.get('/account/delete')).html).toContain(other)
      const change = () => visitor.post('/account/ChangeEmail', { email: 'b2@contoso.example' }, { from: '/account' })
      expect([(await change()).status, (await visitor.post('/account/delete', {})).status]).toEqual([400, 400])

      const confirmed = await visitor.post(other, { code: codeOf(server, secret), returnUrl: '/account/delete' })
      expect(confirmed.location).toBe('/account/delete')
      expect((await change()).location).toBe('/account?open=email')
      expect((await visitor.post('/account/delete', {})).location).toBe('/')
      expect((await findAccountByName(server.deps.db.read, 'ben'))?.deletedAt).not.toBeNull()
      for (const table of ['authenticators', 'recovery_codes', 'second_steps'] as const) {
        const rows = server.deps.db.read.selectFrom(table).select('account_id').where('account_id', '=', user.id)
        expect(await rows.execute()).toEqual([])
      }
    })

    /** The page that asks who sits there, and what it sends along. */
    function carriedBy(page: Page): Record<string, string> {
      expect([page.status, textOf(page.html)]).toEqual([403, expect.stringContaining('Confirm that it is you')])
      return fieldsOf(page)
    }

    function fieldsOf({ html }: Page): Record<string, string> {
      const form = html.split('<form').find((part) => part.includes('name="password"'))
      const tags = form?.match(/<input type="hidden"[^>]*>/g) ?? []
      const names = tags.map((tag) => /name="([^"]*)"/.exec(tag)?.[1] ?? '')
      return Object.fromEntries(names.map((name) => [name, findField(tags.join(''), name) ?? '']))
    }

    test('ownership acts and deletions ask after 15 minutes, and the confirmed form does what was typed', async () => {
      const [dora, root] = [
        await createUser(server, { name: 'dora', password }),
        await createUser(server, { name: 'dora-root', password, admin: true }),
      ]
      const [emil, fred] = [await createUser(server, { name: 'emil' }), await createUser(server, { name: 'fred' })]
      const key = await createKey(server, dora)
      for (const version of ['1.0.0', '2.0.0', '3.0.0']) await push(server, key, { id: 'Dora.Core', version })
      await makeOrganization(server, { name: 'dora-org', administrator: dora, collaborators: [emil] })
      await server.deps.db.transaction(async (tx) => {
        const { id } = await tx
          .selectFrom('packages')
          .select('id')
          .where('lower_id', '=', 'dora.core')
          .executeTakeFirstOrThrow()
        await insertOwner(tx, id, fred.id, server.clock.now())
      })
      const users = { dora: await signIn(server, dora), root: await signIn(server, root) }
      const state = async () =>
        JSON.stringify([
          await server.deps.db.read.selectFrom('ownership_requests').selectAll().execute(),
          await server.deps.db.read.selectFrom('package_owners').selectAll().execute(),
          await server.deps.db.read.selectFrom('versions').select(['id', 'deleted_at']).orderBy('id').execute(),
          await server.deps.db.read.selectFrom('memberships').selectAll().execute(),
          await server.deps.db.read.selectFrom('invitations').selectAll().execute(),
          await server.deps.db.read
            .selectFrom('accounts')
            .select(['id', 'is_admin', 'deleted_at'])
            .orderBy('id')
            .execute(),
        ])
      const owners = '/packages/Dora.Core/owners'
      const organization = '/organization/dora-org'
      const acts: readonly [who: 'dora' | 'root', path: string, from: string, fields: Record<string, string>][] = [
        ['dora', `${owners}/add`, owners, { name: 'emil', message: 'Line one,\r\n"two" <three>', handOverFrom: '' }],
        ['dora', `${owners}/fred/remove`, `${owners}/fred/remove`, {}],
        ['dora', '/packages/Dora.Core/3.0.0/delete', owners, { confirm: '3.0.0', reason: 'a mistake' }],
        ['dora', `${organization}/members/update`, organization, { username: 'emil', role: 'administrator' }],
        ['dora', `${organization}/members/add`, organization, { username: 'fred', role: 'administrator' }],
        [
          'root',
          '/admin/packages/dora.core',
          '/admin/packages/dora.core',
          { act: 'delete', versions: '2.0.0', kind: 'soft' },
        ],
        ['root', '/admin/users/fred', '/account', { act: 'make-admin' }],
      ]
      for (const [who, path, from, fields] of acts) {
        server.clock.advance(15 * minute)
        const before = await state()
        const visitor = users[who]
        const carried = carriedBy(await visitor.post(path, fields, { from }))
        const { confirming, form_token, ...typed } = carried
        expect([confirming, typed]).toEqual(['/', fields])
        const wrong = await visitor.post(path, { ...carried, password: 'wrong' })
        // The token is under another mask in every page.
        expect([wrong.status, fieldsOf(wrong)]).toEqual([400, { ...carried, form_token: expect.any(String) }])
        expect([path, await state()]).toEqual([path, before])
        const done = await visitor.post(path, { ...carried, password })
        expect([path, done.status]).toEqual([path, 303])
        expect(await state()).not.toBe(before)
        expect(form_token).toBeTruthy()
      }
      const [request] = await server.deps.db.read.selectFrom('ownership_requests').selectAll().execute()
      expect(request?.message).toBe('Line one,\n"two" <three>')
      // What is not dangerous does not ask.
      server.clock.advance(15 * minute)
      const demote = { username: 'emil', role: 'collaborator' }
      expect((await users.dora.post(`${organization}/members/update`, demote, { from: organization })).status).toBe(303)
    })

    test('a package is handed over after a code, too, which counts once', async () => {
      const [gina, hugo] = [
        await createUser(server, { name: 'gina', password }),
        await createUser(server, { name: 'hugo' }),
      ]
      await push(server, await createKey(server, gina), { id: 'Gina.Core' })
      const visitor = await signIn(server, gina)
      const { secret } = await setUpAuthenticator(server, visitor)
      server.clock.advance(15 * minute)
      const path = '/packages/Gina.Core/owners/add'
      const fields = { name: hugo.name, message: '', handOverFrom: gina.name }
      const carried = carriedBy(await visitor.post(path, fields, { from: '/packages/Gina.Core/owners' }))
      const code = codeOf(server, secret)
      const foreign = { headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } }
      expect((await visitor.post(path, { ...carried, code }, foreign)).status).toBe(400)
      expect((await visitor.post(path, { ...carried, code: '000000' })).status).toBe(400)
      expect((await visitor.post(path, { ...carried, code })).location).toMatch(/Gina.Core\/Manage/)
      const requests = server.deps.db.read
        .selectFrom('ownership_requests')
        .selectAll()
        .where('account_id', '=', hugo.id)
      expect(await requests.execute()).toMatchObject([{ hands_over: 1 }])
      server.clock.advance(15 * minute)
      const again = carriedBy(await visitor.post(path, fields, { from: '/packages/Gina.Core/owners' }))
      expect((await visitor.post(path, { ...again, code })).status).toBe(400)
    })

    test('an organization that asks for two factors refuses members without, and lets them at once when they have', async () => {
      const [boss, cat] = [await createUser(server), await createUser(server, { name: 'cat', password })]
      const fields = { name: 'contoso', email: 'team@contoso.example', administrator: boss.name }
      const contoso = await createOrganization(server.deps, fields, operator)
      if (!contoso.ok) throw new Error('no organization')
      const member = { organizationId: contoso.value.id, userId: cat.id, role: 'collaborator' } as const
      await server.deps.db.transaction((tx) => putMember(tx, { ...member, addedAt: server.clock.now() }))
      const visitor = await signIn(server, cat)
      const made = await makeKey(visitor, { name: 'ci', owner: 'contoso' })
      const secret = /data-text="([^"]{30,})"/.exec(made.html)?.[1] ?? ''
      expect((await push(server, secret, { id: 'Contoso.Strict', version: '1.0.0' })).status).toBe(201)

      await changeOrganization(server.deps, 'contoso', { requiresTwoFactor: true }, operator)
      const refused = await push(server, secret, { id: 'Contoso.Strict', version: '1.0.1' })
      expect([refused.status, refused.phrase]).toEqual([403, expect.stringContaining('two-factor sign-in')])
      const another = await makeKey(visitor, { name: 'new', owner: 'contoso' })
      expect([another.status, textOf(another.html)]).toEqual([
        400,
        expect.stringContaining('asks its members for two-'),
      ])
      const manage = '/packages/Contoso.Strict/Manage'
      const unlist = () => visitor.post(manage, { act: 'unlist', versions: '1.0.0', confirmed: '1' })
      const page = await unlist()
      expect([page.status, textOf(page.html)]).toEqual([
        400,
        expect.stringContaining('asks its members for two-factor'),
      ])

      await setUpAuthenticator(server, visitor)
      expect((await unlist()).location).toBe(manage)
      expect((await push(server, secret, { id: 'Contoso.Strict', version: '1.0.1' })).status).toBe(201)
      expect((await makeKey(visitor, { name: 'new', owner: 'contoso' })).status).toBe(200)
    })
  })
})
