import { expect, it } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { findRole, listMembers } from '../accounts/membership-store.ts'
import { makeAccountSite, operator, type AccountSite } from '../accounts/test-site.ts'
import { acceptInvitation, declineInvitation } from './answer-invitation.ts'
import { changeMemberRole, leaveOrganization, removeMember } from './change-member.ts'
import { changeOrganization } from './change-organization.ts'
import { listInvitationsOf, listInvitationsTo } from './invitation-store.ts'
import { cancelInvitation, inviteMember } from './invite-member.ts'
import { by, codeOf, confirmed, organization } from './test-organization.ts'

async function mails(site: AccountSite): Promise<readonly string[]> {
  const rows = await site.db.read.selectFrom('mails').select(['kind', 'recipient']).orderBy('id').execute()
  return rows.map(({ kind, recipient }) => `${kind} ${recipient.replace('@contoso.example', '')}`)
}

async function members(site: AccountSite, organizationId: number): Promise<readonly string[]> {
  return (await listMembers(site.db.read, organizationId)).map(({ user, role }) => `${user.name} ${role}`)
}

/** The part of the audit log that is about the organization. */
async function acts(site: AccountSite, accountId: number): Promise<readonly string[]> {
  const rows = await site.db.read
    .selectFrom('audit')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
  return rows.map(({ action, actor_name, detail }) => `${action} by ${actor_name ?? 'nobody'} ${detail}`)
}

forEachDatabase('members of an organization', (open) => {
  it('are invited, asked again, raised to administrator, and join by their own answer only', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben, cyd] = [await confirmed(site, 'ann'), await confirmed(site, 'ben'), await confirmed(site, 'cyd')]
    const org = await organization(site, 'Contoso', ann)
    const invite = (role: 'administrator' | 'collaborator') =>
      inviteMember(site, { organization: 'contoso', user: 'BEN', role }, by(ann))
    expect(codeOf(await invite('collaborator'))).toBe('ok')
    expect(codeOf(await invite('collaborator'))).toBe('ok')
    expect(await findRole(site.db.read, org.id, ben.id)).toBeNull()
    expect(codeOf(await invite('administrator'))).toBe('ok')
    expect(codeOf(await invite('collaborator'))).toBe('ok')
    expect(await listInvitationsTo(site.db.read, ben.id)).toMatchObject([{ role: 'administrator' }])
    expect(codeOf(await acceptInvitation(site, cyd, 'Contoso', by(cyd)))).toBe('invitation-gone')
    expect(codeOf(await acceptInvitation(site, ben, 'contoso', by(ben)))).toBe('ok')
    expect(codeOf(await acceptInvitation(site, ben, 'contoso', by(ben)))).toBe('invitation-gone')
    expect(await members(site, org.id)).toEqual(['ann administrator', 'ben administrator'])
    expect(await mails(site)).toEqual([
      'organization-invited ben',
      'organization-invited ben',
      'organization-invitation-accepted ann',
    ])
    const invited = 'AddOrganizationInvitation by ann'
    expect(await acts(site, org.id)).toEqual([
      'AddOrganization by nobody {"administrator":"ann","email":"Contoso@contoso.example"}',
      `${invited} {"user":"ben","role":"collaborator"}`,
      `${invited} {"user":"ben","role":"administrator"}`,
      'AddOrganizationMember by ben {"user":"ben","role":"administrator"}',
    ])
  })

  it('decline, or find the invitation cancelled; the administrators hear of it', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben, cyd] = [await confirmed(site, 'ann'), await confirmed(site, 'ben'), await confirmed(site, 'cyd')]
    const org = await organization(site, 'Contoso', ann)
    const invite = { organization: 'Contoso', user: 'ben', role: 'collaborator' } as const
    await inviteMember(site, invite, by(ann))
    expect(codeOf(await declineInvitation(site, ben, 'Contoso', by(ben)))).toBe('ok')
    await inviteMember(site, invite, by(ann))
    expect(codeOf(await cancelInvitation(site, invite, by(cyd)))).toBe('organization-unknown')
    expect(codeOf(await cancelInvitation(site, invite, by(ann)))).toBe('ok')
    expect(codeOf(await cancelInvitation(site, invite, by(ann)))).toBe('invitation-gone')
    expect(codeOf(await acceptInvitation(site, ben, 'Contoso', by(ben)))).toBe('invitation-gone')
    expect(await listInvitationsOf(site.db.read, org.id)).toEqual([])
    expect(await mails(site)).toEqual([
      'organization-invited ben',
      'organization-invitation-declined ann',
      'organization-invited ben',
      'organization-invitation-cancelled ben',
    ])
  })

  it('are only users with a confirmed address, named by their user name', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben] = [await confirmed(site, 'ann'), await confirmed(site, 'ben')]
    await organization(site, 'Contoso', ann, [ben])
    await organization(site, 'Fabrikam', ben)
    await confirmed(site, 'gone')
    await deleteAccount(site, 'gone', { orphans: 'keep' }, operator)
    const invite = async (user: string) =>
      codeOf(await inviteMember(site, { organization: 'Contoso', user, role: 'collaborator' }, by(ann)))
    expect(await invite('')).toBe('invitee-missing')
    expect(await invite('ben@contoso.example')).toBe('invitee-is-email')
    expect(await invite('nobody')).toBe('invitee-unknown')
    expect(await invite('gone')).toBe('invitee-unknown')
    expect(await invite('fabrikam')).toBe('invitee-is-organization')
    expect(await invite('ben')).toBe('already-member')
    expect(codeOf(await inviteMember(site, { organization: 'Contoso', user: 'ben', role: null }, by(ann)))).toBe(
      'already-member',
    )
    expect(await mails(site)).not.toContain('organization-invited ben')
  })

  it('always have an administrator: the last one can be neither demoted nor removed, and cannot leave', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben] = [await confirmed(site, 'ann'), await confirmed(site, 'ben')]
    const org = await organization(site, 'Contoso', ann, [ben])
    const named = { organization: 'Contoso', user: 'ann' }
    const last = 'last-organization-administrator'
    expect(codeOf(await changeMemberRole(site, { ...named, role: 'collaborator' }, by(ann)))).toBe(last)
    expect(codeOf(await removeMember(site, named, operator))).toBe(last)
    expect(codeOf(await leaveOrganization(site, ann, 'Contoso', by(ann)))).toBe(last)
    await changeMemberRole(site, { organization: 'Contoso', user: 'ben', role: 'administrator' }, by(ann))
    const both = await Promise.all([
      leaveOrganization(site, ann, 'Contoso', by(ann)),
      leaveOrganization(site, ben, 'Contoso', by(ben)),
    ])
    expect(both.map(codeOf).sort()).toEqual([last, 'ok'])
    expect(await listMembers(site.db.read, org.id)).toHaveLength(1)
  })

  it('are managed by administrators alone; collaborators may leave, strangers learn nothing', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben, eve] = [await confirmed(site, 'ann'), await confirmed(site, 'ben'), await confirmed(site, 'eve')]
    const root = await confirmed(site, 'root', true)
    const org = await organization(site, 'Contoso', ann, [ben])
    const named = { organization: 'Contoso', user: 'ann' }
    for (const [who, code] of [
      [ben, 'not-organization-administrator'],
      [eve, 'organization-unknown'],
    ] as const) {
      const invite = { organization: 'Contoso', user: 'eve', role: 'administrator' } as const
      expect(codeOf(await inviteMember(site, invite, by(who)))).toBe(code)
      expect(codeOf(await changeMemberRole(site, { ...named, role: 'collaborator' }, by(who)))).toBe(code)
      expect(codeOf(await removeMember(site, named, by(who)))).toBe(code)
      expect(codeOf(await changeOrganization(site, 'Contoso', { notifyPush: false }, by(who)))).toBe(code)
    }
    expect(codeOf(await leaveOrganization(site, eve, 'Contoso', by(eve)))).toBe('organization-unknown')
    expect(codeOf(await leaveOrganization(site, ben, 'Contoso', by(ben)))).toBe('ok')
    expect(await mails(site)).toEqual(['organization-member-left Contoso'])
    expect(codeOf(await changeOrganization(site, 'Contoso', { notifyPush: false }, by(root)))).toBe(
      'organization-unknown',
    )
    const invite = { organization: 'Contoso', user: 'eve', role: 'administrator' } as const
    expect(codeOf(await inviteMember(site, invite, by(root)))).toBe('ok')
    await lockAccount(site, 'ann', operator)
    expect(codeOf(await cancelInvitation(site, invite, by(ann)))).toBe('user-locked')
    expect(await members(site, org.id)).toEqual(['ann administrator'])
  })

  it('who are sent away leave no open invitation of theirs behind', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben, eve] = [await confirmed(site, 'ann'), await confirmed(site, 'ben'), await confirmed(site, 'eve')]
    const org = await organization(site, 'Contoso', ann, [ben])
    await changeMemberRole(site, { organization: 'Contoso', user: 'ben', role: 'administrator' }, by(ann))
    await inviteMember(site, { organization: 'Contoso', user: 'eve', role: 'administrator' }, by(ben))
    expect(codeOf(await removeMember(site, { organization: 'Contoso', user: 'ben' }, by(ann)))).toBe('ok')
    expect(codeOf(await acceptInvitation(site, eve, 'Contoso', by(eve)))).toBe('invitation-gone')
    expect((await acts(site, org.id)).at(-1)).toBe(
      'RemoveOrganizationMember by ann {"user":"ben","role":"administrator","endedInvitations":1}',
    )
    expect((await mails(site)).slice(-2)).toEqual([
      'organization-member-removed Contoso',
      'organization-member-removed ben',
    ])
  })

  it('need two-factor sign-in where the organization asks for it, and so does whoever switches that on', async () => {
    const site = makeAccountSite(await open())
    const [ann, ben] = [await confirmed(site, 'ann'), await confirmed(site, 'ben')]
    await organization(site, 'Contoso', ann)
    const settings = { requiresTwoFactor: true, maxKeyDays: 30 }
    expect(codeOf(await changeOrganization(site, 'Contoso', settings, by(ann)))).toBe('two-factor-yourself-first')
    expect(codeOf(await changeOrganization(site, 'Contoso', { maxKeyDays: 0 }, by(ann)))).toBe('max-key-days-invalid')
    expect(codeOf(await changeOrganization(site, 'Contoso', { maxKeyDays: 366 }, by(ann)))).toBe('max-key-days-invalid')
    expect(codeOf(await changeOrganization(site, 'Contoso', settings, operator))).toBe('ok')
    const invite = { organization: 'Contoso', user: 'ben', role: 'collaborator' } as const
    expect(codeOf(await inviteMember(site, invite, by(ann)))).toBe('organization-needs-two-factor')
    const since = { two_factor_since: site.now().getTime() }
    await site.db.transaction((tx) => tx.updateTable('accounts').set(since).where('id', '=', ann.id).execute())
    expect(codeOf(await inviteMember(site, invite, by(ann)))).toBe('ok')
    expect(codeOf(await acceptInvitation(site, ben, 'Contoso', by(ben)))).toBe('ok')
    expect(codeOf(await leaveOrganization(site, ben, 'Contoso', by(ben)))).toBe('ok')
  })
})
