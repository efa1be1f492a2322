import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { likeBeginning } from '../db/like.ts'

/** A key as administrators find it: whose it is, for whom it acts, what of its secret may be shown. */
export type FoundKey = {
  readonly id: number
  readonly name: string
  readonly visibleId: string | null
  readonly userName: string
  readonly ownerName: string
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  readonly lastUsedFrom: string | null
}

/** Keys whose name, user, owner or visible part of a secret is, or begins with, `text`; those used last come first. */
export async function searchKeys(db: Db, text: string, limit: number): Promise<readonly FoundKey[]> {
  const lower = text.toLowerCase()
  const begins = likeBeginning(text)
  const rows = await db
    .selectFrom('api_keys')
    .innerJoin('accounts as users', 'users.id', 'api_keys.user_id')
    .innerJoin('accounts as owners', 'owners.id', 'api_keys.owner_id')
    .selectAll('api_keys')
    .select(['users.name as user_name', 'owners.name as owner_name'])
    .select((row) =>
      row
        .selectFrom('api_key_secrets')
        .select('visible_id')
        .whereRef('api_key_secrets.key_id', '=', 'api_keys.id')
        .orderBy('api_key_secrets.id', 'desc')
        .limit(1)
        .as('visible_id'),
    )
    .where((where) =>
      where.or([
        where('users.lower_name', '=', lower),
        where('owners.lower_name', '=', lower),
        sql<boolean>`lower(api_keys.name) like ${begins} escape '\\'`,
        where(
          'api_keys.id',
          'in',
          where
            .selectFrom('api_key_secrets')
            .select('key_id')
            .where(sql<boolean>`visible_id like ${begins} escape '\\'`),
        ),
      ]),
    )
    .orderBy('api_keys.last_used_at', (order) => order.desc().nullsLast())
    .orderBy('api_keys.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    visibleId: row.visible_id,
    userName: row.user_name,
    ownerName: row.owner_name,
    expiresAt: new Date(row.expires_at),
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
    lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at),
    lastUsedFrom: row.last_used_from,
  }))
}
