import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { findRole, listMembers } from '../src/accounts/membership-store.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import { listKeysOfUser } from '../src/keys/store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, joinOrganization, password } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, textOf, type Page, type Visitor } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('organizations on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    const seen = (page: Page) => ({ status: page.status, text: textOf(page.html) })
    const shows = (text: string) => ({ status: 200, text: expect.stringContaining(text) as string })
    const refuses = (status: number, text: string) => ({ status, text: expect.stringContaining(text) as string })

    beforeAll(async () => {
      server = await startTestServer({ database, smtp: true })
    })
    afterAll(() => server.close())

    async function people<const N extends string>(...names: readonly N[]) {
      const made = {} as Record<N, { account: Account; visitor: Visitor }>
      for (const name of names) {
        const account = await createUser(server, { name, password: name.startsWith('boss') ? password : undefined })
        made[name] = { account, visitor: await signIn(server, account) }
      }
      return made
    }

    async function linkTo(recipient: string): Promise<string> {
      const mail = (await server.mails()).filter(({ to }) => to.includes(recipient)).at(-1)
      const link = /https?:\/\/\S+\/organization\/\S+/.exec(mail?.text ?? '')?.[0]
      if (link === undefined) throw new Error('no mail with a link')
      return new URL(link).pathname
    }

    test('gallery 57: made, confirmed by mail, a collaborator invited who publishes and changes nothing else', async () => {
      const { boss57, col57 } = await people('boss57', 'col57')
      const boss = boss57.visitor
      const add = '/account/organizations/add'
      const wrong = await boss.post(add, { name: 'boss57', email: 'nothing' })
      expect(seen(wrong)).toEqual(refuses(400, 'The name boss57 is taken.'))
      expect(seen(wrong).text).toContain('not a plain e-mail address')
      const fields = { name: 'Org57', email: 'org57@contoso.example' }
      const made = await boss.post(add, fields)
      expect([made.status, made.location]).toEqual([303, '/organization/Org57'])
      expect(seen(await boss.get('/organization/org57'))).toEqual(shows('org57@contoso.example is not confirmed yet'))
      const early = await boss.post(
        '/organization/Org57/members/add',
        { username: 'col57', role: 'collaborator' },
        { from: '/organization/Org57' },
      )
      expect(seen(early)).toEqual(refuses(400, 'Confirm it before you invite anybody.'))

      const link = await linkTo('org57@contoso.example')
      expect((await col57.visitor.get(link)).status).toBe(404)
      expect(seen(await boss.get(link))).toEqual(shows('Is org57@contoso.example the address'))
      expect((await findAccountByName(server.deps.db.read, 'org57'))?.email).toBeNull()
      expect((await boss.post(link, {})).location).toBe('/organization/Org57')
      const org = await findAccountByName(server.deps.db.read, 'org57')
      if (!org) throw new Error('no organization')
      expect(org.email).toBe('org57@contoso.example')

      const invite = (username: string, role: string) =>
        boss.post('/organization/Org57/members/add', { username, role }, { from: '/organization/Org57' })
      expect(seen(await invite('col57@contoso.example', 'collaborator'))).toEqual(refuses(400, 'not an e-mail address'))
      expect((await invite('col57', 'collaborator')).status).toBe(303)
      expect(seen(await boss.get('/organization/Org57')).text).toContain('col57 invited')
      const mail = (await server.mails()).filter(({ to }) => to.includes('col57@contoso.example')).at(-1)
      expect(mail?.text).toMatch(/boss57 asks you, col57, to join the organization Org57 as collaborator/)
      expect(mail?.text).toContain(`${server.url}/account/Organizations`)
      expect(seen(await col57.visitor.get('/account/organizations')).text).toMatch(/Org57 invites you as collaborator/)
      for (const path of ['/organization/Org57/members/confirm', '/organization/Org57/members/confirm/abc']) {
        expect((await col57.visitor.get(path)).location).toBe('/account/Organizations')
      }
      expect(await findRole(server.deps.db.read, org.id, col57.account.id)).toBeNull()
      const from = { from: '/account/organizations' }
      expect((await col57.visitor.post('/organization/Org57/members/confirm', {}, from)).status).toBe(303)
      expect(await findRole(server.deps.db.read, org.id, col57.account.id)).toBe('collaborator')

      const key = await createKey(server, col57.account, { owner: org })
      expect((await push(server, key, { id: 'Org57.Core', version: '1.0.0' })).status).toBe(201)
      expect((await unlist(server, key, 'Org57.Core', '1.0.0')).status).toBe(200)
      const inside = await col57.visitor.get('/organization/Org57')
      expect(seen(inside)).toEqual(shows('Only administrators of the organization can change something here.'))
      expect(inside.html).not.toMatch(/members\/(add|update|cancel)|ChangeEmail|DeleteRequest|keys\/\d+\/revoke/)
      const before = await server.deps.db.read.selectFrom('audit').select('id').execute()
      for (const [path, form] of [
        ['members/add', { username: 'boss57', role: 'administrator' }],
        ['members/update', { username: 'col57', role: 'administrator' }],
        ['members/delete', { username: 'boss57' }],
        ['members/cancel', { username: 'col57' }],
        ['subscription/change', {}],
        ['rules', { maxKeyDays: '1' }],
        ['CancelChangeEmail', {}],
        ['ResendConfirmation', {}],
      ] as const) {
        const answer = await col57.visitor.post(`/organization/Org57/${path}`, form, { from: '/organization/Org57' })
        expect(seen(answer)).toEqual(refuses(403, 'Only administrators of Org57 can do this.'))
      }
      expect(await server.deps.db.read.selectFrom('audit').select('id').execute()).toEqual(before)
    })

    test('gallery 58: the last administrator stays; a collaborator leaves; who is removed stops publishing at once', async () => {
      const { boss58, col58, two58 } = await people('boss58', 'col58', 'two58')
      const org = await createOrganization(server, {
        name: 'Org58',
        administrator: boss58.account,
        administrators: [two58.account],
        collaborators: [col58.account],
      })
      const key = await createKey(server, two58.account, { owner: org })
      expect((await push(server, key, { id: 'Org58.Core', version: '1.0.0' })).status).toBe(201)
      const post = (visitor: Visitor, path: string, form: Record<string, string>) =>
        visitor.post(`/organization/Org58/${path}`, form, { from: '/organization/Org58' })
      const ask = await boss58.visitor.get('/organization/Org58/members/delete?username=two58')
      expect(seen(ask)).toEqual(shows('The keys of two58 stop acting for Org58 at once.'))
      expect((await post(boss58.visitor, 'members/delete', { username: 'two58' })).status).toBe(303)
      const died = await push(server, key, { id: 'Org58.Core', version: '1.1.0' })
      expect([died.status, died.phrase]).toEqual([403, expect.stringContaining('may no longer act for Org58')])
      expect((await two58.visitor.get('/organization/Org58')).status).toBe(404)

      const last = 'This is the last administrator of Org58.'
      expect(seen(await post(boss58.visitor, 'members/delete', { username: 'BOSS58' }))).toEqual(refuses(400, last))
      const demoted = await post(boss58.visitor, 'members/update', { username: 'boss58', role: 'collaborator' })
      expect(seen(demoted)).toEqual(refuses(400, last))
      const leave = await col58.visitor.get('/organization/Org58/members/delete?username=col58')
      expect(seen(leave)).toEqual(shows('Only an administrator can bring you back.'))
      expect((await post(col58.visitor, 'members/delete', { username: 'col58' })).location).toBe(
        '/account/Organizations',
      )
      expect((await listMembers(server.deps.db.read, org.id)).map(({ user }) => user.name)).toEqual(['boss58'])
    })

    test('somebody else cannot answer an invitation, see the organization, or act by a GET', async () => {
      const { bossA, inv, eve } = await people('bossA', 'inv', 'eve')
      const org = await createOrganization(server, { name: 'OrgA', administrator: bossA.account })
      await bossA.visitor.post(
        '/organization/OrgA/members/add',
        { username: 'inv', role: 'administrator' },
        { from: '/organization/OrgA' },
      )
      const from = { from: '/account/organizations' }
      for (const path of ['confirm', 'reject']) await eve.visitor.post(`/organization/OrgA/members/${path}`, {}, from)
      expect((await eve.visitor.get('/organization/OrgA')).status).toBe(404)
      expect((await eve.visitor.get('/organization/NoSuchOrg')).status).toBe(404)
      const posts = ['members/add', 'members/update', 'members/delete', 'members/cancel', 'rules', 'ChangeEmail']
      for (const path of posts) {
        const answer = await eve.visitor.post(
          `/organization/OrgA/${path}`,
          { username: 'bossA', role: 'collaborator', email: 'e@contoso.example', currentPassword: 'x' },
          from,
        )
        expect([path, answer.status]).toEqual([path, 404])
      }
      const acts = ['members/add', 'members/update', 'members/cancel', 'rules', 'subscription/change', 'ChangeEmail']
      for (const path of acts) expect((await bossA.visitor.get(`/organization/OrgA/${path}`)).status).toBe(404)
      const untrue = await inv.visitor.post('/organization/OrgA/members/confirm', { form_token: 'x' })
      expect(untrue.status).toBe(400)
      const members = await listMembers(server.deps.db.read, org.id)
      expect(members.map(({ user, role }) => `${user.name} ${role}`)).toEqual(['bossA administrator'])
      expect((await inv.visitor.post('/organization/OrgA/members/reject', {}, from)).status).toBe(303)
      expect((await inv.visitor.post('/organization/OrgA/members/confirm', {}, from)).status).toBe(303)
      expect(await findRole(server.deps.db.read, org.id, inv.account.id)).toBeNull()
    })

    test('administrators see every key that acts for the organization and revoke it; nobody else does', async () => {
      const { bossK, colK } = await people('bossK', 'colK')
      const root = await signIn(server, await createUser(server, { name: 'rootK', admin: true }))
      const org = await createOrganization(server, {
        name: 'OrgK',
        administrator: bossK.account,
        collaborators: [colK.account],
      })
      const secret = await createKey(server, colK.account, { owner: org, globs: ['OrgK.*'] })
      await createKey(server, colK.account, { globs: ['Own.*'] })
      const keys = await listKeysOfUser(server.deps.db.read, colK.account.id)
      const [ofOrg, own] = [keys.find((key) => key.ownerId === org.id), keys.find((key) => key.ownerId !== org.id)]
      expect((await push(server, secret, { id: 'OrgK.Core', version: '1.0.0' })).status).toBe(201)

      const page = seen(await bossK.visitor.get('/organization/OrgK')).text
      expect(page).toMatch(new RegExp(`${ofOrg?.name} made by colK · push new packages .* OrgK\\.\\*`))
      expect(page).not.toContain('Own.*')
      expect(seen(await colK.visitor.get('/organization/OrgK')).text).not.toContain('made by colK')
      expect(seen(await root.get('/organization/OrgK')).text).toContain('made by colK')

      const revoke = (visitor: Visitor, id: number | undefined) =>
        visitor.post(`/organization/OrgK/keys/${id}/revoke`, {}, { from: '/account/organizations' })
      expect((await revoke(colK.visitor, ofOrg?.id)).status).toBe(403)
      expect((await revoke(bossK.visitor, own?.id)).status).toBe(404)
      expect((await bossK.visitor.get(`/organization/OrgK/keys/${own?.id}/revoke`)).status).toBe(404)
      expect((await push(server, secret, { id: 'OrgK.Core', version: '1.1.0' })).status).toBe(201)
      expect(seen(await bossK.visitor.get(`/organization/OrgK/keys/${ofOrg?.id}/revoke`))).toEqual(
        shows('colK is told by e-mail'),
      )
      expect((await revoke(bossK.visitor, ofOrg?.id)).status).toBe(303)
      const refused = await push(server, secret, { id: 'OrgK.Core', version: '1.2.0' })
      expect([refused.status, refused.phrase]).toEqual([403, expect.stringContaining('was revoked')])
      const mail = (await server.mails()).filter(({ to }) => to.includes('colk@contoso.example')).at(-1)
      expect(mail?.text).toMatch(/An administrator of OrgK .*revoked the API key/s)
      const audit = await server.deps.db.read.selectFrom('audit').selectAll().orderBy('id', 'desc').executeTakeFirst()
      expect(audit).toMatchObject({ action: 'RevokeCredential', actor_name: 'bossK', account_id: colK.account.id })
    })

    test('address, mails and rules are changed by administrators; the password is asked for the address', async () => {
      const { bossS } = await people('bossS')
      const org = await createOrganization(server, { name: 'OrgS', administrator: bossS.account })
      const post = (path: string, form: Record<string, string>) =>
        bossS.visitor.post(`/organization/OrgS/${path}`, form, { from: '/organization/OrgS' })
      const find = () => findAccountByName(server.deps.db.read, 'OrgS')
      const change = { email: 'new@contoso.example', currentPassword: 'wrong' }
      server.clock.advance(16 * 60_000) // the sign-in is no recent proof any more
      expect(seen(await post('ChangeEmail', change))).toEqual(refuses(400, 'This is not your current password.'))
      const taken = { email: 'bosss@contoso.example', currentPassword: password }
      expect(seen(await post('ChangeEmail', taken))).toEqual(refuses(400, 'Another account uses this address.'))
      expect((await post('ChangeEmail', { ...change, currentPassword: password })).status).toBe(303)
      expect(await find()).toMatchObject({ email: org.email, unconfirmedEmail: 'new@contoso.example' })
      const link = await linkTo('new@contoso.example')
      expect((await post('CancelChangeEmail', {})).status).toBe(303)
      expect((await bossS.visitor.get(link)).status).toBe(404)
      await post('ChangeEmail', { ...change, currentPassword: password })
      expect((await bossS.visitor.post(await linkTo('new@contoso.example'), {})).status).toBe(303)
      expect(await find()).toMatchObject({ email: 'new@contoso.example', unconfirmedEmail: null })
      const notice = (await server.mails()).filter(({ to }) => to.includes('orgs@contoso.example')).at(-1)
      expect(notice?.subject).toContain('Your e-mail address was changed')

      expect((await post('subscription/change', { notifyPush: 'yes' })).status).toBe(303)
      expect(seen(await post('rules', { maxKeyDays: '500' }))).toEqual(refuses(400, 'from 1 to 365'))
      expect((await post('rules', { maxKeyDays: '30' })).status).toBe(303)
      expect(seen(await post('rules', { requiresTwoFactor: 'yes' }))).toEqual(refuses(400, 'your own account first'))
      expect(await find()).toMatchObject({ contactAllowed: false, notifyPush: true, maxKeyDays: 30 })
    })

    test('deleted with the password, and the name is never given out again', async () => {
      const { bossD, colD } = await people('bossD', 'colD')
      const org = await createOrganization(server, {
        name: 'OrgD',
        administrator: bossD.account,
        collaborators: [colD.account],
      })
      const key = await createKey(server, bossD.account, { owner: org })
      const path = '/organization/OrgD/DeleteRequest'
      expect((await colD.visitor.get(path)).status).toBe(404)
      expect(seen(await bossD.visitor.get(path))).toEqual(shows('The organization has another member.'))
      const from = { from: '/account/organizations' }
      const post = (currentPassword: string) => bossD.visitor.post(path, { currentPassword }, from)
      expect(seen(await post(password))).toEqual(refuses(400, 'The organization has another member.'))
      await bossD.visitor.post('/organization/OrgD/members/delete', { username: 'colD' }, from)
      server.clock.advance(16 * 60_000)
      expect(seen(await post('wrong'))).toEqual(refuses(400, 'This is not your current password.'))
      expect((await post(password)).location).toBe('/account/organizations')
      expect((await bossD.visitor.get('/organization/OrgD')).status).toBe(404)
      expect((await bossD.visitor.get('/profiles/OrgD')).status).toBe(404)
      expect((await push(server, key, { id: 'OrgD.Core' })).status).toBe(403)
      const again = await bossD.visitor.post('/account/organizations/add', { name: 'orgd', email: 'd@contoso.example' })
      expect(seen(again)).toEqual(refuses(400, 'The name orgd is taken.'))
    })

    test('the profile tells members how many they are, and nobody else', async () => {
      const { bossP, other } = await people('bossP', 'other')
      const org = await createOrganization(server, { name: 'OrgP', administrator: bossP.account })
      expect(seen(await bossP.visitor.get('/profiles/OrgP'))).toEqual(shows('1 member'))
      expect(seen(await other.visitor.get('/profiles/OrgP')).text).not.toContain('member')
      await joinOrganization(server, org, other.account)
      expect(seen(await other.visitor.get('/profiles/OrgP'))).toEqual(shows('2 members'))
      expect(seen(await other.visitor.get('/account/organizations')).text).toMatch(/OrgP collaborator 2 0 View/)
    })
  })
})
