import type { Db } from '../db/database.ts'
import type { VerificationKey } from './verification-key.ts'

export async function insertVerificationKey(tx: Db, hash: string, key: VerificationKey, now: Date): Promise<void> {
  await tx
    .insertInto('verification_keys')
    .values({
      secret_hash: hash,
      key_id: key.keyId,
      lower_id: key.lowerId,
      created_at: now.getTime(),
      expires_at: key.expiresAt.getTime(),
    })
    .execute()
}

/** Takes the key out for good, so that of two uses at once one finds it; null when it is not there. */
export async function takeVerificationKey(tx: Db, hash: string): Promise<VerificationKey | null> {
  const row = await tx
    .deleteFrom('verification_keys')
    .where('secret_hash', '=', hash)
    .returning(['key_id', 'lower_id', 'expires_at'])
    .executeTakeFirst()
  return row ? { keyId: row.key_id, lowerId: row.lower_id, expiresAt: new Date(row.expires_at) } : null
}
