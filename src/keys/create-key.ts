import type { Account } from '../accounts/account.ts'
import { findRole } from '../accounts/membership-store.ts'
import type { Role } from '../accounts/permissions.ts'
import { findAccountById, findAccountByName, holdAccount } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { findPackage } from '../packages/store.ts'
import { isOwner } from '../packages/owner-store.ts'
import { fail, ok, type Result } from '../result.ts'
import { endOfLife, refuseKeyFields, type KeyFields, type Lifetime } from './key-fields.ts'
import type { ApiKey } from './key.ts'
import { queueKeyMail } from './mails.ts'
import type { KeyFormRefusal } from './refusal.ts'
import { longestKeyDays, refuseKeyFor } from './rights.ts'
import { makeSecret } from './secret.ts'
import { countKeysOfUser, findKey, insertKey, insertSecret } from './store.ts'
import { spendFormToken } from './form-token-store.ts'

/** A key and its secret: the only time that the secret leaves this program. */
export type KeyWithSecret = { readonly key: ApiKey; readonly secret: string; readonly visibleId: string }

export type FormUsed = { readonly code: 'form-used' }

export type NewKey = {
  readonly fields: KeyFields
  readonly lifetime: Lifetime
  /** Name of the account the key acts for. */
  readonly ownerName: string
  /** Hash of the form's one-time token; null on the command line. A form sent again makes no second key. */
  readonly formTokenHash: string | null
}

/** Makes a key for `user`. Every fault of the form is answered at once; a refusal leaves nothing behind. */
export async function createKey(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Account,
  newKey: NewKey,
  actor: Actor,
): Promise<Result<KeyWithSecret, readonly KeyFormRefusal[] | FormUsed>> {
  const { fields } = newKey
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    if (newKey.formTokenHash !== null && !(await spendFormToken(tx, newKey.formTokenHash, now))) {
      return fail({ code: 'form-used' } as const)
    }
    await holdAccount(tx, user.id) // or of keys that are made at once each would count as the last one allowed
    const present = await findAccountById(tx, user.id)
    const owner = await findAccountByName(tx, newKey.ownerName)
    const role = owner && (await findRole(tx, owner.id, user.id))
    const limiting = refuseKeyFor(present ?? user, owner, role) ? null : owner // what others set is not for strangers
    const expiresAt = endOfLife(newKey.lifetime, now, longestKeyDays(deps.config, limiting))
    const refusals = await refuseNewKey(tx, deps, { user: present ?? user, owner, role, fields, expiresAt })
    if (refusals.length > 0 || !owner || !expiresAt) return fail(refusals)

    const secret = makeSecret()
    const id = await insertKey(tx, {
      ...fields,
      userId: user.id,
      ownerId: owner.id,
      createdAt: now,
      expiresAt,
      lifetimeMs: expiresAt.getTime() - now.getTime(),
    })
    await insertSecret(tx, id, secret, now)
    const key = await findKey(tx, id)
    if (!key) throw new Error('the key vanished while it was made')
    await appendAudit(tx, {
      at: now,
      actor,
      action: 'AddCredential',
      accountId: user.id,
      ownerId: owner.id,
      detail: describeKey(key, secret.visibleId, owner),
    })
    await queueKeyMail(tx, deps, 'added', present ?? user, key)
    return ok({ key, secret: secret.secret, visibleId: secret.visibleId })
  })
}

async function refuseNewKey(
  tx: Db,
  deps: Pick<Deps, 'config'>,
  asked: { user: Account; owner: Account | null; role: Role | null; fields: KeyFields; expiresAt: Date | null },
): Promise<readonly KeyFormRefusal[]> {
  const { user, owner, role, fields } = asked
  const { maxKeysPerAccount } = deps.config
  const ownerRefusal = refuseKeyFor(user, owner, role)
  const reachable = ownerRefusal ? null : owner
  const isFull = (await countKeysOfUser(tx, user.id)) >= maxKeysPerAccount
  const refusals: (KeyFormRefusal | null)[] = [
    ownerRefusal,
    isFull ? { code: 'too-many-keys', maximum: maxKeysPerAccount } : null,
    ...refuseKeyFields(fields),
    asked.expiresAt ? null : { code: 'key-lifetime-invalid', maximumDays: longestKeyDays(deps.config, reachable) },
    reachable && (await refuseForeignPackages(tx, reachable, fields.packageIds)),
  ]
  return refusals.filter((refusal) => refusal !== null)
}

/** Packages are chosen from a list of the owner's: any other ID did not come from there. */
export async function refuseForeignPackages(
  tx: Db,
  owner: Account,
  ids: readonly string[],
): Promise<KeyFormRefusal | null> {
  for (const id of ids.slice(0, 200)) {
    const pkg = await findPackage(tx, id.toLowerCase())
    if (!pkg || !(await isOwner(tx, pkg.key, owner.id))) return { code: 'key-package-not-owned', id }
  }
  return null
}

/** What the audit log keeps about a key: everything but the secret. */
export function describeKey(key: ApiKey, visibleId: string | null, owner: Account): Record<string, unknown> {
  return {
    keyId: key.id,
    visibleId,
    name: key.name,
    owner: owner.name,
    actions: [...key.actions],
    globs: key.globs,
    packages: key.packageIds,
    expiresAt: key.expiresAt.toISOString(),
  }
}
