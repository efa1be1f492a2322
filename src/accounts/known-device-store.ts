import type { Db } from '../db/database.ts'

/** How this account is known where somebody tries to sign in to it. */
export type KnownFrom = { readonly deviceId: number | null; readonly isAddressKnown: boolean }

/** Looks for sign-ins after `since` from the browser with this hash of its token, and from these addresses. */
export async function findKnownFrom(
  db: Db,
  accountId: number,
  from: { readonly tokenHash: string; readonly addressGroup: string; readonly since: Date },
): Promise<KnownFrom> {
  const rows = await db
    .selectFrom('known_devices')
    .select(['id', 'token_hash'])
    .where('account_id', '=', accountId)
    .where('last_seen_at', '>', from.since.getTime())
    .where((row) => row.or([row('token_hash', '=', from.tokenHash), row('address_group', '=', from.addressGroup)]))
    .execute()
  const deviceId = rows.find((row) => row.token_hash === from.tokenHash)?.id ?? null
  return { deviceId, isAddressKnown: rows.length > 0 }
}

/** A browser that has another token from now on, for every account that was signed in to in it. */
export async function updateDeviceToken(tx: Db, oldHash: string, newHash: string): Promise<void> {
  await tx.updateTable('known_devices').set({ token_hash: newHash }).where('token_hash', '=', oldHash).execute()
}

export async function putDevice(
  tx: Db,
  device: {
    readonly accountId: number
    readonly tokenHash: string
    readonly addressGroup: string
    readonly seenAt: Date
  },
): Promise<void> {
  const seen = { address_group: device.addressGroup, last_seen_at: device.seenAt.getTime() }
  await tx
    .insertInto('known_devices')
    .values({ account_id: device.accountId, token_hash: device.tokenHash, ...seen })
    .onConflict((conflict) => conflict.columns(['account_id', 'token_hash']).doUpdateSet(seen))
    .execute()
}

/** Keeps so many devices of an account, those that were seen last. */
export async function deleteOldestDevices(tx: Db, accountId: number, keep: number): Promise<void> {
  const kept = await tx
    .selectFrom('known_devices')
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(keep)
    .execute()
  if (kept.length < keep) return
  const ids = kept.map(({ id }) => id)
  await tx.deleteFrom('known_devices').where('account_id', '=', accountId).where('id', 'not in', ids).execute()
}

export async function deleteDevice(tx: Db, id: number): Promise<void> {
  await tx.deleteFrom('known_devices').where('id', '=', id).execute()
}

export async function deleteDevicesOf(tx: Db, accountId: number): Promise<void> {
  await tx.deleteFrom('known_devices').where('account_id', '=', accountId).execute()
}
