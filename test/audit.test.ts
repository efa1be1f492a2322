import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { lockAccount } from '../src/accounts/lock-account.ts'
import { putMember } from '../src/accounts/membership-store.ts'
import { addOwner } from '../src/owners/add-owner.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('the audit log on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let ben: Account
    let root: Account
    let admin: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann', password })
      ben = await createUser(server, { name: 'ben' })
      root = await createUser(server, { name: 'root', admin: true })
      admin = await signIn(server, root)
      const key = await createKey(server, ann)
      expect((await push(server, key, { id: 'Audited.A', version: '1.0.0' })).status).toBe(201)
      await openVisitor(server).post('/users/account/SignIn', { identifier: 'ann', password: 'wrong' })
    })
    afterAll(() => server.close())

    async function json(visitor: Visitor, path: string): Promise<readonly Record<string, unknown>[]> {
      return JSON.parse((await visitor.get(path)).html) as Record<string, unknown>[]
    }
    const actionsOf = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row.action)

    test('people see what they did, what was done to them and to their packages, and nothing of others', async () => {
      const visitor = await signIn(server, ann)
      const text = textOf((await visitor.get('/account/activity')).html)
      expect(text).toContain('Version published')
      expect(text).toContain('Audited.A 1.0.0')
      expect(text).toContain('Sign-in failed: wrong password')
      const rows = await json(visitor, '/account/activity.json')
      expect(actionsOf(rows)).toEqual(['FailedLoginInvalidPassword', 'Create', 'AddCredential', 'Register'])
      expect(rows[1]).toMatchObject({ actor: 'ann', through: 'key', package: 'Audited.A', version: '1.0.0' })
      expect(await json(await signIn(server, ben), '/account/activity.json')).toMatchObject([{ action: 'Register' }])
    })

    test('administrators see everything, with filters; to others the page does not exist', async () => {
      const ask = async (query: string) => actionsOf(await json(admin, `/admin/audit.json?${query}`))
      expect(await ask('who=ANN')).toEqual(['Create'])
      expect(await ask('account=ann')).toEqual(['FailedLoginInvalidPassword', 'Create', 'AddCredential', 'Register'])
      expect(await ask('packageId=audited.a')).toEqual(['Create'])
      expect(await ask('action=AddCredential&through=command-line')).toEqual(['AddCredential'])
      const today = server.clock.now().toISOString().slice(0, 10)
      expect((await ask(`who=ann&since=${today}&until=${today}`)).length).toBe(1)
      expect(await ask('who=ann&until=2020-01-01')).toEqual([])
      for (const path of ['/admin/audit', '/admin/audit.csv', '/admin/audit.json']) {
        expect((await (await signIn(server, ben)).get(path)).status).toBe(404)
        expect((await openVisitor(server).get(path)).location).toContain('/users/account/LogOn')
      }
      expect((await openVisitor(server).get('/account/activity.json')).status).toBe(303)
    })

    test('whoever takes the whole log along is in it', async () => {
      await admin.get('/admin/audit.csv?who=ann')
      const [newest] = await json(admin, '/admin/audit.json?action=ExportAudit')
      expect(newest).toMatchObject({ actor: 'root', detail: { format: 'json', filter: { action: 'ExportAudit' } } })
    })

    test('exports are whole however long, and a formula in a name stays text', async () => {
      await server.deps.db.transaction(async (tx) => {
        for (let i = 0; i < 1100; i++) {
          await tx
            .insertInto('audit')
            .values({
              at: server.clock.now().getTime(),
              action: 'Test',
              actor_id: ben.id,
              actor_name: '=cmd|x',
              through: 'job',
              address: null,
              key_visible_id: null,
              account_id: null,
              package_id: null,
              version: null,
              detail: '{"name":"a\\"b"}',
            })
            .execute()
        }
      })
      const rows = await json(admin, '/admin/audit.json?action=Test')
      expect([rows.length, new Set(rows.map((row) => row.id)).size]).toEqual([1100, 1100])
      const csv = await admin.get('/admin/audit.csv?action=Test')
      expect(csv.headers.get('Content-Type')).toContain('text/csv')
      expect(csv.headers.get('Content-Disposition')).toMatch(/^attachment; filename="admin-audit-[\d-]+\.csv"$/)
      const lines = csv.html.trimEnd().split('\r\n')
      expect(lines.length).toBe(1101)
      expect(lines[1]).toMatch(/^\d+,[^,]+,Test,"'=cmd\|x",job,,,,,,,"\{""name"":""a\\""b""\}"$/)

      const first = await admin.get('/admin/audit?action=Test')
      const older = /href="(\/admin\/audit\?action=Test&amp;before=\d+)"/.exec(first.html)?.[1]
      const second = await admin.get((older ?? '').replace('&amp;', '&'))
      expect([first, second].map((page) => page.html.split('<tr>').length - 2)).toEqual([50, 50])
    })

    test('a question for a name does not tell which member acted behind an organization of others', async () => {
      const [gus, hal] = [await createUser(server, { name: 'gus' }), await createUser(server, { name: 'hal' })]
      const organization = await createOrganization(server, { name: 'Fabrikam', administrator: gus })
      await push(server, await createKey(server, gus, { owner: organization }), { id: 'Shared.A', version: '1.0.0' })
      const owner = { id: 'Shared.A', name: 'hal', message: null, handOverFrom: null }
      const operator = { account: null, through: 'command-line', address: null } as const
      await addOwner({ ...server.deps, search: null }, { kind: 'administrator' }, owner, operator)

      const seenBy = async (user: Account, who: string) =>
        (await json(await signIn(server, user), `/account/activity.json?who=${who}&action=Create`)).map(
          (row) => row.actor,
        )
      expect(await seenBy(hal, '')).toEqual(['Fabrikam'])
      expect(await seenBy(hal, 'gus')).toEqual([])
      expect(await seenBy(hal, 'FABRIKAM')).toEqual(['Fabrikam'])
      expect(await seenBy(gus, 'gus')).toEqual(['gus'])
      expect((await json(admin, '/admin/audit.json?who=gus&action=Create')).length).toBe(1)
    })

    test('an organization’s administrators see what was done for it; collaborators and strangers do not', async () => {
      const organization = await createUser(server, { name: 'contoso' })
      await server.deps.db.transaction(async (tx) => {
        await tx.updateTable('accounts').set({ kind: 'organization' }).where('id', '=', organization.id).execute()
        for (const [user, role] of [
          [ann, 'administrator'],
          [ben, 'collaborator'],
        ] as const) {
          await putMember(tx, { organizationId: organization.id, userId: user.id, role, addedAt: new Date() })
        }
      })
      await lockAccount(server.deps, 'contoso', { account: root, through: 'page', address: '198.51.100.9' })
      const path = '/organization/Contoso/activity'
      const seen = await json(await signIn(server, ann), `${path}.json`)
      expect(seen[0]).toMatchObject({ action: 'Lock', actor: 'root', address: null })
      expect((await (await signIn(server, ben)).get(path)).status).toBe(404)
      expect((await admin.get(path)).status).toBe(200)
    })

    test('lesson: evidence outlives a take-over and the deletion of the account', async () => {
      const victim = await createUser(server, { name: 'vera', password })
      const secret = await createKey(server, victim)
      await push(server, secret, { id: 'Vera.A' })
      const thief = await signIn(server, victim)
      const keyId = (
        await server.deps.db.read
          .selectFrom('api_keys')
          .select('id')
          .where('user_id', '=', victim.id)
          .executeTakeFirst()
      )?.id
      const from = '/account/apikeys'
      expect((await thief.post(`/account/apikeys/${keyId}/delete`, {}, { from })).status).toBe(303)
      const deleted = await deleteAccount(
        server.deps,
        'vera',
        { orphans: 'keep' },
        { account: victim, through: 'page', address: '192.0.2.66' },
      )
      expect(deleted.ok).toBe(true)
      const about = actionsOf(await json(admin, '/admin/audit.json?account=vera'))
      expect(about).toEqual(['Delete', 'RemoveCredential', 'Create', 'AddCredential', 'Register'])
      const by = await json(admin, '/admin/audit.json?who=Vera')
      expect(by[0]).toMatchObject({ action: 'Delete', actor: 'vera', address: '192.0.2.66', account: 'vera' })
      expect(actionsOf(by)).toContain('Create')
      const again = await openVisitor(server).post('/users/account/register', {
        name: 'Vera',
        email: 'v@contoso.example',
        password,
      })
      expect(again.status).toBe(400)
    })

    test('nothing posts to the log', async () => {
      for (const path of ['/admin/audit', '/account/activity', '/admin/audit.json']) {
        expect((await admin.post(path, {}, { from: '/admin/audit' })).status).toBe(404)
      }
    })
  })
})
