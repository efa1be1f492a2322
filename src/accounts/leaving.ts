import type { Db } from '../db/database.ts'
import type { Account } from './account.ts'
import { listAccountsToActFor, listMembers, putMember } from './membership-store.ts'

/** What becomes of a user's organizations when the user goes (gallery.md §3.11). The others only lose a member. */
export type Leaving = {
  /** Nobody else is in these: they are deleted as well. */
  readonly ending: readonly Account[]
  /** Only collaborators remain in these: all of them become administrators. */
  readonly handedOver: readonly Account[]
}

export async function findLeaving(db: Db, user: Account): Promise<Leaving> {
  const ending: Account[] = []
  const handedOver: Account[] = []
  for (const { account } of await listAccountsToActFor(db, user)) {
    if (account.id === user.id) continue
    const others = (await listMembers(db, account.id)).filter((member) => member.user.id !== user.id)
    if (others.length === 0) ending.push(account)
    else if (others.every(({ role }) => role === 'collaborator')) handedOver.push(account)
  }
  return { ending, handedOver }
}

/** Makes everybody who is in this organization an administrator of it. */
export async function promoteMembers(tx: Db, organization: Account): Promise<readonly string[]> {
  const members = await listMembers(tx, organization.id)
  for (const { user, addedAt } of members) {
    await putMember(tx, { organizationId: organization.id, userId: user.id, role: 'administrator', addedAt })
  }
  return members.map(({ user }) => user.name)
}
