import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRole } from '../src/accounts/membership-store.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import { listKeysOfUser } from '../src/keys/store.ts'
import { listOwners } from '../src/packages/owner-store.ts'
import { findPackage } from '../src/packages/store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('a user who becomes an organization on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ database, smtp: true })
    })
    afterAll(() => server.close())

    const lists = { from: '/account/organizations' }

    test('gallery 59: sign-in ends, the administrator accepts, packages stay, and the moved key pushes', async () => {
      const old = await createUser(server, { name: 'widgets', password })
      const adm = await createUser(server, { name: 'adm' })
      const eve = await signIn(server, await createUser(server, { name: 'eve' }))
      const key = await createKey(server, old)
      expect((await push(server, key, { id: 'Widgets.Core', version: '1.0.0' })).status).toBe(201)
      const [user, admin] = [await signIn(server, old), await signIn(server, adm)]
      expect(textOf((await user.get('/account/transform')).html)).toContain('Nobody can sign in as widgets any more')
      const asked = await user.post('/account/transform', { administrator: 'ADM' })
      expect([asked.status, asked.location]).toEqual([303, '/'])
      expect((await user.get('/account')).location).toContain('/users/account/LogOn')
      const mails = (await server.mails()).map(({ to, subject }) => `${to} ${subject}`)
      expect(mails).toEqual(
        expect.arrayContaining([
          'adm@contoso.example [Lode] widgets wants you to look after an organization',
          'widgets@contoso.example [Lode] Your account is to become an organization',
        ]),
      )

      expect((await admin.get('/account/transform/confirm/widgets/abc')).location).toBe('/account/Organizations')
      await eve.post('/account/transform/confirm/widgets', {}, lists)
      expect(await findAccountByName(server.deps.db.read, 'widgets')).toMatchObject({ kind: 'user' })
      expect(textOf((await admin.get('/account/organizations')).html)).toContain('widgets is to become an organization')
      expect((await admin.post('/account/transform/confirm/widgets', {}, lists)).status).toBe(303)

      const org = await findAccountByName(server.deps.db.read, 'widgets')
      expect(org).toMatchObject({ id: old.id, kind: 'organization', email: old.email, isAdmin: false })
      expect(await findRole(server.deps.db.read, old.id, adm.id)).toBe('administrator')
      const pkg = await findPackage(server.deps.db.read, 'widgets.core')
      expect((await listOwners(server.deps.db.read, pkg?.key ?? -1)).map(({ name }) => name)).toEqual(['widgets'])
      expect(await listKeysOfUser(server.deps.db.read, adm.id)).toMatchObject([{ userId: adm.id, ownerId: old.id }])
      expect((await push(server, key, { id: 'Widgets.Core', version: '1.1.0' })).status).toBe(201)
      expect(textOf((await admin.get('/organization/widgets')).html)).toContain('made by adm')

      const form = { identifier: 'widgets', password }
      const back = await openVisitor(server).post('/users/account/SignIn', form, { from: '/users/account/LogOn' })
      expect(back.status).toBe(400)
      const before = (await server.mails()).length
      await openVisitor(server).post('/account/ForgotPassword', { identifier: old.email ?? '' })
      expect(await server.mails()).toHaveLength(before)
      const actions = await server.deps.db.read
        .selectFrom('audit')
        .select('action')
        .where('account_id', '=', old.id)
        .orderBy('id')
        .execute()
      expect(actions.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['RequestTransformation', 'TransformOrganization']),
      )
    })

    test('is cancelled by the user and declined by the administrator; then nothing has changed', async () => {
      const old = await createUser(server, { name: 'wavering' })
      const adm = await createUser(server, { name: 'adm2' })
      const admin = await signIn(server, adm)
      const ask = async () => (await signIn(server, old)).post('/account/transform', { administrator: 'adm2' })
      await ask()
      const user = await signIn(server, old)
      expect(textOf((await user.get('/account/organizations')).html)).toContain('as soon as adm2 accepts')
      await user.post('/account/transform/cancel', {}, lists)
      await admin.post('/account/transform/confirm/wavering', {}, lists)
      await ask()
      await admin.post('/account/transform/reject/wavering', {}, lists)
      await admin.post('/account/transform/confirm/wavering', {}, lists)
      expect(await findAccountByName(server.deps.db.read, 'wavering')).toMatchObject({ kind: 'user', email: old.email })
      const subjects = (await server.mails()).map(({ subject }) => subject)
      expect(subjects).toContain('[Lode] adm2 declined to look after wavering')
    })

    test('is refused to members, the invited, the last administrator, and without another confirmed user', async () => {
      const member = await createUser(server, { name: 'member', password, admin: true })
      const adm = await createUser(server, { name: 'adm3' })
      const visitor = await signIn(server, member)
      const ask = async (administrator: string) =>
        textOf((await visitor.post('/account/transform', { administrator })).html)
      expect(await ask('adm3')).toContain('the last administrator of this gallery')
      await createUser(server, { name: 'root', admin: true })
      expect(await ask('member')).toContain('Name another user')
      expect(await ask('nobody')).toContain('There is no user named nobody.')
      const org = await createOrganization(server, { name: 'SomeOrg', administrator: adm })
      expect(await ask('SomeOrg')).toContain('SomeOrg is an organization.')
      const boss = await signIn(server, adm)
      const invite = { username: 'member', role: 'collaborator' }
      await boss.post(`/organization/${org.name}/members/add`, invite, { from: `/organization/${org.name}` })
      expect(await ask('adm3')).toContain('The invitation has to be declined first.')
      await visitor.post(`/organization/${org.name}/members/confirm`, {}, lists)
      expect(await ask('adm3')).toContain('It has to leave it first.')
      server.clock.advance(16 * 60_000)
      const wrong = await visitor.post('/account/transform', { administrator: 'adm3', currentPassword: 'wrong' })
      expect(textOf(wrong.html)).toContain('This is not your current password.')
      expect(
        await server.deps.db.read.selectFrom('transformations').selectAll().where('user_id', '=', member.id).execute(),
      ).toEqual([])
    })
  })
})
