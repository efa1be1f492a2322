import type { Db } from '../db/database.ts'
import type { Banner, Site } from './site.ts'

export async function findSite(db: Db): Promise<Site> {
  const rows = await db.selectFrom('site_settings').select(['name', 'value']).execute()
  const values = new Map(rows.map((row) => [row.name, JSON.parse(row.value) as unknown]))
  return { banner: (values.get('banner') as Banner | undefined) ?? null, isReadOnly: values.get('read-only') === true }
}

/** `undefined` takes the setting back. */
export async function putSetting(
  tx: Db,
  name: 'banner' | 'read-only',
  value: Banner | true | undefined,
  now: Date,
): Promise<void> {
  if (value === undefined) {
    await tx.deleteFrom('site_settings').where('name', '=', name).execute()
    return
  }
  const row = { value: JSON.stringify(value), changed_at: now.getTime() }
  await tx
    .insertInto('site_settings')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}
