import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteMember } from '../src/accounts/membership-store.ts'
import { findAccountById, holdAccount } from '../src/accounts/store.ts'
import type { Db } from '../src/db/database.ts'
import { createKey as makeKey } from '../src/keys/create-key.ts'
import { transformAccount } from '../src/organizations/transform-account.ts'
import { addOwner } from '../src/owners/add-owner.ts'
import { acceptRequest } from '../src/owners/answer-request.ts'
import { listOrphans, listOwners } from '../src/packages/owner-store.ts'
import { findPackage, findVersion, takePackage } from '../src/packages/store.ts'
import { changeListing } from '../src/publish/listing.ts'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { beginUpload } from './slow-upload.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const asOperator = { kind: 'administrator' } as const

/** On PostgreSQL a transaction may wait in its midst: what it has read by then may be true no more. */
describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('rights that change meanwhile on %s', (database) => {
  let server: TestServer
  let ann: Account
  let secret: string

  beforeAll(async () => {
    server = await startTestServer({ database, settings: { LODE_KEY_MAX_PER_ACCOUNT: '3' } })
    ann = await createUser(server, { name: 'ann' })
    secret = await createKey(server, ann)
  })
  afterAll(() => server.close())

  let names = 0
  const newUser = () => createUser(server, { name: `person${++names}` })
  const deps = () => ({ ...server.deps, search: null })
  const asUser = (account: Account) => ({ account, through: 'page', address: '192.0.2.1' }) as const
  const adding = (id: string, name: string) => ({ id, name, message: null, handOverFrom: null })

  async function publish(key = secret): Promise<string> {
    const id = `Race.Number${++names}`
    expect((await push(server, key, { id, version: '1.0.0' })).status).toBe(201)
    return id
  }

  async function ownersOf(id: string): Promise<readonly string[]> {
    const pkg = await findPackage(server.deps.db.read, id.toLowerCase())
    return (await listOwners(server.deps.db.read, pkg?.key ?? -1)).map(({ name }) => name)
  }

  /** Begins `act` while somebody else holds something, changes the world, lets go, and answers what came of `act`. */
  async function meanwhile<T>(hold: (tx: Db) => Promise<unknown>, change: (tx: Db) => Promise<unknown>, act: () => T) {
    let running: T | undefined
    await server.deps.db.transaction(async (tx) => {
      await hold(tx)
      running = act()
      await delay(150)
      await change(tx)
    })
    return await (running as T)
  }

  const holding = (id: string) => (tx: Db) => takePackage(tx, id.toLowerCase())
  const lockingPackage = (id: string) => (tx: Db) =>
    tx.updateTable('packages').set({ locked_at: 1 }).where('lower_id', '=', id.toLowerCase()).execute()
  const lockingAccount = (account: Account, lockedAt: number | null = 1) =>
    function lock(tx: Db) {
      return tx.updateTable('accounts').set({ locked_at: lockedAt }).where('id', '=', account.id).execute()
    }

  test('a package that was locked while a change of its owners waited keeps its owners', async () => {
    const [id, ben] = [await publish(), await newUser()]
    const added = await meanwhile(holding(id), lockingPackage(id), () =>
      addOwner(deps(), { kind: 'user', user: ann }, adding(id, ben.name), asUser(ann)),
    )
    expect(added).toEqual({ ok: false, error: { code: 'package-locked', id } })
  })

  test('a package that was locked while an unlisting waited stays as it is', async () => {
    const id = await publish()
    const change = { id, versions: ['1.0.0'], isListed: false }
    const changed = await meanwhile(holding(id), lockingPackage(id), () =>
      changeListing(deps(), { kind: 'key', secret }, change, asUser(ann)),
    )
    expect(changed).toEqual({ ok: false, error: { code: 'package-locked', id } })
  })

  test('a member who was sent away while their unlisting waited unlists nothing', async () => {
    const [ben, cas] = [await newUser(), await newUser()]
    const organization = await createOrganization(server, {
      name: `org${++names}`,
      administrator: ben,
      collaborators: [cas],
    })
    const key = await createKey(server, cas, { owner: organization })
    const id = await publish(key)
    const change = { id, versions: ['1.0.0'], isListed: false }
    const changed = await meanwhile(
      holding(id),
      (tx) => deleteMember(tx, organization.id, cas.id),
      () => changeListing(deps(), { kind: 'key', secret: key }, change, asUser(cas)),
    )
    expect(changed).toMatchObject({ ok: false, error: { code: 'not-acting-for-owner' } })
    const pkg = await findPackage(server.deps.db.read, id.toLowerCase())
    expect((await findVersion(server.deps.db.read, pkg?.key ?? -1, '1.0.0'))?.isListed).toBe(true)
  })

  async function ask(id: string, account: Account): Promise<number> {
    const asked = await addOwner(deps(), { kind: 'user', user: ann }, adding(id, account.name), asUser(ann))
    if (!asked.ok || asked.value.kind !== 'requested') throw new Error('not asked')
    return asked.value.request.number
  }

  test('somebody who was locked while their acceptance waited becomes no owner', async () => {
    const [id, ben] = [await publish(), await newUser()]
    const number = await ask(id, ben)
    const accepted = await meanwhile(holding(id), lockingAccount(ben), () =>
      acceptRequest(deps(), ben, number, asUser(ben)),
    )
    expect(accepted).toEqual({ ok: false, error: { code: 'request-gone' } })
    expect(await ownersOf(id)).toEqual(['ann'])
  })

  test('an account that is deleted while it gets a package owns none afterwards', async () => {
    const [id, ben] = [await publish(), await newUser()]
    const deleting = (account: Account) => (tx: Db) =>
      tx.updateTable('accounts').set({ deleted_at: 1 }).where('id', '=', account.id).execute()
    const given = await meanwhile(
      (tx) => holdAccount(tx, ben.id),
      deleting(ben),
      () => addOwner(deps(), asOperator, adding(id, ben.name), operator),
    )
    expect(given).toEqual({ ok: false, error: { code: 'new-owner-unknown', name: ben.name } })

    const cas = await newUser()
    const number = await ask(id, cas)
    const accepted = await meanwhile(
      (tx) => holdAccount(tx, cas.id),
      deleting(cas),
      () => acceptRequest(deps(), cas, number, asUser(cas)),
    )
    expect(accepted.ok).toBe(false)
    expect(await ownersOf(id)).toEqual(['ann'])
  })

  test('a package whose only owner was deleted in the moment of its first push is among those without an owner', async () => {
    const ben = await newUser()
    const id = await publish(await createKey(server, ben))
    const { db } = server.deps
    await db.transaction((tx) => tx.updateTable('accounts').set({ deleted_at: 1 }).where('id', '=', ben.id).execute())
    expect((await listOrphans(db.read)).map((pkg) => pkg.id)).toEqual([id])
  })

  test('keys that are made at the same moment are not more than an account may have', async () => {
    const ben = await newUser()
    const one = (name: string) =>
      makeKey(
        server.deps,
        ben,
        {
          fields: { name, actions: new Set(['push'] as const), globs: ['*'], packageIds: [] },
          lifetime: { days: 30 },
          ownerName: ben.name,
          formTokenHash: null,
        },
        asUser(ben),
      )
    const made = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(one))
    expect(made.filter(({ ok }) => ok).length).toBe(3)
  })

  test('a push whose key moved while its body was on the way is the act of whoever has the key now', async () => {
    const [ben, cas] = [await newUser(), await newUser()]
    const key = await createKey(server, ben)
    const id = await publish(key)
    const upload = await beginUpload(server, key, await buildNupkg({ id, version: '2.0.0' }))
    const names = { user: ben.name, administrator: cas.name }
    expect((await transformAccount(server.deps, names, operator)).ok).toBe(true)
    expect(await upload.finish()).toMatch(/^HTTP\/1\.1 201/)
    const { read } = server.deps.db
    const entry = await read
      .selectFrom('audit')
      .select(['actor_name', 'owner_id'])
      .where('package_id', '=', id)
      .where('version', '=', '2.0.0')
      .where('action', '=', 'Create')
      .executeTakeFirstOrThrow()
    expect(entry).toEqual({ actor_name: cas.name, owner_id: ben.id })
    expect((await findAccountById(read, ben.id))?.kind).toBe('organization')
  })
})
