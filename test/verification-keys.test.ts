import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { revokeKey } from '../src/keys/end-key.ts'
import { listKeysOfUser } from '../src/keys/store.ts'
import { deleteVersions } from '../src/publish/delete-versions.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

const ended = 'The verification key is not valid: it was used, has expired or never was. Ask for a new one.'
const operator = { account: null, through: 'command-line', address: null } as const

describe.each(['sqlite', 'postgres'] as const)('verification keys on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let secret: string

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
      for (const version of ['1.0.0', '2.0.0']) await push(server, secret, { id: 'Verify.Me', version })
    })
    afterAll(() => server.close())

    async function ask(method: string, path: string, key: string | null) {
      const response = await fetch(`${server.url}/api/v2/${path}`, {
        method,
        headers: key === null ? {} : { 'X-NuGet-ApiKey': key },
      })
      return { status: response.status, phrase: response.statusText, text: await response.text(), response }
    }

    async function create(id = 'Verify.Me', key = secret): Promise<string> {
      const made = await ask('POST', `package/create-verification-key/${id}`, key)
      expect(made.status).toBe(200)
      return (JSON.parse(made.text) as { Key: string }).Key
    }

    async function rows() {
      const keys = await server.deps.db.read
        .selectFrom('verification_keys')
        .selectAll()
        .orderBy('secret_hash')
        .execute()
      const audit = await server.deps.db.read.selectFrom('audit').select('id').execute()
      return { keys, audit: audit.length }
    }

    test('one is made by a key that may push, lives a day, is stored as a hash and never cached', async () => {
      const { status, text, response } = await ask('POST', 'package/create-verification-key/Verify.Me/1.0.0', secret)
      expect(status).toBe(200)
      const { Key, Expires } = JSON.parse(text) as { Key: string; Expires: string }
      expect(Key).toMatch(/^[0-9a-f-]{36}$/)
      expect(Expires).toMatch(/T.*\.\d{7}Z$/)
      expect(Date.parse(Expires) - server.clock.now().getTime()).toBe(86_400_000)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(JSON.stringify(await rows())).not.toContain(Key)
      const audit = await server.deps.db.read.selectFrom('audit').select(['action', 'detail']).orderBy('id').execute()
      expect(audit.at(-1)?.action).toBe('CreateVerificationKey')
      expect(JSON.stringify(audit)).not.toContain(Key)
    })

    test.each(['verifykey/Verify.Me', 'verifykey/verify.me/1.0', 'verifykey/Verify.Me/2.0.0/'])(
      'one answers 200 to %s, once',
      async (path) => {
        const key = await create()
        expect(await ask('GET', path, key)).toMatchObject({ status: 200, text: '' })
        expect(await ask('GET', path, key)).toMatchObject({ status: 403, phrase: ended })
      },
    )

    test('of two uses at once one is answered 200', async () => {
      const key = await create()
      const answers = await Promise.all(Array.from({ length: 6 }, () => ask('GET', 'verifykey/Verify.Me', key)))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403])
    })

    test('one counts in the header even where Basic credentials come along', async () => {
      const headers = {
        'X-NuGet-ApiKey': await create(),
        Authorization: `Basic ${Buffer.from('ann:something').toString('base64')}`,
      }
      expect((await fetch(`${server.url}/api/v2/verifykey/Verify.Me`, { headers })).status).toBe(200)
    })

    test('one ends after a day', async () => {
      const key = await create()
      server.clock.advance(86_400_000)
      expect(await ask('GET', 'verifykey/Verify.Me', key)).toMatchObject({ status: 403, phrase: ended })
    })

    test('one speaks for its own package only, and is used up by a wrong question', async () => {
      const key = await create()
      expect(await ask('GET', 'verifykey/Other', key)).toMatchObject({
        status: 403,
        phrase: 'This verification key is for another package than other. Ask for one for that package.',
      })
      expect((await ask('GET', 'verifykey/Verify.Me', key)).status).toBe(403)
    })

    test('unknown packages and versions are 404, deleted ones too; a key may be made for a package to come', async () => {
      expect((await ask('GET', 'verifykey/Verify.Later', await create('Verify.Later'))).status).toBe(404)
      expect((await ask('GET', 'verifykey/Verify.Me/9.0.0', await create())).status).toBe(404)
      await push(server, secret, { id: 'Verify.Gone', version: '1.0.0' })
      const deletion = { id: 'Verify.Gone', versions: 'all', kind: 'soft', reason: null } as const
      await deleteVersions(server.deps, { kind: 'administrator' }, deletion, operator)
      expect((await ask('GET', 'verifykey/Verify.Gone/1.0.0', await create('Verify.Gone'))).status).toBe(404)
      expect((await ask('GET', 'verifykey/Verify.Gone', await create('Verify.Gone'))).status).toBe(404)
    })

    test('the rights are those of the API key and its owner now: of strangers, revoked keys and narrow ones nothing is left', async () => {
      const bob = await createUser(server)
      const stranger = await ask('GET', 'verifykey/Verify.Me', await create('Verify.Me', await createKey(server, bob)))
      expect(stranger.status).toBe(403)
      expect(stranger.phrase).toContain('belongs to other owners')

      const key = await create('Verify.Me', await createKey(server, ann))
      const keyId = Math.max(...(await listKeysOfUser(server.deps.db.read, ann.id)).map(({ id }) => id))
      await revokeKey(server.deps, ann.id, keyId, operator)
      const revoked = await ask('GET', 'verifykey/Verify.Me', key)
      expect(revoked.status).toBe(403)
      expect(revoked.phrase).toContain('was revoked')
    })

    test('an API key that may push is answered as well, and the audit log names package and version as they are', async () => {
      expect((await ask('GET', 'verifykey/verify.me/1.0', secret)).status).toBe(200)
      const columns = ['action', 'package_id', 'version', 'actor_name'] as const
      const audit = await server.deps.db.read.selectFrom('audit').select(columns).orderBy('id').execute()
      const expected = { action: 'Verify', package_id: 'Verify.Me', version: '1.0.0', actor_name: 'ann' }
      expect(audit.at(-1)).toEqual(expected)
    })

    test('refused requests leave no trace: no key, no scope, no pattern, no package ID, wrong method', async () => {
      const unlistOnly = await createKey(server, ann, { actions: ['unlist'] })
      const narrow = await createKey(server, ann, { globs: ['Contoso.*'] })
      const before = await rows()
      const place = 'package/create-verification-key'
      const answers = [
        await ask('POST', `${place}/Verify.Me`, null),
        await ask('POST', `${place}/Verify.Me`, unlistOnly),
        await ask('POST', `${place}/Verify.Me`, narrow),
        await ask('POST', `${place}/not%20an%20ID`, secret),
        await ask('PUT', `${place}/Verify.Me/1.0.0`, secret),
        await ask('GET', 'verifykey/Verify.Me', null),
        await ask('GET', 'verifykey/Verify.Me', unlistOnly),
        await ask('GET', 'verifykey/Verify.Me', narrow),
        await ask('GET', 'verifykey/Verify.Me', 'fedcba98-0000-4000-8000-0123456789ab'),
        await ask('POST', 'verifykey/Verify.Me', secret),
      ]
      expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 404, 405, 401, 403, 403, 403, 405])
      expect(await rows()).toEqual(before)
    })
  })
})
