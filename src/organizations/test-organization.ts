import type { Account } from '../accounts/account.ts'
import { createUser } from '../accounts/create-user.ts'
import { operator, type AccountSite } from '../accounts/test-site.ts'
import { parseVersion } from '../nuget/version.ts'
import { insertOwner } from '../packages/owner-store.ts'
import { insertPackageIfNew, insertVersion } from '../packages/store.ts'
import { createOrganization } from './create-organization.ts'
import { addMember } from './invite-member.ts'

/** A user with a confirmed address. */
export async function confirmed(site: AccountSite, name: string, isAdmin = false): Promise<Account> {
  const fields = { name, email: `${name}@contoso.example`, password: null, isAdmin }
  const made = await createUser(site, fields, operator)
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

/** An organization with a confirmed address, an administrator and collaborators. */
export async function organization(
  site: AccountSite,
  name: string,
  administrator: Account,
  collaborators: readonly Account[] = [],
): Promise<Account> {
  const fields = { name, email: `${name}@contoso.example`, administrator: administrator.name }
  const made = await createOrganization(site, fields, operator)
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  for (const { name: user } of collaborators) {
    const added = await addMember(site, { organization: name, user, role: 'collaborator' }, operator)
    if (!added.ok) throw new Error(JSON.stringify(added.error))
  }
  return made.value
}

/** Somebody in a browser. */
export function by(account: Account) {
  return { account, through: 'page', address: '203.0.113.7' } as const
}

/** `ok`, or the code of the refusal. */
export function codeOf(result: { readonly ok: boolean; readonly error?: unknown }): string {
  if (result.ok) return 'ok'
  const error = result.error as { code: string } | readonly { code: string }[]
  return 'code' in error ? error.code : error.map(({ code }) => code).join(' ')
}

/** One version of a new package, which these accounts own. */
export async function publish(site: AccountSite, id: string, owners: readonly Account[]): Promise<number> {
  const version = parseVersion('1.0.0')
  if (!version) throw new Error('not a version')
  const now = site.now()
  return site.db.transaction(async (tx) => {
    const { package: pkg } = await insertPackageIfNew(tx, { id, lowerId: id.toLowerCase(), now })
    await insertVersion(tx, {
      packageKey: pkg.key,
      id,
      version,
      verbatimVersion: '1.0.0',
      isSemVer2: false,
      isListed: true,
      createdAt: now,
      publishedAt: now,
      lastEditedAt: null,
      pushedBy: owners[0]?.id ?? null,
      sha512: 'x',
      sizeBytes: 1,
      blobKey: `blob-${id}`,
      metadata: {} as never,
      files: {} as never,
      entries: [],
    })
    for (const owner of owners) await insertOwner(tx, pkg.key, owner.id, now)
    return pkg.key
  })
}
