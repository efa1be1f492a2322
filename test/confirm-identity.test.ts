import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putMember } from '../src/accounts/membership-store.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import { changeOrganization } from '../src/organizations/change-organization.ts'
import { createOrganization } from '../src/organizations/create-organization.ts'
import { codeOf, setUpAuthenticator } from './authenticator.ts'
import { canRunOn } from './databases.ts'
import { createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { findField, signIn, textOf, type Visitor } from './session.ts'

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
      const unlist = () => visitor.post(manage, { act: 'unlist', versions: '1.0.0' })
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
