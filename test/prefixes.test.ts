import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { putMember } from '../src/accounts/membership-store.ts'
import { createKey as makeKey } from '../src/keys/create-key.ts'
import { keyActions } from '../src/keys/key.ts'
import { addOwner } from '../src/owners/add-owner.ts'
import { removeOwner } from '../src/owners/remove-owner.ts'
import {
  addPrefixOwner,
  releasePrefix,
  removePrefixOwner,
  reservePrefix,
  type NewPrefix,
} from '../src/prefixes/change-prefix.ts'
import { listMarkChanges } from '../src/prefixes/mark-store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, textOf } from './session.ts'
import { readTraces } from './traces.ts'

/** What a refused push answers: never 409, which clients take for success. */
const reserved = [403, expect.stringContaining('is reserved')]

const operator = { account: null, through: 'command-line', address: null } as const

describe.each(['sqlite', 'postgres'] as const)('reserved ID prefixes on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let ben: Account
    let annKey: string
    let benKey: string

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      ben = await createUser(server, { name: 'ben' })
      ;[annKey, benKey] = [await createKey(server, ann), await createKey(server, ben)]
    })
    afterAll(() => server.close())

    async function reserve(pattern: string, ownerNames: readonly string[], more: Partial<NewPrefix> = {}) {
      const made = await reservePrefix(server.deps, { pattern, ownerNames, isShared: false, ...more }, operator)
      if (!made.ok) throw new Error(JSON.stringify(made.error))
      return made.value
    }

    async function pushNew(key: string, id: string, version = '1.0.0') {
      const { status, phrase } = await push(server, key, { id, version })
      return status === 201 ? 201 : ([status, phrase] as const)
    }

    async function isVerified(id: string): Promise<boolean | undefined> {
      const answer = await fetch(`${server.url}/v3/query?q=packageid:${id}`)
      const { data } = (await answer.json()) as { data: { id: string; verified: boolean }[] }
      const found = data.find((item) => item.id === id)?.verified
      const registration = await fetch(`${server.url}/v3/reg-gz2/${id.toLowerCase()}/index.json`)
      const { verified = false } = (await registration.json()) as { verified?: true }
      expect(verified, 'registration').toBe(found)
      return found
    }

    test('gallery 60, protocol 43: members push below the prefix of an organization, with the mark; strangers get 403', async () => {
      const org = await createUser(server, { name: `${database}-org` })
      await server.deps.db.transaction(async (tx) => {
        await tx.updateTable('accounts').set({ kind: 'organization' }).where('id', '=', org.id).execute()
        const member = { organizationId: org.id, userId: ann.id, role: 'collaborator' as const }
        await putMember(tx, { ...member, addedAt: server.clock.now() })
      })
      const fields = { name: 'org', actions: new Set(keyActions), globs: ['*'], packageIds: [] }
      const key = { fields, lifetime: { days: 90 }, ownerName: org.name, formTokenHash: null }
      const made = await makeKey(server.deps, ann, key, operator)
      const orgKey = made.ok ? made.value.secret : ''

      expect(await pushNew(benKey, 'Contoso.Earlier')).toBe(201)
      await reserve('Contoso.*', [org.name])
      expect(await pushNew(orgKey, 'Contoso.A')).toBe(201)
      expect(await isVerified('Contoso.A')).toBe(true)
      expect(await pushNew(annKey, 'Contoso.Own')).toEqual([
        403,
        'The ID Contoso.Own is reserved: Contoso.* belongs to other accounts than ann. Choose another ID, or ask an administrator of this gallery.',
      ])
      const before = await readTraces(server.deps)
      expect(await pushNew(benKey, 'Contoso.B')).toEqual(reserved)
      expect(await readTraces(server.deps)).toEqual(before)

      expect(await pushNew(benKey, 'Contoso.Earlier', '1.1.0')).toBe(201)
      expect(await isVerified('Contoso.Earlier')).toBe(false)
      expect(await pushNew(benKey, 'Contoso')).toBe(201) // not below it
      const audit = await server.deps.db.read
        .selectFrom('audit')
        .select(['actor_name', 'through', 'detail'])
        .where('package_id', '=', 'Contoso.B')
        .execute()
      expect(audit).toEqual([{ actor_name: 'ben', through: 'key', detail: '{"owner":"ben","reserved":"Contoso.*"}' }])
    })

    test('gallery 60: anybody pushes below a shared prefix, and only its owner gets the mark', async () => {
      await reserve('Shared.*', ['ann'], { isShared: true })
      expect([await pushNew(annKey, 'Shared.A'), await pushNew(benKey, 'Shared.B')]).toEqual([201, 201])
      expect([await isVerified('Shared.A'), await isVerified('Shared.B')]).toEqual([true, false])
      const nested = await reserve('Shared.Part.*', ['ben']) // becomes shared, too
      expect(nested.isShared).toBe(true)
      expect(await pushNew(annKey, 'Shared.Part.A')).toBe(201)
    })

    test('an exact ID, a delegated part, and one that nobody owns', async () => {
      await reserve('Exact.One', ['ann'])
      expect(await pushNew(benKey, 'exact.one')).toEqual(reserved)
      expect(await pushNew(benKey, 'Exact.One.More')).toBe(201)

      await reserve('Whole.*', ['ann'])
      await reserve('Whole.Part.*', ['ben'])
      expect(await pushNew(benKey, 'Whole.Part.B')).toBe(201)
      expect(await pushNew(annKey, 'Whole.Part.A')).toBe(201)
      expect(await pushNew(benKey, 'Whole.Other')).toEqual(reserved)
      expect([await isVerified('Whole.Part.B'), await isVerified('Whole.Part.A')]).toEqual([true, true])

      await reserve('Nobody.*', [])
      expect(await pushNew(annKey, 'Nobody.A')).toEqual([403, expect.stringContaining('nobody may push new packages')])
    })

    test('lesson: no ID is taken below a prefix by letter case or by separators that look alike', async () => {
      await reserve('Fabrikam.*', ['ann'])
      for (const id of ['fabrikam.a', 'FABRIKAM.B', 'Fabrikam-C', 'Fabrikam_D', 'fAbRiKaM-e']) {
        expect(await pushNew(benKey, id)).toEqual(reserved)
      }
      for (const id of ['Fabrıkam.A', 'Fabrikam\u2024A', 'Fаbrikam.A']) {
        const { status } = await push(server, benKey, { id })
        expect(status).toBe(400) // letters beyond ASCII: no new ID has them
      }
      expect(await pushNew(annKey, 'Fabrikam-C')).toBe(201)
    })

    test('only a conflict is refused, and each reservation is audited', async () => {
      const wanted = { ownerNames: ['ann'], isShared: false }
      await reserve('Conflict.A.*', ['ann'])
      const codes = []
      for (const pattern of ['Conflict.*', 'conflict-a.*', 'Conflict.A.B.*', 'Conflict.A', 'nothing here*', '*']) {
        const made = await reservePrefix(server.deps, { ...wanted, pattern }, operator)
        codes.push(made.ok ? 'ok' : made.error.code)
      }
      expect(codes).toEqual(['prefix-taken', 'prefix-taken', 'ok', 'ok', 'prefix-invalid', 'prefix-missing'])
      const unknown = await reservePrefix(server.deps, { ...wanted, pattern: 'X.*', ownerNames: ['nobody'] }, operator)
      expect(unknown).toMatchObject({ ok: false, error: { code: 'prefix-owner-unknown' } })
      const rows = await server.deps.db.read
        .selectFrom('audit')
        .select('detail')
        .where('action', '=', 'ReservePrefix')
        .execute()
      expect(rows.filter(({ detail }) => detail.includes('Conflict'))).toHaveLength(3)
    })

    test('the mark follows reservations, their owners and the owners of packages; pages and search show it at once', async () => {
      expect(await pushNew(annKey, 'Mark.A')).toBe(201)
      expect(await isVerified('Mark.A')).toBe(false)
      const prefix = await reserve('Mark.*', [])
      expect(await isVerified('Mark.A')).toBe(false)
      await addPrefixOwner(server.deps, prefix.number, 'ANN', operator)
      expect(await isVerified('Mark.A')).toBe(true)
      const page = await fetch(`${server.url}/packages/Mark.A`).then((answer) => answer.text())
      expect(page).toContain('The prefix of this ID is reserved for one of its owners')
      const search = await fetch(`${server.url}/packages?q=Mark.A`).then((answer) => answer.text())
      expect(search).toContain('The prefix of this ID is reserved for one of its owners')

      const part = await reserve('Mark.A', ['ann'])
      await removePrefixOwner(server.deps, prefix.number, 'ann', operator)
      expect(await isVerified('Mark.A')).toBe(true) // there is another reason
      await releasePrefix(server.deps, part.number, operator)
      expect(await isVerified('Mark.A')).toBe(false)

      await addPrefixOwner(server.deps, prefix.number, 'ben', operator)
      expect(await isVerified('Mark.A')).toBe(false)
      const change = { id: 'Mark.A', name: 'ben', message: null, handOverFrom: null }
      const administrator = { kind: 'administrator' } as const
      await addOwner(server.deps, administrator, change, operator)
      expect(await isVerified('Mark.A')).toBe(true)
      await removeOwner(server.deps, administrator, change, operator)
      expect(await isVerified('Mark.A')).toBe(false)
      const marks = await server.deps.db.read
        .selectFrom('audit')
        .select('action')
        .where('package_id', '=', 'Mark.A')
        .where('action', 'like', 'Mark%')
        .orderBy('id')
        .execute()
      expect(marks.map(({ action }) => action)).toEqual([
        'MarkVerified',
        'MarkUnverified',
        'MarkVerified',
        'MarkUnverified',
      ])
    })

    /** The server's database, whose next transaction of this kind does its work and then waits for `goOn` to commit. */
    function pauseNext(kind: 'transaction' | 'sharedTransaction') {
      const { db } = server.deps
      const usual = db[kind]
      let [reached, goOn] = [() => {}, () => {}]
      const isReached = new Promise<void>((resolve) => (reached = resolve))
      const mayGoOn = new Promise<void>((resolve) => (goOn = resolve))
      db[kind as 'transaction'] = (work) => {
        db[kind as 'transaction'] = usual
        return usual.call(db, async (tx) => {
          const done = await work(tx)
          reached()
          await mayGoOn
          return done
        }) as ReturnType<typeof work>
      }
      return { isReached, goOn }
    }

    const wrongMarks = async () => (await listMarkChanges(server.deps.db.read, 'all')).map(({ id }) => id)

    test('a push at the very moment a prefix is reserved, or given up, leaves no wrong mark', async () => {
      const pushing = pauseNext('sharedTransaction')
      const pushed = pushNew(annKey, 'Moment.Pushed')
      await pushing.isReached
      const reserving = reserve('Moment.*', ['ann'])
      await delay(200)
      pushing.goOn()
      expect(await pushed).toBe(201)
      const { number } = await reserving
      expect([await wrongMarks(), await isVerified('Moment.Pushed')]).toEqual([[], true])

      const second = pauseNext('sharedTransaction')
      const pushedAgain = pushNew(annKey, 'Moment.Again')
      await second.isReached
      const releasing = releasePrefix(server.deps, number, operator)
      await delay(200)
      second.goOn()
      expect(await pushedAgain).toBe(201)
      expect((await releasing).ok).toBe(true)
      expect([await wrongMarks(), await isVerified('Moment.Again')]).toEqual([[], false])
    })

    test('a new owner at the very moment a prefix gets or loses one leaves no wrong mark', async () => {
      await pushNew(benKey, 'Meanwhile.Owned')
      const { number } = await reserve('Meanwhile.*', [])
      const add = { id: 'Meanwhile.Owned', name: 'ann', message: null, handOverFrom: null }
      for (const [change, isMarked] of [
        [addPrefixOwner, true],
        [removePrefixOwner, false],
      ] as const) {
        const adding = pauseNext('transaction')
        const added = addOwner(server.deps, { kind: 'administrator' }, add, operator)
        await adding.isReached
        const changing = change(server.deps, number, 'ann', operator)
        await delay(200)
        adding.goOn()
        expect([(await added).ok, (await changing).ok]).toEqual([true, true])
        expect([await wrongMarks(), await isVerified('Meanwhile.Owned')]).toEqual([[], isMarked])
        await removeOwner(server.deps, { kind: 'administrator' }, { id: 'Meanwhile.Owned', name: 'ann' }, operator)
      }
    })

    test('only a prefix owner removes a prefix owner from a package', async () => {
      expect(await pushNew(annKey, 'Peer.A')).toBe(201)
      const prefix = await reserve('Peer.*', ['ann'])
      const administrator = { kind: 'administrator' } as const
      const added = { id: 'Peer.A', name: 'ben', message: null, handOverFrom: null }
      await addOwner(server.deps, administrator, added, operator)
      const visitor = await signIn(server, ben)
      const refused = await visitor.post('/packages/Peer.A/owners/ann/remove', {}, { from: '/account' })
      expect([refused.status, textOf(refused.html)]).toEqual([
        400,
        expect.stringContaining('ann owns the reserved prefix Peer.*'),
      ])
      await addPrefixOwner(server.deps, prefix.number, 'ben', operator)
      const removed = await visitor.post('/packages/Peer.A/owners/ann/remove', {}, { from: '/account' })
      expect(removed.status).toBe(303)
    })

    test('people ask for a prefix; an administrator reserves or declines it, and the asker gets a mail', async () => {
      const visitor = await signIn(server, ben)
      const root = await createUser(server, { name: `${database}-root`, admin: true })
      const admin = await signIn(server, root)
      const ask = (fields: Record<string, string>) =>
        visitor.post('/account/prefixes', {
          pattern: 'Asked.*',
          account: 'ben',
          message: 'My <i>company</i>.',
          ...fields,
        })
      for (const [fields, sentence] of [
        [{ message: '' }, 'Say why these IDs are yours'],
        [{ account: 'ann' }, 'You may not ask for a prefix in the name of ann'],
        [{ pattern: 'a b*' }, 'cannot begin a package ID'],
        [{ message: 'x'.repeat(2001) }, 'at most 2000 characters'],
      ] as const) {
        const refused = await ask(fields)
        expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining(sentence)])
      }
      expect((await ask({})).status).toBe(303)
      expect((await ask({ pattern: 'asked-*' })).status).toBe(400) // there is an open request
      expect((await ask({ pattern: 'Declined.*' })).status).toBe(303)
      expect((await server.mails()).at(-1)).toMatchObject({ to: [root.email] })

      expect((await visitor.get('/admin/prefixes')).status).toBe(404)
      const queue = await admin.get('/admin/prefixes')
      expect(textOf(queue.html)).toContain('ben asks for Asked.* for ben')
      const numbers = [...queue.html.matchAll(/prefixes\/requests\/(\d+)/g)].map(([, number]) => number)
      const decide = (number: string | undefined, fields: Record<string, string>) =>
        admin.post(`/admin/prefixes/requests/${number}`, fields, { from: '/admin/prefixes' })
      expect(
        (await visitor.post(`/admin/prefixes/requests/${numbers[0]}`, { act: 'grant' }, { from: '/account' })).status,
      ).toBe(404)
      expect((await decide(numbers[0], { act: 'grant' })).status).toBe(303)
      expect((await decide(numbers[0], { act: 'grant' })).status).toBe(400)
      expect((await decide(numbers[1], { act: 'decline', reason: 'A common word.' })).status).toBe(303)
      const answers = (await server.mails()).slice(-2)
      expect(answers.map(({ to, subject }) => [to[0], subject])).toEqual([
        [ben.email, '[Lode] Asked.* is reserved for ben'],
        [ben.email, '[Lode] The prefix Declined.* is not reserved'],
      ])
      expect(answers[1]?.text).toContain('A common word.')
      expect(await pushNew(annKey, 'Asked.A')).toEqual(reserved)
      expect(await pushNew(benKey, 'Asked.A')).toBe(201)
      const own = textOf((await visitor.get('/account/Packages')).html)
      expect(own).toContain('Reserved prefixes (')
      expect(own).toContain('Asked.* ben owners only')
    })

    test('administrators reserve, search, change owners and release on a page, by POST with a form token', async () => {
      const admin = await signIn(server, await createUser(server, { name: `${database}-keeper`, admin: true }))
      const from = '/admin/prefixes'
      const fields = { pattern: 'Paged.*', owners: 'ann, ben' }
      expect((await admin.post(from, { ...fields, form_token: 'none' })).status).toBe(400)
      expect((await admin.post(from, fields)).status).toBe(303)
      const again = await admin.post(from, fields)
      expect([again.status, textOf(again.html)]).toEqual([400, expect.stringContaining('is reserved already')])
      const found = await admin.get(`${from}?q=paged`)
      const path = /\/admin\/prefixes\/\d+/.exec(found.html)?.[0] ?? ''
      expect(textOf(found.html)).toContain('Paged.* ann, ben owners only')
      expect((await admin.get(`${from}?q=nothing-like-it`)).html).toContain('No reservation matches')

      expect((await admin.post(`${path}/owners/remove`, { name: 'ben' }, { from: path })).status).toBe(303)
      expect(await pushNew(benKey, 'Paged.A')).toEqual(reserved)
      expect((await admin.post(`${path}/owners/add`, { name: 'nobody' }, { from: path })).status).toBe(400)
      expect((await admin.post(`${path}/owners/add`, { name: 'ben' }, { from: path })).status).toBe(303)
      expect(await pushNew(benKey, 'Paged.A')).toBe(201)
      for (const act of ['owners/add', 'owners/remove', 'release']) await admin.get(`${path}/${act}`)
      expect((await admin.get(path)).status).toBe(200)
      expect((await admin.post(`${path}/release`, {}, { from: path })).status).toBe(303)
      expect((await admin.get(path)).status).toBe(404)
      expect(await isVerified('Paged.A')).toBe(false)
    })

    test('a deleted account leaves its reservations, and its packages lose the mark', async () => {
      const gone = await createUser(server, { name: `${database}-gone` })
      const key = await createKey(server, gone)
      await reserve('Gone.*', [gone.name])
      expect(await pushNew(key, 'Gone.A')).toBe(201)
      expect(await isVerified('Gone.A')).toBe(true)
      expect(await deleteAccount(server.deps, gone.name, { orphans: 'keep' }, operator)).toMatchObject({ ok: true })
      expect(await isVerified('Gone.A')).toBe(false)
      expect(await pushNew(annKey, 'Gone.B')).toEqual([403, expect.stringContaining('nobody may push')])
    })
  })
})
