import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('what administrators do to people and packages on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let root: Account
    let admin: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database })
      root = await createUser(server, { name: 'root', admin: true })
      admin = await signIn(server, root)
    })
    afterAll(() => server.close())

    type Entry = Record<string, unknown>
    const audit = async (query: string) => JSON.parse((await admin.get(`/admin/audit.json?${query}`)).html) as Entry[]
    const act = (name: string, fields: Record<string, string>) =>
      admin.post(`/admin/users/${name}`, fields, { from: '/admin/users' })

    test('gallery 62: an administrator renames a user; the old name is blocked, packages follow, and both are in the log', async () => {
      const ann = await createUser(server, { name: 'ann', password })
      const key = await createKey(server, ann)
      expect((await push(server, key, { id: 'Renamed.A' })).status).toBe(201)
      expect((await act('ann', { act: 'rename', newName: 'anna.new' })).location).toBe('/admin/users/anna.new')

      expect((await push(server, key, { id: 'Renamed.A', version: '2.0.0' })).status).toBe(201)
      expect(textOf((await admin.get('/profiles/anna.new')).html)).toContain('Renamed.A')
      expect((await admin.get('/profiles/ann')).status).toBe(404)
      const query = await fetch(`${server.url}/v3/query?q=owner:anna.new`)
      expect(await query.json()).toMatchObject({ data: [{ id: 'Renamed.A', owners: ['anna.new'] }] })
      for (const name of ['ann', 'ANN', 'anna.new', 'annanew']) {
        const taken = await openVisitor(server).post('/users/account/register', {
          name,
          email: 'new@contoso.example',
          password,
        })
        expect(taken.status).toBe(400)
      }
      expect((await act('anna.new', { act: 'rename', newName: 'ann' })).status).toBe(400)
      const entries = await audit('action=ChangeUsername')
      expect(entries.map((entry) => entry.account).sort()).toEqual(['ann', 'anna.new'])
      expect(entries[0]).toMatchObject({ actor: 'root', detail: { from: 'ann', to: 'anna.new' } })
      const mail = (await server.mails()).findLast(({ subject }) => subject.includes('new name'))
      expect(mail?.to).toEqual(['ann@contoso.example'])
      const again = openVisitor(server)
      expect((await again.post('/users/account/SignIn', { identifier: 'anna.new', password })).status).toBe(303)
    })

    test('a locked user publishes with no key, cannot make one, and goes on when unlocked', async () => {
      const ben = await createUser(server, { name: 'ben' })
      const key = await createKey(server, ben)
      expect((await push(server, key, { id: 'Locked.A' })).status).toBe(201)
      expect((await act('ben', { act: 'lock' })).status).toBe(303)
      expect(await push(server, key, { id: 'Locked.A', version: '2.0.0' })).toMatchObject({ status: 403 })
      await expect(createKey(server, ben)).rejects.toThrow('key-user-locked')
      expect(textOf((await admin.get('/admin/users?state=locked')).html)).toContain('ben')
      expect((await act('ben', { act: 'unlock' })).status).toBe(303)
      expect((await push(server, key, { id: 'Locked.A', version: '2.0.0' })).status).toBe(201)
    })

    test('a locked administrator has no pages of administrators', async () => {
      const lou = await createUser(server, { name: 'lou', admin: true })
      const visitor = await signIn(server, lou)
      expect((await visitor.get('/admin/users')).status).toBe(200)
      await act('lou', { act: 'lock' })
      expect((await visitor.get('/admin/users')).status).toBe(404)
    })

    test('accounts are found, made with a link that is shown once, made administrators, and deleted for good', async () => {
      const made = await admin.post('/admin/users', { name: 'carla', email: 'carla@contoso.example' })
      expect(made.status).toBe(200)
      const link = /https?:\/\/[^\s<"]+\/account\/forgotpassword\/carla\/[0-9a-f]{64}/i.exec(made.html)?.[0]
      expect(link).toBeDefined()
      const invited = openVisitor(server)
      const path = new URL(link ?? '').pathname
      expect((await invited.post(path, { password })).location).toBe('/account/PasswordChanged')
      expect((await invited.post(path, { password })).status).not.toBe(303)
      expect((await admin.post('/admin/users', { name: 'Carla', email: 'x@contoso.example' })).status).toBe(400)

      await act('carla', { act: 'make-admin' })
      expect(textOf((await admin.get('/admin/users?state=administrator&q=CARLA@')).html)).toContain('carla')
      await act('carla', { act: 'revoke-admin' })
      expect((await act('carla', { act: 'delete', confirm: 'karla', orphans: 'refuse' })).status).toBe(400)
      expect((await act('carla', { act: 'delete', confirm: 'carla', orphans: 'refuse' })).location).toBe('/admin/users')
      expect((await admin.get('/admin/users/carla')).status).toBe(404)
      expect((await admin.post('/admin/users', { name: 'carla', email: 'y@contoso.example' })).status).toBe(400)
      expect((await audit('account=carla')).map((entry) => entry.action)).toEqual([
        'Delete',
        'RemoveAdministrator',
        'AddAdministrator',
        'AddCredential',
        'RequestPasswordReset',
        'Register',
      ])
    })

    test('nobody locks themselves out, and dangerous acts ask again after a while', async () => {
      for (const name of ['lock', 'revoke-admin', 'delete']) {
        expect((await act('root', { act: name, confirm: 'root' })).status).toBe(400)
      }
      expect((await act('root', { act: 'nonsense' })).status).toBe(400)
      const other = await signIn(server, root)
      server.clock.advance(16 * 60_000)
      expect((await other.get('/admin/users/root')).location).toMatch(/^\/account\/ConfirmIdentity/)
      admin = await signIn(server, root)
    })

    test('gallery 61: a locked package refuses pushes and says so; versions are deleted and come back', async () => {
      const dan = await createUser(server, { name: 'dan' })
      const key = await createKey(server, dan)
      await push(server, key, { id: 'Kept.A' })
      const change = (fields: Record<string, string>) => admin.post('/admin/packages/kept.a', fields)
      expect((await change({ act: 'lock' })).location).toBe('/admin/packages/Kept.A')
      expect(await push(server, key, { id: 'Kept.A', version: '2.0.0' })).toMatchObject({ status: 403 })
      expect(textOf((await admin.get('/admin/packages?state=locked')).html)).toContain('Kept.A')
      expect(textOf((await openVisitor(server).get('/packages/Kept.A')).html)).toMatch(/locked/i)
      await change({ act: 'unlock' })

      expect((await change({ act: 'delete' })).status).toBe(400)
      await change({ act: 'delete', versions: '1.0.0', kind: 'soft', reason: 'by mistake' })
      expect((await openVisitor(server).get('/packages/Kept.A/1.0.0')).status).toBe(410)
      await change({ act: 'restore', version: '1.0.0' })
      expect((await openVisitor(server).get('/packages/Kept.A/1.0.0')).status).toBe(200)
      expect((await audit('packageId=Kept.A')).map((entry) => entry.action)).toEqual([
        'Restore',
        'Delete',
        'Unlock',
        'Lock',
        'Create',
      ])
      expect((await admin.get('/admin/packages/nothing')).status).toBe(404)
    })

    test('a package whose ID has an underscore is found by it, and _ and % stand for themselves', async () => {
      const fay = await createUser(server, { name: 'fay' })
      const key = await createKey(server, fay)
      for (const id of ['Under_Score', 'UnderXScore']) await push(server, key, { id })
      const find = async (text: string) => (await admin.get(`/admin/packages?q=${encodeURIComponent(text)}`)).html
      expect(await find('r_s')).toContain('/admin/packages/Under_Score')
      expect(await find('r_s')).not.toContain('/admin/packages/UnderXScore')
      for (const text of ['r%s', '\\', 'r\\_s']) expect(textOf(await find(text))).toContain('No package matches')
    })

    test('keys are found by user and by the beginning of the secret, and revoked', async () => {
      const eve = await createUser(server, { name: 'eve' })
      const secret = await createKey(server, eve)
      const found = await admin.get(`/admin/keys?q=${secret.slice(0, 11)}`)
      expect(textOf(found.html)).toContain('eve')
      expect(found.html).not.toContain(secret)
      expect(textOf((await admin.get('/admin/keys?q=nothing-like-it')).html)).toContain('No key matches')
      const id = /name="id" value="(\d+)"/.exec(found.html)?.[1] ?? ''
      expect((await admin.post('/admin/keys', { id, q: 'eve' })).status).toBe(303)
      expect((await push(server, secret, { id: 'Eve.A' })).phrase).toMatch(/was revoked/)
      expect(await audit('action=RevokeCredential&who=root')).toMatchObject([{ account: 'eve' }])
      expect((await admin.post('/admin/keys', { id: '999999' }, { from: '/admin/keys' })).status).toBe(404)
    })

    test('settings hide passwords; failed jobs are tried again and mails sent again, once there is a mail server', async () => {
      expect((await admin.get('/admin/settings')).html).toContain('LODE_LIMIT_PUSH')
      const { config, db, now } = server.deps
      if (config.database.kind === 'postgres') {
        const given = new URL(config.database.url).password
        if (given !== '') expect((await admin.get('/admin/settings')).html).not.toContain(given)
      }
      const job = await db.transaction((tx) =>
        tx
          .insertInto('jobs')
          .values({
            kind: 'clean-up',
            payload: 'null',
            dedupe_key: null,
            run_at: now().getTime(),
            attempts: 14,
            leased_until: null,
            finished_at: now().getTime(),
            last_error: 'the disk was full',
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
      expect(textOf((await admin.get('/admin/jobs')).html)).toContain('the disk was full')
      await admin.post('/admin/jobs', { id: String(job.id) })
      await server.runJobs()
      const row = await db.read.selectFrom('jobs').selectAll().where('id', '=', job.id).executeTakeFirst()
      expect(row).toMatchObject({ last_error: null, attempts: 1 })
      expect(await audit('action=RetryJob')).toMatchObject([{ actor: 'root', detail: { kind: 'clean-up' } }])

      const sending = await startTestServer({ database, smtp: true })
      const boss = await createUser(sending, { name: 'boss', admin: true })
      const visitor = await signIn(sending, boss)
      await createKey(sending, boss)
      const id = (await sending.deps.db.read.selectFrom('mails').select('id').executeTakeFirstOrThrow()).id
      await sending.deps.db.transaction((tx) => tx.deleteFrom('jobs').execute()) // the tries are over
      expect((await visitor.post(`/admin/mails/${id}`, {})).location).toBe(`/admin/mails/${id}`)
      expect((await sending.mails()).length).toBe(1)
      expect((await visitor.post('/admin/mails/99999', {}, { from: '/admin/mails' })).status).toBe(404)
      await sending.close()
    })

    test('every page of administrators is for them alone', async () => {
      const user = await signIn(server, await createUser(server))
      for (const page of ['users', 'users/root', 'packages', 'packages/Kept.A', 'keys', 'jobs', 'settings']) {
        expect((await user.get(`/admin/${page}`)).status).toBe(404)
        expect((await openVisitor(server).get(`/admin/${page}`)).status).toBe(303)
      }
      for (const page of ['users', 'users/root', 'packages/Kept.A', 'keys', 'jobs', 'mails/1']) {
        expect((await user.post(`/admin/${page}`, { act: 'lock', id: '1' }, { from: '/account' })).status).toBe(404)
        const stale = await admin.post(
          `/admin/${page}`,
          { act: 'lock', id: '1', form_token: 'x' },
          { from: '/account' },
        )
        expect(stale.status).toBe(400)
      }
    })
  })
})
