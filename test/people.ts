import type { Account } from '../src/accounts/account.ts'
import { createUser as createAccount } from '../src/accounts/create-user.ts'
import type { Role } from '../src/accounts/permissions.ts'
import { createKey as makeKey } from '../src/keys/create-key.ts'
import { keyActions, type KeyAction } from '../src/keys/key.ts'
import { createOrganization as makeOrganization } from '../src/organizations/create-organization.ts'
import { addMember } from '../src/organizations/invite-member.ts'
import type { TestServer } from './server.ts'

const operator = { account: null, through: 'command-line', address: null } as const

export const password = 'correct horse battery staple'

let people = 0

/**
 * A user with a confirmed address, made by the operator's operation. There is no password unless one is given (hashing
 * costs 80 ms): sign in with `signIn` of session.ts, or with the form and `password`.
 */
export async function createUser(
  server: Pick<TestServer, 'deps'>,
  user: { name?: string; email?: string; password?: string; admin?: boolean } = {},
): Promise<Account> {
  const name = user.name ?? `user${++people}`
  const created = await createAccount(
    server.deps,
    {
      name,
      email: user.email ?? `${name.toLowerCase()}@contoso.example`,
      password: user.password ?? null,
      isAdmin: user.admin ?? false,
    },
    operator,
  )
  if (!created.ok) throw new Error(`no user: ${JSON.stringify(created.error)}`)
  return created.value
}

/** An organization with a confirmed address, its first administrator, and other members by role. */
export async function createOrganization(
  server: Pick<TestServer, 'deps'>,
  organization: {
    name: string
    administrator: Account
    administrators?: readonly Account[]
    collaborators?: readonly Account[]
  },
): Promise<Account> {
  const { name, administrator } = organization
  const fields = { name, email: `${name.toLowerCase()}@contoso.example`, administrator: administrator.name }
  const made = await makeOrganization(server.deps, fields, operator)
  if (!made.ok) throw new Error(`no organization: ${JSON.stringify(made.error)}`)
  for (const user of organization.administrators ?? [])
    await joinOrganization(server, made.value, user, 'administrator')
  for (const user of organization.collaborators ?? []) await joinOrganization(server, made.value, user)
  return made.value
}

/** Makes the user a member, as an operator does. */
export async function joinOrganization(
  server: Pick<TestServer, 'deps'>,
  organization: Account,
  user: Account,
  role: Role = 'collaborator',
): Promise<void> {
  const added = await addMember(server.deps, { organization: organization.name, user: user.name, role }, operator)
  if (!added.ok) throw new Error(`no member: ${JSON.stringify(added.error)}`)
}

/** The secret of a new key of this user; without options it may do everything to every package for 90 days. */
export async function createKey(
  server: Pick<TestServer, 'deps'>,
  user: Account,
  key: {
    name?: string
    actions?: readonly KeyAction[]
    globs?: readonly string[]
    packageIds?: readonly string[]
    days?: number
    /** Whom the key acts for; the user themselves when absent. */
    owner?: Account
  } = {},
): Promise<string> {
  const made = await makeKey(
    server.deps,
    user,
    {
      fields: {
        name: key.name ?? `key ${++people}`,
        actions: new Set(key.actions ?? keyActions),
        globs: key.globs ?? (key.packageIds ? [] : ['*']),
        packageIds: key.packageIds ?? [],
      },
      lifetime: { days: key.days ?? 90 },
      ownerName: key.owner?.name ?? user.name,
      formTokenHash: null,
    },
    operator,
  )
  if (!made.ok) throw new Error(`no key: ${JSON.stringify(made.error)}`)
  return made.value.secret
}
