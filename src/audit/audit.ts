import type { Account } from '../accounts/account.ts'
import type { Db } from '../db/database.ts'

/** Who does something and from where: what operations need to leave a true trace. */
export type Actor = {
  /** Null for the system and for people who are not signed in. */
  readonly account: Pick<Account, 'id' | 'name'> | null
  readonly through: 'page' | 'key' | 'command-line' | 'job'
  /** The client's address; null on the command line and in jobs. */
  readonly address: string | null
  /** The visible part of the API key's secret that was presented. */
  readonly keyVisibleId?: string
  /** The account in whose name they act, such as the organization of the key. */
  readonly ownerId?: number
}

export type AuditEntry = {
  readonly at: Date
  readonly actor: Actor
  /** As in gallery.md §11.4: `AddCredential`, `Login`, `Unlist` and so on. */
  readonly action: string
  /** The account it was done to. */
  readonly accountId?: number
  /** The account in whose name it was done, when the actor does not say. */
  readonly ownerId?: number
  readonly packageId?: string
  readonly version?: string
  /** What else an investigator wants to know. Never a secret, never a token. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Appends to the audit log, in the transaction of the act itself. Entries are never changed. */
export async function appendAudit(tx: Db, entry: AuditEntry): Promise<void> {
  const { accountId } = entry
  await tx
    .insertInto('audit')
    .values({
      at: entry.at.getTime(),
      action: entry.action,
      actor_id: entry.actor.account?.id ?? null,
      actor_name: entry.actor.account?.name ?? null,
      through: entry.actor.through,
      address: entry.actor.address,
      key_visible_id: entry.actor.keyVisibleId ?? null,
      owner_id: entry.ownerId ?? entry.actor.ownerId ?? null,
      account_id: entry.accountId ?? null,
      account_name:
        accountId === undefined ? null : (row) => row.selectFrom('accounts').select('name').where('id', '=', accountId),
      package_id: entry.packageId ?? null,
      version: entry.version ?? null,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute()
}
