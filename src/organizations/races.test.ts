import { beforeAll, expect, test } from 'vitest'
import { atOnce } from '../../test/at-once.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { revokeAdmin } from '../accounts/make-admin.ts'
import { deleteMembershipsOf, listAccountsToActFor, listMembers } from '../accounts/membership-store.ts'
import { blankDeletedAccount, turnIntoOrganization, updateAccount } from '../accounts/store.ts'
import { makeAccountSite, operator, type AccountSite } from '../accounts/test-site.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import type { Db } from '../db/database.ts'
import { acceptInvitation } from './answer-invitation.ts'
import { createOrganization } from './create-organization.ts'
import { addMember, inviteMember } from './invite-member.ts'
import { by, codeOf, confirmed, organization } from './test-organization.ts'
import {
  acceptTransformation,
  cancelTransformation,
  rejectTransformation,
  requestTransformation,
} from './transform-account.ts'
import { deleteTransformation } from './transformation-store.ts'

forEachDatabase('acts at the same moment', (open) => {
  let site: AccountSite
  let people = 0

  beforeAll(async () => {
    site = makeAccountSite(await open())
  })

  const somebody = (isAdmin = false) => confirmed(site, `person${++people}`, isAdmin)

  const meanwhile = <T>(work: (tx: Db) => Promise<unknown>, other: () => Promise<T>) => atOnce(site.db, work, other)

  const remove = (id: number) => async (tx: Db) => {
    await updateAccount(tx, id, { notifyPush: false })
    await deleteMembershipsOf(tx, id)
    await blankDeletedAccount(tx, id, site.now())
  }

  test('whoever becomes an organization does not become a member of another', async () => {
    const [ann, ben] = [await somebody(), await somebody()]
    const { name } = await organization(site, 'first', ann)
    await inviteMember(site, { organization: name, user: ben.name, role: 'collaborator' }, by(ann))
    const joined = await meanwhile(
      (tx) => turnIntoOrganization(tx, ben.id),
      () => acceptInvitation(site, ben, name, by(ben)),
    )
    expect(codeOf(joined)).toBe('invitation-gone')
    expect(await listAccountsToActFor(site.db.read, ben)).toHaveLength(1)
  })

  test('whoever is deleted does not become a member, by invitation or by an operator', async () => {
    const ann = await somebody()
    const { id, name } = await organization(site, 'second', ann)
    const [ben, cem] = [await somebody(), await somebody()]
    await inviteMember(site, { organization: name, user: ben.name, role: 'collaborator' }, by(ann))
    const joined = await meanwhile(remove(ben.id), () => acceptInvitation(site, ben, name, by(ben)))
    expect(codeOf(joined)).toBe('invitation-gone')
    const added = await meanwhile(remove(cem.id), () =>
      addMember(site, { organization: name, user: cem.name, role: 'collaborator' }, operator),
    )
    expect(codeOf(added)).toBe('invitee-unknown')
    expect((await listMembers(site.db.read, id)).map(({ user }) => user.name)).toEqual([ann.name])
  })

  test('no organization begins with an administrator who is deleted', async () => {
    const ann = await somebody()
    const fields = { name: 'third', email: 'third@contoso.example', administrator: ann.name }
    const made = await meanwhile(remove(ann.id), () => createOrganization(site, fields, operator))
    expect(codeOf(made)).toBe('creator-unknown')
    const [ben, cem] = [await somebody(), await somebody()]
    await requestTransformation(site, ben, cem.name, by(ben))
    const taken = await meanwhile(remove(cem.id), () => acceptTransformation(site, cem, ben.name, by(cem)))
    expect(codeOf(taken)).toBe('invitee-unknown')
  })

  test('a transformation that was accepted is neither cancelled nor declined any more', async () => {
    const [ann, ben] = [await somebody(), await somebody()]
    const accept = (id: number) => async (tx: Db) => {
      await turnIntoOrganization(tx, id)
      await deleteTransformation(tx, id)
    }
    await requestTransformation(site, ben, ann.name, by(ben))
    const cancelled = await meanwhile(accept(ben.id), () => cancelTransformation(site, ben, by(ben)))
    expect(codeOf(cancelled)).toBe('transformation-gone')
    const cem = await somebody()
    await requestTransformation(site, cem, ann.name, by(cem))
    const mails = await site.countMails()
    const rejected = await meanwhile(accept(cem.id), () => rejectTransformation(site, ann, cem.name, by(ann)))
    expect(codeOf(rejected)).toBe('transformation-gone')
    expect(await site.countMails()).toBe(mails)
  })

  test('two administrators of the gallery who go at once leave one', async () => {
    const [ann, ben] = [await somebody(true), await somebody(true)]
    const giveUp = (id: number) => (tx: Db) => updateAccount(tx, id, { isAdmin: false })
    const revoked = await meanwhile(giveUp(ann.id), () => revokeAdmin(site, ben.name, by(ann)))
    expect(codeOf(revoked)).toBe('last-administrator')
    await site.db.transaction((tx) => updateAccount(tx, ann.id, { isAdmin: true }))
    const deleted = await meanwhile(giveUp(ann.id), () => deleteAccount(site, ben.name, { orphans: 'keep' }, by(ben)))
    expect(codeOf(deleted)).toBe('last-administrator')
    await site.db.transaction((tx) => updateAccount(tx, ann.id, { isAdmin: true }))
    const cem = await somebody()
    await requestTransformation(site, ben, cem.name, by(ben))
    const taken = await meanwhile(giveUp(ann.id), () => acceptTransformation(site, cem, ben.name, by(cem)))
    expect(codeOf(taken)).toBe('transform-last-site-administrator')
  })
})
