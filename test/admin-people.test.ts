import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { toLowerId } from '../src/nuget/package-id.ts'
import { listOwners } from '../src/packages/owner-store.ts'
import { findPackage } from '../src/packages/store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
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
    const owners = async (id: string) => {
      const pkg = await findPackage(server.deps.db.read, toLowerId(id))
      return pkg ? (await listOwners(server.deps.db.read, pkg.key)).map(({ name }) => name) : null
    }
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
      const live = [await createKey(server, eve), await createKey(server, eve)]
      const page = (await admin.get('/admin/keys?q=eve')).html
      const ids = [...page.matchAll(/name="id" value="(\d+)"/g)].map(([, own = '']) => own)
      expect(ids).toHaveLength(2) // what has ended cannot be chosen
      await admin.post('/admin/keys', { act: 'revoke', id: [...ids, '999999', 'x'], q: 'eve' })
      for (const key of live) expect((await push(server, key, { id: 'Eve.A' })).phrase).toMatch(/was revoked/)
      expect(await audit('action=RevokeCredential&who=root&account=eve')).toHaveLength(3)
      await admin.post('/admin/keys', { act: 'revoke', q: 'eve' })
      expect(textOf((await admin.get('/admin/keys?q=eve')).html)).toContain('Choose at least one')
    })

    test('several accounts and packages are locked at once, each with an entry; whoever acts is left out', async () => {
      const people = [await createUser(server, { name: 'gil' }), await createUser(server, { name: 'hal' })]
      const keys = await Promise.all(people.map((user) => createKey(server, user)))
      for (const [i, key] of keys.entries()) await push(server, key, { id: `Many.${i}` })
      const names = ['gil', 'HAL', 'root', 'nobody']
      await admin.post('/admin/users', { act: 'lock', names })
      expect((await audit('action=Lock&who=root')).slice(0, 2).map(({ account }) => account)).toEqual(['hal', 'gil'])
      for (const key of keys) expect((await push(server, key, { id: 'Many.0', version: '2.0.0' })).status).toBe(403)
      await admin.post('/admin/users', { act: 'unlock', names })

      await admin.post('/admin/packages', { act: 'lock', ids: ['Many.0', 'many.1', 'Many.None'] })
      const [first, second] = await Promise.all(
        keys.map((key, i) => push(server, key, { id: `Many.${i}`, version: '2.0.0' })),
      )
      expect([first?.status, second?.status]).toEqual([403, 403])
      expect((await admin.post('/admin/packages', { act: 'unlock', ids: ['Many.0', 'Many.1'] })).status).toBe(303)
      expect((await push(server, keys[0] ?? '', { id: 'Many.0', version: '2.0.0' })).status).toBe(201)
      expect((await admin.post('/admin/packages', { act: 'owners', ids: ['Many.0', 'Many.1'] })).location).toBe(
        '/admin/ownership?id=Many.0&id=Many.1',
      )
      for (const path of ['/admin/users', '/admin/packages']) {
        expect((await admin.post(path, { act: 'explode', ids: 'Many.0', names: 'gil' })).status).toBe(400)
      }
    })

    test('all packages of one user are looked at, then go to another owner, who gets mails with the reason', async () => {
      const ida = await createUser(server, { name: 'ida' })
      const jan = await createUser(server, { name: 'jan' })
      const key = await createKey(server, ida)
      for (const id of ['Gift.A', 'Gift.B', 'Gift.C']) await push(server, key, { id })
      const form = await admin.get('/admin/ownership?from=IDA')
      expect(form.html).toContain('Gift.A\nGift.B\nGift.C')
      const fields = { ids: 'Gift.A, gift.b Gift.B\nNo.Such', from: 'ida', to: 'jan', message: 'Ida <left> us' }
      const looked = await admin.post('/admin/ownership', { ...fields, act: 'preview' })
      expect(textOf(looked.html)).toMatch(/Gift\.A jan Gift\.B jan No\.Such There is no package No\.Such here/)
      expect(looked.html).toContain('Change 2 packages')
      expect(await owners('Gift.A')).toEqual(['ida'])

      const mailsBefore = (await server.mails()).length
      const applied = await admin.post('/admin/ownership', { ...fields, act: 'apply' })
      expect(applied.status).toBe(400)
      expect(textOf(applied.html)).toContain('1 package stays as it is')
      for (const id of ['Gift.A', 'Gift.B']) expect(await owners(id)).toEqual(['jan'])
      expect(await owners('Gift.C')).toEqual(['ida'])
      expect((await push(server, key, { id: 'Gift.A', version: '2.0.0' })).status).toBe(403)
      const own = await createKey(server, jan)
      expect((await push(server, own, { id: 'Gift.A', version: '2.0.0' })).status).toBe(201)
      const told = (await server.mails())
        .slice(mailsBefore)
        .filter(({ subject }) => subject.includes('is an owner of Gift.A'))
      expect(told.map(({ to }) => to[0]).sort()).toEqual(['ida@contoso.example', 'jan@contoso.example'])
      expect(told[0]?.text).toContain('Ida <left> us')
      expect((await audit('action=RemoveOwner&packageId=Gift.B'))[0]).toMatchObject({ actor: 'root', account: 'ida' })

      // Sent twice, without a from, to nobody, and too many.
      const post = (change: Record<string, string>) =>
        admin.post('/admin/ownership', { ...fields, act: 'apply', ...change })
      expect(textOf((await post({ ids: 'Gift.A' })).html)).toContain('ida is not an owner of Gift.A')
      expect((await post({ ids: 'Gift.A', from: '' })).status).toBe(400)
      expect((await post({ ids: 'Gift.A', from: '', to: '' })).status).toBe(400)
      expect(textOf((await post({ ids: 'Gift.A', from: 'jan', to: '' })).html)).toContain('only owner')
      expect((await post({ ids: '' })).status).toBe(400)
      expect(textOf((await post({ to: 'no.one' })).html)).toContain('There is no account named no.one')
      const many = Array.from({ length: 501 }, (_, i) => `P${i}`).join(' ')
      expect(textOf((await post({ ids: many })).html)).toContain('at most 500 packages')
      // Both own it: the one stays, the other goes.
      expect((await post({ ids: 'Gift.A', from: '', to: 'ida' })).location).toBe('/admin/packages')
      expect((await post({ ids: 'Gift.A', from: 'ida', to: 'jan' })).location).toBe('/admin/packages')
      expect(await owners('Gift.A')).toEqual(['jan'])
    })

    test('organizations are found, locked and deleted like users, whoever is a member', async () => {
      const kim = await createUser(server, { name: 'kim' })
      const fabrikam = await createOrganization(server, { name: 'Fabrikam', administrator: kim })
      const key = await createKey(server, kim, { owner: fabrikam })
      await push(server, key, { id: 'Fabrikam.A' })
      expect(textOf((await admin.get('/admin/users?state=organization')).html)).toContain('Fabrikam')
      await act('Fabrikam', { act: 'lock' })
      expect((await push(server, key, { id: 'Fabrikam.A', version: '2.0.0' })).status).toBe(403)
      await act('Fabrikam', { act: 'unlock' })
      const refused = await act('Fabrikam', { act: 'delete', confirm: 'Fabrikam', orphans: 'refuse' })
      expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining('Fabrikam.A')])
      await act('Fabrikam', { act: 'delete', confirm: 'Fabrikam', orphans: 'unlist' })
      expect((await admin.get('/admin/users/Fabrikam')).status).toBe(404)
      expect((await push(server, key, { id: 'Fabrikam.A', version: '2.0.0' })).status).toBe(403)
      expect((await audit('action=Delete&account=Fabrikam'))[0]).toMatchObject({ actor: 'root' })
    })

    test('a number that no row can have is answered like one that none has', async () => {
      const huge = '9'.repeat(20)
      expect((await admin.post('/admin/jobs', { id: huge })).location).toBe('/admin/jobs')
      expect((await admin.get(`/admin/mails/${huge}`)).status).toBe(404)
      expect((await admin.post('/account/sessions/end', { id: huge }, { from: '/account' })).status).toBe(303)
      expect((await admin.post('/account/passkeys/remove', { id: huge }, { from: '/account' })).status).toBeLessThan(
        500,
      )
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
      for (const page of [
        'users',
        'users/root',
        'packages',
        'packages/Kept.A',
        'ownership',
        'keys',
        'jobs',
        'settings',
      ]) {
        expect((await user.get(`/admin/${page}`)).status).toBe(404)
        expect((await openVisitor(server).get(`/admin/${page}`)).status).toBe(303)
      }
      for (const page of [
        'users',
        'users/root',
        'packages',
        'packages/Kept.A',
        'ownership',
        'keys',
        'jobs',
        'mails/1',
      ]) {
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
