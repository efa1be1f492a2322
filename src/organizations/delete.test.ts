import { expect, it } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import type { Account } from '../accounts/account.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import { findRole, listMembers } from '../accounts/membership-store.ts'
import { register } from '../accounts/register.ts'
import { findAccountByName } from '../accounts/store.ts'
import { browser, goodPassword, makeAccountSite, operator, type AccountSite } from '../accounts/test-site.ts'
import type { Actor } from '../audit/audit.ts'
import { insertOwner, listOwners } from '../packages/owner-store.ts'
import { createOrganization } from './create-organization.ts'
import { removeMember } from './change-member.ts'
import { deleteOrganization } from './delete-organization.ts'
import { listInvitationsOf } from './invitation-store.ts'
import { inviteMember } from './invite-member.ts'
import { by, codeOf, confirmed, organization, publish } from './test-organization.ts'

async function auditOf(site: AccountSite, action: string): Promise<readonly string[]> {
  const rows = await site.db.read.selectFrom('audit').selectAll().where('action', '=', action).orderBy('id').execute()
  return rows.map(({ detail }) => detail)
}

forEachDatabase('organizations', (open) => {
  it('take names from the name space of users, for good, and addresses that nobody else has confirmed', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site, 'ann')
    await organization(site, 'Contoso', ann)
    const make = async (name: string, email = 'new@contoso.example') =>
      codeOf(await createOrganization(site, { name, email, administrator: 'ann' }, by(ann)))
    expect(await make('ANN')).toBe('name-taken')
    expect(await make('contoso')).toBe('name-taken')
    expect(await make('Con.toso')).toBe('name-look-alike')
    expect(await make('-x', 'nothing')).toBe('name-length email-invalid')
    expect(await make('Fabrikam', 'Contoso@contoso.example')).toBe('email-taken')
    const field = {
      name: 'contoso',
      email: 'x@y.example',
      password: goodPassword,
      language: 'en',
      returnUrl: null,
    } as const
    expect(codeOf(await register(site, field, browser))).toBe('name-taken')

    expect(codeOf(await deleteOrganization(site, 'Contoso', { orphans: 'refuse' }, by(ann)))).toBe('ok')
    expect(await findAccountByName(site.db.read, 'contoso')).toMatchObject({ email: null, deletedAt: site.now() })
    expect(await make('contoso')).toBe('name-taken')
    expect(codeOf(await register(site, field, browser))).toBe('name-taken')
    expect(await make('Fabrikam', 'Contoso@contoso.example')).toBe('ok')
  })

  it('are made by confirmed users who are not locked, and await their own confirmation', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site, 'ann')
    const fields = {
      name: 'newbie',
      email: 'n@y.example',
      password: goodPassword,
      language: 'en',
      returnUrl: null,
    } as const
    const made = await register(site, fields, browser)
    if (!made.ok) throw new Error('refused')
    const make = async (administrator: string) =>
      createOrganization(site, { name: 'Contoso', email: 'org@contoso.example', administrator }, by(ann))
    expect(codeOf(await make('newbie'))).toBe('creator-unconfirmed')
    expect(codeOf(await make('nobody'))).toBe('creator-unknown')
    const org = await make('ann')
    if (!org.ok) throw new Error('refused')
    expect(org.value).toMatchObject({ kind: 'organization', email: null, unconfirmedEmail: 'org@contoso.example' })
    expect(await findRole(site.db.read, org.value.id, ann.id)).toBe('administrator')
    expect(await site.lastMail()).toMatchObject({ kind: 'confirm-email', recipient: 'org@contoso.example' })
    const ben = await confirmed(site, 'ben')
    const invite = { organization: 'Contoso', user: ben.name, role: 'collaborator' } as const
    expect(codeOf(await inviteMember(site, invite, by(ann)))).toBe('organization-unconfirmed')
  })

  it('are as many as a user may administer, also when two are made at the same moment', async () => {
    const site = makeAccountSite(await open(), { LODE_ORGANIZATION_MAX_PER_USER: '2' })
    const [ann, ben, root] = [
      await confirmed(site, 'ann'),
      await confirmed(site, 'ben'),
      await confirmed(site, 'root', true),
    ]
    const make = async (name: string, administrator: Account, actor: Actor = by(administrator)) =>
      codeOf(
        await createOrganization(site, { name, email: `${name}@y.example`, administrator: administrator.name }, actor),
      )
    await organization(site, 'others', ben, [ann]) // collaborators administer nothing
    expect(await make('first', ann)).toBe('ok')
    const mails = await site.countMails()
    expect((await Promise.all([make('second', ann), make('third', ann)])).sort()).toEqual([
      'ok',
      'too-many-organizations',
    ])
    expect(await site.countMails()).toBe(mails + 1)
    expect(await make('fourth', ann, operator)).toBe('ok')
    for (const name of ['fifth', 'sixth', 'seventh']) expect(await make(name, root)).toBe('ok')
  })

  it('are deleted by their last member when no package stays behind; by site administrators regardless', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben] = [await confirmed(site, 'ann'), await confirmed(site, 'ben')]
    const root = await confirmed(site, 'root', true)
    const org = await organization(site, 'Contoso', ann, [ben])
    const key = await publish(site, 'Contoso.Only', [org])
    const remove = async (who: typeof ann, orphans: 'refuse' | 'unlist' | 'keep' = 'refuse') =>
      codeOf(await deleteOrganization(site, 'Contoso', { orphans }, by(who)))
    expect(await remove(ben)).toBe('not-organization-administrator')
    expect(await remove(ann)).toBe('organization-has-members')
    await removeMember(site, { organization: 'Contoso', user: 'ben' }, by(ann))
    expect(await remove(ann)).toBe('would-orphan-packages')
    expect(await remove(ann, 'keep')).toBe('would-orphan-packages')
    await site.db.transaction((tx) => insertOwner(tx, key, ann.id, site.now()))
    const other = await organization(site, 'Fabrikam', ann, [ben])
    await publish(site, 'Fabrikam.Only', [other])
    expect(await remove(ann)).toBe('ok')
    expect((await listOwners(site.db.read, key)).map(({ name }) => name)).toEqual(['ann'])

    const regardless = (orphans: 'refuse' | 'unlist') => deleteOrganization(site, 'Fabrikam', { orphans }, by(root))
    expect(codeOf(await regardless('refuse'))).toBe('would-orphan-packages')
    expect(await regardless('unlist')).toEqual({
      ok: true,
      value: { name: 'Fabrikam', orphanedIds: ['Fabrikam.Only'] },
    })
    expect(await findRole(site.db.read, other.id, ben.id)).toBeNull()
    expect(await auditOf(site, 'Unlist')).toHaveLength(1)
    expect(await auditOf(site, 'Delete')).toHaveLength(2)
  })

  it('go with their only member, and pass to all collaborators when their only administrator goes', async () => {
    const site = makeAccountSite(await open())
    const people = [await confirmed(site, 'ann'), await confirmed(site, 'ben'), await confirmed(site, 'cyd')] as const
    const [ann, ben, cyd] = people
    const alone = await organization(site, 'Alone', ann)
    const passed = await organization(site, 'Passed', ann, [ben, cyd])
    const kept = await organization(site, 'Kept', ben, [ann])
    await inviteMember(site, { organization: 'Passed', user: 'dan', role: 'administrator' }, by(ann))
    await confirmed(site, 'dan')
    await inviteMember(site, { organization: 'Passed', user: 'dan', role: 'administrator' }, by(ann))
    const shared = await publish(site, 'Shared.Alone', [ann, alone])
    expect(codeOf(await deleteAccount(site, 'ann', { orphans: 'refuse' }, by(ann)))).toBe('would-orphan-packages')
    await site.db.transaction((tx) => insertOwner(tx, shared, ben.id, site.now()))

    const deleted = await deleteAccount(site, 'ann', { orphans: 'refuse' }, by(ann))
    expect(deleted).toMatchObject({ ok: true, value: { deletedOrganizations: ['Alone'], orphanedIds: [] } })
    expect(await findAccountByName(site.db.read, 'alone')).toMatchObject({ deletedAt: site.now() })
    const names = async (id: number) =>
      (await listMembers(site.db.read, id)).map(({ user, role }) => `${user.name} ${role}`)
    expect(await names(passed.id)).toEqual(['ben administrator', 'cyd administrator'])
    expect(await names(kept.id)).toEqual(['ben administrator'])
    expect(await listInvitationsOf(site.db.read, passed.id)).toEqual([])
    expect(await auditOf(site, 'UpdateOrganizationMember')).toEqual(['{"administrators":["ben","cyd"]}'])
    expect((await listOwners(site.db.read, shared)).map(({ name }) => name)).toEqual(['ben'])
  })
})
