import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { lockAccount, unlockAccount } from '../src/accounts/lock-account.ts'
import { editKey } from '../src/keys/edit-key.ts'
import { createKey as makeKey } from '../src/keys/create-key.ts'
import { sendExpiryDigests } from '../src/keys/expiry-digest.ts'
import { listKeys } from '../src/keys/key-view.ts'
import { regenerateKey } from '../src/keys/regenerate-key.ts'
import { listKeysOfUser } from '../src/keys/store.ts'
import { changeMemberRole, removeMember } from '../src/organizations/change-member.ts'
import { changeOrganization, type OrganizationSettings } from '../src/organizations/change-organization.ts'
import { listOwners } from '../src/packages/owner-store.ts'
import { findPackage } from '../src/packages/store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, joinOrganization } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const day = 86_400_000
const page = { account: null, through: 'command-line', address: '203.0.113.7' } as const

describe.each(['sqlite', 'postgres'] as const)('keys that act for an organization on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let ben: Account
    let org: Account
    let count = 0

    beforeAll(async () => {
      server = await startTestServer({ database })
    })
    afterAll(() => server.close())

    beforeEach(async () => {
      count += 1
      ann = await createUser(server, { name: `ann${count}` })
      ben = await createUser(server, { name: `ben${count}` })
      org = await createOrganization(server, { name: `Contoso${count}`, administrator: ann, collaborators: [ben] })
    })

    let versions = 0
    /** Pushes the next version of the organization's package; status and reason. */
    async function pushNext(key: string, id = `Contoso${count}.Core`) {
      const { status, phrase } = await push(server, key, { id, version: `1.${(versions += 1)}.0` })
      return [status, phrase] as const
    }
    const refused = (text: string) => [403, expect.stringContaining(text)]
    const named = (user: Account) => ({ organization: org.name, user: user.name })

    async function setUp(settings: Partial<OrganizationSettings>) {
      const changed = await changeOrganization(server.deps, org.name, settings, operator)
      if (!changed.ok) throw new Error(changed.error.code)
      org = changed.value
    }

    async function newKey(user: Account, days: number): Promise<{ readonly secret: string }> {
      const fields = { name: 'key of a member', actions: new Set(['push'] as const), globs: ['*'], packageIds: [] }
      const wanted = { fields, lifetime: { days }, ownerName: org.name, formTokenHash: null }
      const made = await makeKey(server.deps, user, wanted, operator)
      if (!made.ok) throw new Error(JSON.stringify(made.error))
      return made.value
    }

    async function tryKey(user: Account, days: number): Promise<string> {
      const fields = { name: 'tried', actions: new Set(['push'] as const), globs: ['*'], packageIds: [] }
      const newKey = { fields, lifetime: { days }, ownerName: org.name, formTokenHash: null }
      const made = await makeKey(server.deps, user, newKey, operator)
      if (made.ok) return 'ok'
      return 'code' in made.error ? made.error.code : made.error.map(({ code }) => code).join(' ')
    }

    async function setTwoFactor(user: Account, at: Date | null) {
      const row = { two_factor_since: at?.getTime() ?? null }
      await server.deps.db.transaction((tx) => tx.updateTable('accounts').set(row).where('id', '=', user.id).execute())
    }

    test('gallery 27: what is pushed belongs to the organization, not to whoever made the key', async () => {
      const [own, forOrg] = [await createKey(server, ben), await createKey(server, ben, { owner: org })]
      expect((await pushNext(forOrg))[0]).toBe(201)
      const pkg = await findPackage(server.deps.db.read, `contoso${count}.core`)
      expect((await listOwners(server.deps.db.read, pkg?.key ?? -1)).map(({ name }) => name)).toEqual([org.name])
      expect(await pushNext(own)).toEqual(refused('belongs to other owners'))
    })

    test('gallery 28: the key of somebody who was removed dies at once, and works again when they are back', async () => {
      const key = await createKey(server, ben, { owner: org })
      expect((await pushNext(key))[0]).toBe(201)
      expect((await removeMember(server.deps, named(ben), operator)).ok).toBe(true)
      expect(await pushNext(key)).toEqual(refused(`The account ${ben.name} may no longer act for ${org.name}.`))
      expect((await unlist(server, key, `Contoso${count}.Core`, `1.${versions - 1}.0`)).status).toBe(403)
      await joinOrganization(server, org, ben)
      expect((await pushNext(key))[0]).toBe(201)
      expect((await unlist(server, key, `Contoso${count}.Core`, `1.${versions}.0`)).status).toBe(200)
    })

    test('a role that changes takes and gives no right to push', async () => {
      const key = await createKey(server, ann, { owner: org })
      await changeMemberRole(server.deps, { ...named(ben), role: 'administrator' }, operator)
      await changeMemberRole(server.deps, { ...named(ann), role: 'collaborator' }, operator)
      expect((await pushNext(key))[0]).toBe(201)
    })

    test('gallery 29: a locked organization publishes nothing, and neither does a locked member', async () => {
      const key = await createKey(server, ben, { owner: org })
      expect((await pushNext(key))[0]).toBe(201)
      await lockAccount(server.deps, org.name, operator)
      expect(await pushNext(key)).toEqual(refused(`The account ${org.name}, for which this key acts, is locked.`))
      expect(await tryKey(ben, 1)).toBe('key-owner-locked')
      await unlockAccount(server.deps, org.name, operator)
      expect((await pushNext(key))[0]).toBe(201)
      await lockAccount(server.deps, ben.name, operator)
      expect(await pushNext(key)).toEqual(refused(`The account ${ben.name} is locked`))
      await unlockAccount(server.deps, ben.name, operator)
      expect((await pushNext(key))[0]).toBe(201)
    })

    test('where two-factor sign-in is asked for, a key works from the moment its user has it', async () => {
      const key = await createKey(server, ben, { owner: org })
      const own = await createKey(server, ben)
      await setUp({ requiresTwoFactor: true })
      expect(await pushNext(key)).toEqual(refused('asks its members for two-factor sign-in'))
      expect((await pushNext(own, `Ben${count}.Own`))[0]).toBe(201)
      expect(await tryKey(ben, 1)).toBe('key-owner-needs-two-factor')
      await setTwoFactor(ben, server.clock.now())
      expect((await pushNext(key))[0]).toBe(201)
      expect(await tryKey(ben, 1)).toBe('ok')
      await setTwoFactor(ben, null)
      expect(await pushNext(key)).toEqual(refused('asks its members for two-factor sign-in'))
    })

    test('the expiry digest and the list of keys say when a key ends by the shorter limit of its organization', async () => {
      const { secret } = await newKey(ben, 90)
      await newKey(ann, 2)
      await setUp({ maxKeyDays: 30 })
      expect((await pushNext(secret))[0]).toBe(201)
      await sendExpiryDigests(server.deps)
      const digests = async () =>
        (await server.mails()).filter(({ to, text }) => to[0] === ben.email && /- key of a member: /.test(text))
      expect(await digests()).toEqual([])
      server.clock.advance(25 * day)
      await Promise.all([sendExpiryDigests(server.deps), sendExpiryDigests(server.deps)])
      expect((await digests()).map(({ text }) => /expire soon/.test(text))).toEqual([true])
      const [listed] = await listKeys(server.deps.db.read, ben, server.clock.now())
      expect(listed?.key.expiresAt.getTime()).toBe(server.clock.now().getTime() + 5 * day)
      server.clock.advance(5 * day)
      await sendExpiryDigests(server.deps)
      await sendExpiryDigests(server.deps)
      expect((await digests()).map(({ text }) => /have expired/.test(text))).toEqual([false, true])
      expect((await pushNext(secret))[0]).toBe(403)
    })

    test('a shorter life of keys counts for new ones, for edits, for regenerated ones, and for those in use', async () => {
      const key = await createKey(server, ben, { owner: org, days: 90 })
      const own = await createKey(server, ben, { days: 90 })
      const [found] = (await listKeysOfUser(server.deps.db.read, ben.id)).filter(({ ownerId }) => ownerId === org.id)
      if (!found) throw new Error('no key')
      server.clock.advance(40 * day)
      expect((await pushNext(key))[0]).toBe(201)
      await setUp({ maxKeyDays: 30 })
      const tooOld = `older than the 30 days for which ${org.name} lets keys live. Regenerate it`
      expect(await pushNext(key)).toEqual(refused(tooOld))
      expect((await pushNext(own, `Ben${count}.Own`))[0]).toBe(201)
      expect(await tryKey(ben, 31)).toBe('key-lifetime-invalid')
      expect(await tryKey(ben, 30)).toBe('ok')

      const fields = { name: 'edited', actions: new Set(['push'] as const), globs: ['*'], packageIds: [] }
      const edit = {
        keyId: found.id,
        fields,
        lifetime: { days: 31 },
        proof: { password: '', isRecentlyConfirmed: false },
      }
      expect(await editKey(server.deps, ben, edit, page)).toMatchObject({ error: [{ code: 'key-lifetime-invalid' }] })
      const again = { keyId: found.id, overlapHours: 0, formTokenHash: null } as const
      const regenerated = await regenerateKey(server.deps, ben.id, again, operator)
      if (!regenerated.ok) throw new Error('refused')
      const month = new Date(server.clock.now().getTime() + 30 * day)
      expect(regenerated.value.key.expiresAt).toEqual(month)
      expect((await pushNext(regenerated.value.secret))[0]).toBe(201)
      await setUp({ maxKeyDays: 10 })
      server.clock.advance(9 * day)
      const { warning, status } = await push(server, regenerated.value.secret, {
        id: `Contoso${count}.Core`,
        version: '9.0.0',
      })
      expect([status, warning]).toEqual([201, expect.stringContaining('expires in 24 hours')])
      server.clock.advance(1 * day)
      expect((await pushNext(regenerated.value.secret))[0]).toBe(403)
      await setUp({ maxKeyDays: null })
      expect((await pushNext(regenerated.value.secret))[0]).toBe(201)
    })
  })
})
