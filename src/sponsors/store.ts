import type { Db } from '../db/database.ts'

/** Addresses at which the package's owners ask for support, in the order in which they were added. */
export async function listSponsorLinks(db: Db, packageKey: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('sponsor_links')
    .select('url')
    .where('package_key', '=', packageKey)
    .orderBy('added_at')
    .orderBy('url')
    .execute()
  return rows.map(({ url }) => url)
}

export async function insertSponsorLink(tx: Db, packageKey: number, url: string, now: Date): Promise<void> {
  await tx.insertInto('sponsor_links').values({ package_key: packageKey, url, added_at: now.getTime() }).execute()
}

/** False when it was not there. */
export async function deleteSponsorLink(tx: Db, packageKey: number, url: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('sponsor_links')
    .where('package_key', '=', packageKey)
    .where('url', '=', url)
    .returning('url')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteSponsorLinks(tx: Db, packageKey: number): Promise<void> {
  await tx.deleteFrom('sponsor_links').where('package_key', '=', packageKey).execute()
}
