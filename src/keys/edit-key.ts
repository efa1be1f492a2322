import type { Account } from '../accounts/account.ts'
import { requireProof, type IdentityProof } from '../accounts/confirm-identity.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import { describeKey, refuseForeignPackages } from './create-key.ts'
import { endOfLife, isNarrowing, refuseKeyFields, type KeyFields, type Lifetime } from './key-fields.ts'
import type { ApiKey } from './key.ts'
import { takeOwnKey } from './own-key.ts'
import type { KeyFormRefusal, KeyNotFound } from './refusal.ts'
import { longestKeyDays, refuseKeyFor } from './rights.ts'
import { findKey, updateKey } from './store.ts'

export type KeyEdit = {
  readonly keyId: number
  readonly fields: KeyFields
  /** `keep` leaves the end as it is, even where the operator has lowered the maximum since. */
  readonly lifetime: Lifetime | 'keep'
  /** Asked for only when the change widens the key. */
  readonly proof: IdentityProof
}

/**
 * Changes name, scopes, patterns, packages or end of a key. Taking away is done at once; anything that gives the key more
 * needs the user's password, or a recent proof of who they are. The secret and the owner stay.
 */
export async function editKey(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  user: Account,
  edit: KeyEdit,
  actor: Actor & { readonly address: string },
): Promise<Result<ApiKey, KeyNotFound | readonly KeyFormRefusal[]>> {
  const { password, isRecentlyConfirmed } = edit.proof
  const attempt = (mayWiden: boolean) => changeKey(deps, user.id, edit, actor, mayWiden)
  const first = await attempt(false)
  if (first.ok || !isWidening(first.error) || (password === '' && !isRecentlyConfirmed)) return first
  const confirmed = await requireProof(deps, user, edit.proof, actor)
  return confirmed.ok ? attempt(true) : fail([confirmed.error])
}

function isWidening(error: KeyNotFound | readonly KeyFormRefusal[]): boolean {
  return !('code' in error) && error.length === 1 && error[0]?.code === 'key-widening'
}

function changeKey(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  userId: number,
  edit: KeyEdit,
  actor: Actor,
  mayWiden: boolean,
): Promise<Result<ApiKey, KeyNotFound | readonly KeyFormRefusal[]>> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const found = await takeOwnKey(tx, userId, edit.keyId)
    if (!found.ok) return found
    const { key, user, owner, role } = found.value
    const ownerRefusal = refuseKeyFor(user, owner, role)
    const maximumDays = longestKeyDays(deps.config, ownerRefusal ? null : owner)
    const expiresAt = edit.lifetime === 'keep' ? key.expiresAt : endOfLife(edit.lifetime, now, maximumDays)
    const newIds = edit.fields.packageIds.filter((id) => !key.packageIds.includes(id))
    const faults: (KeyFormRefusal | null)[] = [
      ownerRefusal,
      ...refuseKeyFields(edit.fields),
      expiresAt ? null : { code: 'key-lifetime-invalid', maximumDays },
      await refuseForeignPackages(tx, owner, newIds),
    ]
    const refusals = faults.filter((refusal) => refusal !== null)
    if (refusals.length > 0 || !expiresAt) return fail(refusals)
    if (!mayWiden && !isNarrowing(key, edit.fields, expiresAt)) return fail([{ code: 'key-widening' } as const])

    const lifetimeMs = edit.lifetime === 'keep' ? key.lifetimeMs : expiresAt.getTime() - now.getTime()
    const isEndMoved = expiresAt.getTime() !== key.expiresAt.getTime()
    await updateKey(tx, key.id, { ...edit.fields, expiresAt, lifetimeMs, isEndMoved })
    const changed = await findKey(tx, key.id)
    if (!changed) throw new Error('the key vanished while it was edited')
    const detail = { before: describeKey(key, null, owner), after: describeKey(changed, null, owner) }
    await appendAudit(tx, { at: now, actor, action: 'EditCredential', accountId: user.id, ownerId: owner.id, detail })
    return ok(changed)
  })
}
