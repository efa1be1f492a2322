import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { deleteMember, putMember } from '../src/accounts/membership-store.ts'
import type { Role } from '../src/accounts/permissions.ts'
import { addOwner } from '../src/owners/add-owner.ts'
import { insertOwner, listOwners } from '../src/packages/owner-store.ts'
import { findPackage } from '../src/packages/store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, textOf, type Visitor } from './session.ts'

const operator = { account: null, through: 'command-line', address: null } as const

describe.each(['sqlite', 'postgres'] as const)('who owns a package on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let ben: Account
    let eve: Account
    let annKey: string
    let benKey: string
    const visitors = new Map<number, Visitor>()

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      ben = await createUser(server, { name: 'ben' })
      eve = await createUser(server, { name: 'eve' })
      ;[annKey, benKey] = [await createKey(server, ann), await createKey(server, ben)]
    })
    afterAll(() => server.close())

    async function as(user: Account): Promise<Visitor> {
      const visitor = visitors.get(user.id) ?? (await signIn(server, user))
      visitors.set(user.id, visitor)
      return visitor
    }

    /** A package that ann pushed. */
    async function publish(id: string): Promise<string> {
      expect((await push(server, annKey, { id, version: '1.0.0' })).status).toBe(201)
      return id
    }

    async function ask(by: Account, id: string, name: string, fields: Record<string, string> = {}) {
      const visitor = await as(by)
      return visitor.post(`/packages/${id}/owners/add`, { name, ...fields }, { from: '/account' })
    }

    async function post(by: Account, path: string) {
      const visitor = await as(by)
      return visitor.post(path, {}, { from: '/account' })
    }

    async function ownersOf(id: string): Promise<readonly string[]> {
      const pkg = await findPackage(server.deps.db.read, id.toLowerCase())
      return (await listOwners(server.deps.db.read, pkg?.key ?? -1)).map(({ name }) => name)
    }

    /** Where the newest mail with such a link to this person leads. */
    async function linkTo(person: Account, id: string): Promise<string> {
      const mails = (await server.mails()).filter(({ to }) => to[0] === person.email)
      const links = mails.flatMap(({ text }) => text.match(/\S+\/owners\/requests\/\d+/g) ?? [])
      const url = links.findLast((link) => link.includes(`/packages/${id}/`))
      expect(url, 'a link in a mail').toBeDefined()
      return new URL(url ?? '').pathname
    }

    async function makeOrganization(name: string, members: readonly (readonly [Account, Role])[]): Promise<Account> {
      const made = await createUser(server, { name })
      const { db } = server.deps
      await db.transaction(async (tx) => {
        await tx.updateTable('accounts').set({ kind: 'organization' }).where('id', '=', made.id).execute()
        for (const [user, role] of members) {
          await putMember(tx, { organizationId: made.id, userId: user.id, role, addedAt: server.clock.now() })
        }
      })
      return { ...made, kind: 'organization' }
    }

    async function audited(id: string): Promise<readonly string[]> {
      const rows = await server.deps.db.read
        .selectFrom('audit')
        .select(['action', 'detail'])
        .where('package_id', '=', id)
        .orderBy('id')
        .execute()
      return rows.map(({ action, detail }) => `${action} ${(JSON.parse(detail) as { reason?: string }).reason ?? ''}`)
    }

    test('gallery 48: an owner is asked, accepts by POST and pushes; search shows both at once', async () => {
      const id = await publish('Own.Asked')
      const asked = await ask(ann, id, 'ben', { message: 'Please <b>help</b>.' })
      expect([asked.status, asked.location]).toEqual([303, `/packages/${id}/Manage#owners`])
      expect((await push(server, benKey, { id, version: '1.1.0' })).status).toBe(403)

      const [request] = (await server.mails()).filter(({ subject }) => subject.includes('asks ben'))
      expect(request).toMatchObject({ to: ['ben@contoso.example'] })
      expect(request?.text).toContain('Please <b>help</b>.')
      expect(request?.html).not.toContain('<b>help')

      const link = await linkTo(ben, id)
      const page = await (await as(ben)).get(link)
      expect([page.status, textOf(page.html)]).toEqual([200, expect.stringContaining('Please <b>help</b>.')])
      for (const path of [link, `${link}/accept`, `${link}/decline`]) await (await as(ben)).get(path)
      expect(await ownersOf(id)).toEqual(['ann'])

      expect((await post(ben, `${link}/accept`)).location).toBe('/account/Packages')
      expect(await ownersOf(id)).toEqual(['ann', 'ben'])
      expect((await push(server, benKey, { id, version: '1.1.0' })).status).toBe(201)
      expect((await push(server, annKey, { id, version: '1.2.0' })).status).toBe(201)
      const found = (await (await fetch(`${server.url}/v3/query?q=owner:ben`)).json()) as { data: object[] }
      expect(found.data).toMatchObject([{ id, owners: ['ann', 'ben'] }])
      expect(await audited(id)).toEqual(
        expect.arrayContaining(['AddOwnershipRequest ', 'AddOwner ', 'PackagePushAttemptByNonOwner ']),
      )
      const added = (await server.mails()).filter(({ subject }) => subject.includes('ben is an owner of Own.Asked'))
      expect(added.map(({ to }) => to[0])).toEqual(['ann@contoso.example', 'ben@contoso.example'])
    })

    test('the operator’s limits of owners, requests and words count instead of fifteen, three and a thousand', async () => {
      const id = await publish('Limits.Own')
      const config = { ...server.deps.config, ownerLimits: { owners: 2, requests: 1, messageLength: 5 } }
      const add = async (name: string, message: string | null = null) => {
        const wanted = { id, name, message, handOverFrom: null }
        const actor = { account: ann, through: 'page', address: null } as const
        const added = await addOwner({ ...server.deps, config }, { kind: 'user', user: ann }, wanted, actor)
        return added.ok ? added.value.kind : added.error
      }
      expect(await add('ben', '123456')).toEqual({ code: 'message-too-long', limit: 5 })
      expect(await add('ben', '12345')).toBe('requested')
      expect(await add('eve')).toEqual({ code: 'too-many-requests', limit: 1 })
      await post(ben, `${await linkTo(ben, id)}/accept`)
      expect(await add('eve')).toEqual({ code: 'too-many-owners', limit: 2 })
    })

    test('gallery 48: the only owner stays, the fourth open request and the sixteenth owner are refused', async () => {
      const id = await publish('Own.Limits')
      const only = await post(ann, `/packages/${id}/owners/ann/remove`)
      expect([only.status, only.html]).toEqual([400, expect.stringContaining('is the only owner of')])

      const crowd: Account[] = []
      for (let i = 0; i < 15; i++) crowd.push(await createUser(server, { name: `${database}-crowd-${i}` }))
      const names = crowd.map(({ name }) => name)
      for (const name of names.slice(0, 3)) expect((await ask(ann, id, name)).status).toBe(303)
      const again = await ask(ann, id, names[0] ?? '')
      expect(again.status).toBe(303) // the same request
      const fourth = await ask(ann, id, names[3] ?? '')
      expect([fourth.status, fourth.html]).toEqual([400, expect.stringContaining('At most 3 accounts')])

      const pkg = await findPackage(server.deps.db.read, id.toLowerCase())
      await server.deps.db.transaction(async (tx) => {
        for (const { id: accountId } of crowd.slice(1)) await insertOwner(tx, pkg?.key ?? -1, accountId, new Date())
      })
      const sixteenth = await post(crowd[0] ?? ann, await linkTo(crowd[0] ?? ann, id).then((link) => `${link}/accept`))
      expect([sixteenth.status, sixteenth.html]).toEqual([400, expect.stringContaining('at most 15 owners')])
      expect(await ownersOf(id)).not.toContain(names[0])
    })

    test('each refusal of the form is a sentence and changes nothing', async () => {
      const id = await publish('Own.Refused')
      await server.deps.db.transaction((tx) =>
        tx.updateTable('accounts').set({ locked_at: 1 }).where('id', '=', eve.id).execute(),
      )
      for (const [name, sentence] of [
        ['', 'Enter the name'],
        ['ben@contoso.example', 'not an e-mail address'],
        ['nobody-here', 'There is no account named nobody-here'],
        ['eve', 'cannot own packages now'],
        ['ANN', 'is an owner of Own.Refused already'],
      ] as const) {
        const answer = await ask(ann, id, name)
        expect([answer.status, textOf(answer.html)]).toEqual([400, expect.stringContaining(sentence)])
      }
      await server.deps.db.transaction((tx) =>
        tx.updateTable('accounts').set({ locked_at: null }).where('id', '=', eve.id).execute(),
      )
      const long = await ask(ann, id, 'ben', { message: 'x'.repeat(1001) })
      expect([long.status, textOf(long.html)]).toEqual([400, expect.stringContaining('at most 1000')])
      expect((await ask(ben, id, 'ben')).status).toBe(403)
      expect((await ask(ann, 'No.Such.Package', 'ben')).status).toBe(404)
      expect(await audited(id)).toEqual(['Create '])
    })

    test('lesson: nobody but the account asked takes ownership, and nobody without a form token', async () => {
      const id = await publish('Own.Taken')
      await ask(ann, id, 'ben')
      const link = await linkTo(ben, id)
      for (const stranger of [eve, ann]) {
        const visitor = await as(stranger)
        expect((await visitor.get(link)).status).toBe(404)
        expect((await post(stranger, `${link}/accept`)).status).toBe(404)
        expect((await post(stranger, `${link}/decline`)).status).toBe(404)
      }
      expect((await (await as(eve)).post(`${link}/cancel`, {}, { from: '/account' })).status).toBe(404)
      const forged = await (await as(ben)).post(`${link}/accept`, { form_token: 'none' })
      expect(forged.status).toBe(400)
      expect(await ownersOf(id)).toEqual(['ann'])
      expect((await post(ben, `${link}/decline`)).status).toBe(303)
      expect((await audited(id)).at(-1)).toBe('DeleteOwnershipRequest declined')
      expect((await server.mails()).at(-1)).toMatchObject({
        to: ['ann@contoso.example'],
        subject: expect.stringContaining('ben does not become an owner of Own.Taken') as string,
      })
      expect((await post(ben, `${link}/accept`)).status).toBe(404)
    })

    test('lesson: a link does not survive a transfer of the package', async () => {
      const id = await publish('Own.Transfer')
      await ask(ann, id, 'eve')
      const old = await linkTo(eve, id)
      await ask(ann, id, 'ben', { handOverFrom: 'ann' })
      await post(ben, `${await linkTo(ben, id)}/accept`)
      expect(await ownersOf(id)).toEqual(['ben'])
      expect((await push(server, annKey, { id, version: '2.0.0' })).status).toBe(403)

      expect((await post(eve, `${old}/accept`)).status).toBe(404)
      expect(await ownersOf(id)).toEqual(['ben'])
      await ask(ben, id, 'ann')
      await post(ann, `${await linkTo(ann, id)}/accept`) // ann is back, her old request is not
      expect((await post(eve, `${old}/accept`)).status).toBe(404)
      expect(await ownersOf(id)).toEqual(['ann', 'ben'])
    })

    test('lesson: a link does not survive the loss of ownership, nor of the membership that asked', async () => {
      const id = await publish('Own.Lost')
      const org = await makeOrganization(`${database}-lost`, [[ben, 'administrator']])
      const key = (await findPackage(server.deps.db.read, id.toLowerCase()))?.key ?? -1
      await server.deps.db.transaction((tx) => insertOwner(tx, key, org.id, new Date()))
      expect((await ask(ben, id, 'eve')).status).toBe(303)
      const link = await linkTo(eve, id)

      await server.deps.db.transaction((tx) => putMember(tx, { ...memberOf(org, ben), role: 'collaborator' }))
      const stale = await post(eve, `${link}/accept`)
      expect([stale.status, textOf(stale.html)]).toEqual([400, expect.stringContaining('the request is void')])
      await server.deps.db.transaction((tx) => putMember(tx, memberOf(org, ben)))
      expect((await (await as(eve)).get(link)).status).toBe(200)

      expect((await post(ann, `/packages/${id}/owners/${org.name}/remove`)).status).toBe(303)
      expect((await post(eve, `${link}/accept`)).status).toBe(404)
      expect(await ownersOf(id)).toEqual(['ann'])
      expect(await audited(id)).toContain('DeleteOwnershipRequest void')
    })

    test('lesson: a link does not survive the deletion of either account', async () => {
      const id = await publish('Own.Deleted')
      const [fay, gus] = [
        await createUser(server, { name: `${database}-fay` }),
        await createUser(server, { name: `${database}-gus` }),
      ]
      const key = (await findPackage(server.deps.db.read, id.toLowerCase()))?.key ?? -1
      await server.deps.db.transaction((tx) => insertOwner(tx, key, gus.id, new Date()))
      await ask(ann, id, fay.name)
      await ask(gus, id, 'eve')
      const link = await linkTo(eve, id)
      for (const { name } of [fay, gus]) {
        expect(await deleteAccount(server.deps, name, { orphans: 'refuse' }, operator)).toMatchObject({ ok: true })
      }
      expect((await post(eve, `${link}/accept`)).status).toBe(404)
      expect(await ownersOf(id)).toEqual(['ann'])
      const left = await server.deps.db.read
        .selectFrom('ownership_requests')
        .select('id')
        .where('package_key', '=', key)
        .execute()
      expect(left).toEqual([])
    })

    test('an organization is asked through its administrators, and given at once by one of them', async () => {
      const id = await publish('Own.Organization')
      const org = await makeOrganization(`${database}-team`, [
        [ben, 'administrator'],
        [eve, 'collaborator'],
      ])
      await ask(ann, id, org.name)
      const link = await linkTo(ben, id)
      expect((await server.mails()).filter(({ to, text }) => to[0] === eve.email && text.includes(link))).toEqual([])
      expect((await post(eve, `${link}/accept`)).status).toBe(404)
      await post(ben, `${link}/accept`)
      expect(await ownersOf(id)).toEqual(['ann', org.name])

      expect((await ask(eve, id, 'eve')).status).toBe(403) // collaborators publish, and decide nothing
      expect((await post(eve, `/packages/${id}/owners/ann/remove`)).status).toBe(403)
      const manage = await (await as(eve)).get(`/packages/${id}/Manage`)
      expect([manage.status, manage.html.includes('/owners/add')]).toEqual([200, false])

      await ask(ben, id, 'ben') // ben may accept for himself
      expect(await ownersOf(id)).toEqual(['ann', 'ben', org.name])
      expect((await post(ben, `/packages/${id}/owners/ben/remove`)).status).toBe(303)
      await server.deps.db.transaction((tx) => deleteMember(tx, org.id, ben.id))
      expect((await post(ben, `/packages/${id}/owners/ann/remove`)).status).toBe(403)
    })

    test('requests are on Manage Packages, filtered by owner; whoever manages owners cancels them', async () => {
      const id = await publish('Own.Listed')
      const org = await makeOrganization(`${database}-listed`, [[eve, 'administrator']])
      await ask(ann, id, org.name)
      const sent = textOf((await (await as(ann)).get('/account/Packages')).html)
      expect(sent).toContain('Ownership requests sent')
      const received = async (query: string) => {
        const page = await (await as(eve)).get(`/account/Packages${query}`)
        return page.html.includes(`/packages/${id}/owners/requests/`)
      }
      expect([await received(''), await received(`?owner=${org.name}`), await received('?owner=me')]).toEqual([
        true,
        true,
        false,
      ])
      const link = await linkTo(eve, id)
      expect((await post(ann, `${link}/cancel`)).status).toBe(303)
      expect(await received('')).toBe(false)
      expect((await server.mails()).at(-1)?.subject).toContain('The request about Own.Listed was cancelled')
      expect((await post(eve, `${link}/accept`)).status).toBe(404)
    })

    test('a locked package keeps its owners, except for administrators', async () => {
      const id = await publish('Own.Locked')
      await server.deps.db.transaction((tx) =>
        tx.updateTable('packages').set({ locked_at: 1 }).where('package_id', '=', id).execute(),
      )
      const refused = await ask(ann, id, 'ben')
      expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining('is locked')])
      const root = await createUser(server, { name: `${database}-root`, admin: true })
      expect((await ask(root, id, 'ben')).location).toBe(`/packages/${id}/owners`)
      expect(await ownersOf(id)).toEqual(['ann', 'ben'])
    })

    test('an orphaned package is shown to administrators alone, who give it to somebody', async () => {
      const gone = await createUser(server, { name: `${database}-gone` })
      const root = await createUser(server, { name: `${database}-keeper`, admin: true })
      const id = 'Own.Orphan'
      expect((await push(server, await createKey(server, gone), { id, version: '1.0.0' })).status).toBe(201)
      await deleteAccount(server.deps, gone.name, { orphans: 'keep' }, operator)
      expect((await (await as(ann)).get('/admin/orphans')).status).toBe(404)
      expect((await (await as(root)).get('/admin/orphans')).html).toContain(`/packages/${id}/owners`)
      expect((await ask(ann, id, 'ann')).status).toBe(403)
      expect((await ask(root, id, 'ann')).status).toBe(303)
      expect(await ownersOf(id)).toEqual(['ann'])
      expect((await push(server, annKey, { id, version: '1.1.0' })).status).toBe(201)
      expect((await (await as(root)).get('/admin/orphans')).html).not.toContain(`/packages/${id}/owners`)
    })

    test('two who remove each other at the same time leave one owner', async () => {
      const id = await publish('Own.Race')
      const key = (await findPackage(server.deps.db.read, id.toLowerCase()))?.key ?? -1
      await server.deps.db.transaction((tx) => insertOwner(tx, key, ben.id, new Date()))
      const answers = await Promise.all([
        post(ann, `/packages/${id}/owners/ben/remove`),
        post(ben, `/packages/${id}/owners/ann/remove`),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 403])
      expect(await ownersOf(id)).toHaveLength(1)
    })

    function memberOf(org: Account, user: Account) {
      return { organizationId: org.id, userId: user.id, role: 'administrator' as Role, addedAt: new Date() }
    }
  })
})
