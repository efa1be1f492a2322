import type { Account } from '../src/accounts/account.ts'
import { createUser as createAccount } from '../src/accounts/create-user.ts'
import { createKey as makeKey } from '../src/keys/create-key.ts'
import { keyActions, type KeyAction } from '../src/keys/key.ts'
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

/** The secret of a new key of this user; without options it may do everything to every package for 90 days. */
export async function createKey(
  server: Pick<TestServer, 'deps'>,
  user: Account,
  key: {
    actions?: readonly KeyAction[]
    globs?: readonly string[]
    packageIds?: readonly string[]
    days?: number
  } = {},
): Promise<string> {
  const made = await makeKey(
    server.deps,
    user,
    {
      fields: {
        name: `key ${++people}`,
        actions: new Set(key.actions ?? keyActions),
        globs: key.globs ?? (key.packageIds ? [] : ['*']),
        packageIds: key.packageIds ?? [],
      },
      lifetime: { days: key.days ?? 90 },
      ownerName: user.name,
      formTokenHash: null,
    },
    operator,
  )
  if (!made.ok) throw new Error(`no key: ${JSON.stringify(made.error)}`)
  return made.value.secret
}
