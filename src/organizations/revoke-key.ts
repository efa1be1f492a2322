import type { Account } from '../accounts/account.ts'
import type { Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { revokeForOrganization } from '../keys/end-key.ts'
import type { ApiKey } from '../keys/key.ts'
import type { KeyNotFound } from '../keys/refusal.ts'
import type { Result } from '../result.ts'
import type { ManageRefusal } from './refusal.ts'
import { takeOrganization } from './take-organization.ts'

/** Ends a key that acts for the organization, for whoever may manage its members: rights of a person are theirs to take. */
export function revokeOrganizationKey(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  name: string,
  keyId: number,
  actor: Actor,
): Promise<Result<{ readonly key: ApiKey; readonly user: Account }, ManageRefusal | KeyNotFound>> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-members')
    return taken.ok ? revokeForOrganization(tx, deps, taken.value.organization, keyId, actor) : taken
  })
}
