import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { lockAccount, unlockAccount } from '../src/accounts/lock-account.ts'
import { makeSecret, parseSecret } from '../src/keys/secret.ts'
import { findKeyBySecretHash, listKeysOfUser } from '../src/keys/store.ts'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, relist, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { findField, openVisitor, signIn } from './session.ts'

const day = 86_400_000
const list = '/account/apikeys'
const operator = { account: null, through: 'command-line', address: null } as const

/** What a key may and may not do, seen from the publishing client. Numbers: gallery.md §16, protocol.md §16. */
describe.each(['sqlite', 'postgres'] as const)('on %s', (database) => {
  describe.skipIf(!canRunOn(database))('a key', () => {
    let server: TestServer
    let ann: Account
    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
    })
    afterAll(() => server.close())

    async function expectPushes(secret: string, expected: Readonly<Record<string, number>>): Promise<void> {
      for (const [text, status] of Object.entries(expected)) {
        const [id = '', version = '1.0.0'] = text.split('@')
        const answer = await push(server, secret, { id, version })
        expect({ [text]: answer.status }, answer.phrase).toEqual({ [text]: status })
      }
    }

    async function idOf(secret: string): Promise<number> {
      const found = await findKeyBySecretHash(server.deps.db.read, parseSecret(secret)?.hash ?? '')
      return found?.key.id ?? 0
    }

    test('gallery 12: that ends within ten days still pushes, with a warning that says when and where to go', async () => {
      const [soon, later] = [await createKey(server, ann, { days: 9 }), await createKey(server, ann, { days: 11 })]
      const warned = await push(server, soon, { id: 'Keys.Warned' })
      expect(warned.status).toBe(201)
      expect(warned.warning).toMatch(/expires in 9 days.*http\S+\/account\/apikeys/)
      expect(warned.warning).toMatch(/^[\x20-\x7e]+$/)
      const quiet = await push(server, later, { id: 'Keys.Quiet' })
      expect(quiet.status).toBe(201)
      expect(quiet.warning ?? '').not.toContain('expires')
    })

    test('gallery 11, protocol 38: that has expired is refused, and its holder told when', async () => {
      const secret = await createKey(server, ann, { days: 1 })
      server.clock.advance(day)
      const answer = await push(server, secret, { id: 'Keys.Expired' })
      server.clock.advance(-day)
      expect(answer).toMatchObject({ status: 403, phrase: expect.stringMatching(/expired on \d{4}-\d\d-\d\d/) })
    })

    test('gallery 22, protocol 39: for Contoso.* covers contoso.util, not Contoso and not Other', async () => {
      const secret = await createKey(server, ann, { actions: ['push'], globs: ['Contoso.*'] })
      await expectPushes(secret, { 'contoso.util': 201, Contoso: 403, Other: 403, 'MyContoso.X': 403 })
    })

    test('gallery 23, protocol 40: for new versions only makes no new package; one for both does', async () => {
      const [both, versions] = [
        await createKey(server, ann, { actions: ['push'] }),
        await createKey(server, ann, { actions: ['push-version'] }),
      ]
      await expectPushes(versions, { 'Keys.Versions': 403 })
      await expectPushes(both, { 'Keys.Versions@1.0.0': 201 })
      await expectPushes(versions, { 'Keys.Versions@1.1.0': 201, 'Keys.Other@1.0.0': 403 })
    })

    test('gallery 24, protocol 41: for unlisting unlists and relists, and does not push; the package stays restorable', async () => {
      const [both, unlister] = [
        await createKey(server, ann, { actions: ['push'] }),
        await createKey(server, ann, { actions: ['unlist'] }),
      ]
      await expectPushes(both, { 'Keys.Unlisted': 201 })
      expect((await unlist(server, unlister, 'Keys.Unlisted', '1.0.0')).status).toBe(200)
      await expectPushes(unlister, { 'Keys.Unlisted@2.0.0': 403 })
      const nupkg = await fetch(`${server.url}/v3/flat/keys.unlisted/1.0.0/keys.unlisted.1.0.0.nupkg`)
      expect(nupkg.status).toBe(200)
      await nupkg.arrayBuffer()
      expect((await relist(server, unlister, 'Keys.Unlisted', '1.0.0')).status).toBe(200)
    })

    test('gallery 25: for pushing does not unlist', async () => {
      const secret = await createKey(server, ann, { actions: ['push', 'push-version'] })
      await expectPushes(secret, { 'Keys.PushOnly': 201 })
      const answer = await unlist(server, secret, 'Keys.PushOnly', '1.0.0')
      expect(answer).toMatchObject({ status: 403, phrase: expect.stringContaining('may not unlist') })
    })

    test('with chosen packages covers these, in any letter case, and none that is named alike', async () => {
      await expectPushes(await createKey(server, ann), { 'Keys.Chosen': 201 })
      const secret = await createKey(server, ann, { packageIds: ['Keys.Chosen'] })
      await expectPushes(secret, { 'keys.CHOSEN@2.0.0': 201, 'Keys.Chosen.More': 403 })
    })

    test('gallery 31: is case-sensitive, white space around it does not matter, and a cut one dies without a look-up', async () => {
      const secret = await createKey(server, ann)
      const padded = await push(server, `  ${secret}\t`, { id: 'Keys.Padded' })
      expect(padded.status).toBe(201)
      const unknown = (await push(server, 'anything', { id: 'Keys.Cut' })).phrase
      const realDatabase = server.deps.db.read.selectFrom
      let lookUps = 0
      server.deps.db.read.selectFrom = ((...args: Parameters<typeof realDatabase>) => {
        if (String(args[0]).startsWith('api_key')) lookUps += 1
        return realDatabase.apply(server.deps.db.read, args)
      }) as typeof realDatabase
      try {
        for (const text of [
          secret.toUpperCase(),
          secret.slice(0, -1),
          `${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`,
        ]) {
          expect(await push(server, text, { id: 'Keys.Cut' })).toMatchObject({ status: 403, phrase: unknown })
        }
        expect(lookUps).toBe(0)
        await push(server, makeSecret().secret, { id: 'Keys.Cut' })
        expect(lookUps).toBe(1) // the counter counts
      } finally {
        server.deps.db.read.selectFrom = realDatabase
      }
    })

    test('gallery 32, protocol 37 and 38: missing is 401 with a challenge; random, forged and deleted ones get one and the same 403', async () => {
      const missing = await push(server, null, { id: 'Keys.None' })
      expect(missing).toMatchObject({ status: 401, challenge: expect.stringMatching(/^ApiKey realm="localhost:\d+"$/) })
      const gone = await createKey(server, ann)
      const visitor = await signIn(server, ann)
      await visitor.post(`${list}/${await idOf(gone)}/delete`, {}, { from: list })
      const answers = await Promise.all(
        ['random text', makeSecret().secret, gone].map((text) => push(server, text, { id: 'Keys.None' })),
      )
      expect(new Set(answers.map(({ status, phrase }) => `${status} ${phrase}`)).size).toBe(1)
      expect(answers[0]).toMatchObject({ status: 403, challenge: null })
    })

    test('protocol 50: as the password of Basic authentication pushes, beside any text as the key', async () => {
      const secret = await createKey(server, ann)
      const headers = { Authorization: `Basic ${Buffer.from(`anybody:${secret}`).toString('base64')}` }
      const send = async (version: string, more: Record<string, string> = {}) => {
        const body = new Uint8Array(await buildNupkg({ id: 'Keys.Basic', version }))
        const answer = await fetch(`${server.url}/api/v2/package/`, {
          method: 'PUT',
          body,
          headers: { ...headers, ...more },
        })
        await answer.text()
        return answer.status
      }
      expect(await send('1.0.0')).toBe(201)
      expect(await send('1.1.0', { 'X-NuGet-ApiKey': 'any-string' })).toBe(201)
      const narrow = await createKey(server, ann, { globs: ['Elsewhere.*'] })
      expect(await send('1.2.0', { 'X-NuGet-ApiKey': narrow })).toBe(403) // both there: the key decides
    })

    test('gallery 30: of a locked user is refused, and works again when the lock is lifted', async () => {
      const bob = await createUser(server)
      const secret = await createKey(server, bob)
      await lockAccount(server.deps, bob.name, operator)
      const answer = await push(server, secret, { id: 'Keys.Locked' })
      expect(answer).toMatchObject({ status: 403, phrase: expect.stringContaining('is locked') })
      await unlockAccount(server.deps, bob.name, operator)
      await expectPushes(secret, { 'Keys.Locked': 201 })
    })

    test('gallery 33: is nowhere in a dump of the database, and remembers when and from where it was used', async () => {
      const visitor = await signIn(server, ann)
      const page = await visitor.get(list)
      const made = await visitor.post(list, {
        ...formOf(page.html),
        name: 'dumped',
        push: 'on',
        globs: 'Dump.*',
        lifetime: '90',
      })
      expect(made.status).toBe(200)
      expect(made.headers.get('Cache-Control')).toBe('no-store')
      const secret = /lode_[a-z2-9]{46}/.exec(made.html)?.[0] ?? ''
      await expectPushes(secret, { 'Dump.Me': 201 })
      await expect.poll(async () => (await findByName('dumped'))?.lastUsedFrom, { timeout: 5000 }).toBeTruthy()

      const tables = [
        'accounts',
        'api_keys',
        'api_key_secrets',
        'api_key_subjects',
        'audit',
        'mails',
        'jobs',
        'spent_form_tokens',
        'sessions',
      ] as const
      const rows = await Promise.all(tables.map((table) => server.deps.db.read.selectFrom(table).selectAll().execute()))
      const dump = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
      expect(dump).toContain(secret.slice(0, 13)) // the visible part, for the audit log
      expect(dump).not.toContain(secret.slice(13))
      expect(dump).not.toContain(Buffer.from(secret).toString('base64').slice(20, 40))
    })

    async function findByName(name: string) {
      return (await listKeysOfUser(server.deps.db.read, ann.id)).find((key) => key.name === name)
    }

    /** The hidden fields of the form on the page. */
    function formOf(html: string): { form_token: string; once: string; owner: string } {
      const field = (name: string) => findField(html, name) ?? ''
      return { form_token: field('form_token'), once: field('once'), owner: 'ann' }
    }

    test('gallery 34: of somebody else is not there: 404 for every action, and it lives on', async () => {
      const secret = await createKey(server, ann)
      const id = await idOf(secret)
      const mallory = await signIn(server, await createUser(server))
      for (const action of ['edit', 'regenerate', 'revoke', 'delete']) {
        expect((await mallory.get(`${list}/${id}/${action}`)).status).toBe(404)
        const answer = await mallory.post(
          `${list}/${id}/${action}`,
          { name: 'mine now', globs: '*', push: 'on' },
          { from: list },
        )
        expect({ action, status: answer.status }).toEqual({ action, status: 404 })
      }
      await expectPushes(secret, { 'Keys.Mine': 201 })
    })

    test('gallery 34: is changed by a form of ours only: without its token 400, from another site 400, with GET nothing', async () => {
      const secret = await createKey(server, ann)
      const id = await idOf(secret)
      const visitor = await signIn(server, ann)
      for (const path of [
        list,
        ...['edit', 'regenerate', 'revoke', 'delete'].map((action) => `${list}/${id}/${action}`),
      ]) {
        expect((await visitor.post(path, { form_token: 'guessed' })).status).toBe(400)
        expect((await visitor.post(path, {}, { from: list, headers: { Origin: 'https://evil.example' } })).status).toBe(
          400,
        )
        expect((await visitor.get(path)).status).toBe(200)
      }
      expect((await openVisitor(server).get(list)).location).toContain('/users/account/LogOn?returnUrl=')
      await expectPushes(secret, { 'Keys.Forms': 201 })
    })
  })
})
