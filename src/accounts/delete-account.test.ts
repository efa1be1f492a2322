import { expect, it } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { confirmed, publish } from '../organizations/test-organization.ts'
import { listVersions } from '../packages/store.ts'
import { listOwners } from '../packages/owner-store.ts'
import { deleteAccount } from './delete-account.ts'
import { lockAccount, unlockAccount } from './lock-account.ts'
import { makeAdmin } from './make-admin.ts'
import { register } from './register.ts'
import type { OrphanPolicy } from './remove-account.ts'
import { findSession, startSession } from './session.ts'
import { findAccountById, findAccountByName } from './store.ts'
import { browser, goodPassword, makeAccountSite, operator, type AccountSite } from './test-site.ts'
import type { Account } from './account.ts'

async function giveKey(site: AccountSite, user: Account, owner: Account): Promise<void> {
  const at = site.now().getTime()
  const row = { user_id: user.id, owner_id: owner.id, name: 'ci', actions: 'push', lifetime_ms: 1 }
  await site.db.transaction((tx) =>
    tx
      .insertInto('api_keys')
      .values({ ...row, created_at: at, expires_at: at + 1 })
      .execute(),
  )
}

async function remove(site: AccountSite, name: string, orphans: OrphanPolicy, by?: Account): Promise<string> {
  const actor = by ? ({ account: by, through: 'page', address: '203.0.113.7' } as const) : operator
  const deleted = await deleteAccount(site, name, { orphans }, actor)
  return deleted.ok ? 'ok' : deleted.error.code
}

forEachDatabase('deleting an account', (open) => {
  it('takes keys, sessions, ownership and everything personal; the name and the versions stay', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site, 'ann')
    const ben = await confirmed(site, 'ben')
    const key = await publish(site, 'Contoso.Shared', [ann, ben])
    await giveKey(site, ann, ann)
    await giveKey(site, ben, ann)
    await giveKey(site, ben, ben)
    const { token } = await startSession(site, ann, browser)

    expect(await remove(site, 'Ann', 'refuse', ann)).toBe('ok')
    expect(await findAccountById(site.db.read, ann.id)).toMatchObject({
      name: 'ann',
      email: null,
      unconfirmedEmail: null,
      deletedAt: site.now(),
    })
    expect(await findSession(site, token)).toBeNull()
    expect((await site.db.read.selectFrom('api_keys').select('user_id').execute()).map((row) => row.user_id)).toEqual([
      ben.id,
    ])
    expect((await listOwners(site.db.read, key)).map((owner) => owner.name)).toEqual(['ben'])
    expect((await listVersions(site.db.read, key))[0]).toMatchObject({ isListed: true, pushedBy: null })
    expect(await site.lastMail()).toMatchObject({ kind: 'account-deleted', recipient: 'ann@contoso.example' })
    expect(await site.auditActions()).toEqual(['Register', 'Register', 'Delete'])
    const catalog = await site.db.read.selectFrom('catalog_items').select('lower_id').execute()
    expect(catalog).toEqual([{ lower_id: 'contoso.shared' }])

    const again = {
      name: 'ANN',
      email: 'ann@contoso.example',
      password: goodPassword,
      language: 'en',
      returnUrl: null,
    } as const
    expect(await register(site, again, browser)).toMatchObject({ error: [{ code: 'name-taken' }] })
    expect((await register(site, { ...again, name: 'anna' }, browser)).ok).toBe(true)
    expect(await remove(site, 'ann', 'refuse')).toBe('account-unknown')
  })

  it('is refused to people while a package would have no owner; an operator unlists or keeps it', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site, 'ann')
    const ben = await confirmed(site, 'ben')
    const only = await publish(site, 'Contoso.Only', [ann])
    const kept = await publish(site, 'Contoso.Kept', [ben])
    expect(await remove(site, 'ann', 'refuse', ann)).toBe('would-orphan-packages')
    expect(await findAccountByName(site.db.read, 'ann')).toMatchObject({ deletedAt: null })
    expect(await remove(site, 'ann', 'unlist')).toBe('ok')
    expect((await listVersions(site.db.read, only))[0]?.isListed).toBe(false)
    expect(await listOwners(site.db.read, only)).toEqual([])
    expect(await remove(site, 'ben', 'keep')).toBe('ok')
    expect((await listVersions(site.db.read, kept))[0]?.isListed).toBe(true)
    expect(await site.auditActions()).toEqual(['Register', 'Register', 'Unlist', 'Delete', 'Delete'])
  })

  it('leaves nothing of an account that never had a confirmed address, and frees its name', async () => {
    const site = makeAccountSite(await open())
    const fields = {
      name: 'ann',
      email: 'ann@contoso.example',
      password: goodPassword,
      language: 'en',
      returnUrl: null,
    } as const
    const made = await register(site, fields, browser)
    if (!made.ok) throw new Error('refused')
    expect(await remove(site, 'ann', 'refuse', made.value.account)).toBe('ok')
    expect(await findAccountByName(site.db.read, 'ann')).toBeNull()
    expect((await register(site, fields, browser)).ok).toBe(true)
  })

  it('is refused for locked accounts and for the last administrator themselves', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site, 'ann')
    await lockAccount(site, 'ann', operator)
    await lockAccount(site, 'ann', operator)
    expect(await remove(site, 'ann', 'unlist')).toBe('account-locked')
    await unlockAccount(site, 'ann', operator)
    await makeAdmin(site, 'ann', operator)
    expect(await remove(site, 'ann', 'refuse', ann)).toBe('last-administrator')
    expect(await site.auditActions()).toEqual(['Register', 'Lock', 'Unlock', 'AddAdministrator'])
    expect(await remove(site, 'ann', 'refuse')).toBe('ok')
  })
})
