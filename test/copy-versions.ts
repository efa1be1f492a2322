import type { Deps } from '../src/deps.ts'

/** Gives an ID `more` versions 1.1.0, 1.2.0 … like its only one, as rows without files: thousands of pushes take minutes. */
export async function copyVersions(deps: Pick<Deps, 'db'>, id: string, more: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const { id: _, ...row } = await tx
      .selectFrom('versions')
      .selectAll()
      .where('package_id', '=', id)
      .executeTakeFirstOrThrow()
    for (let from = 1; from <= more; from += 500) {
      const numbers = Array.from({ length: Math.min(500, more - from + 1) }, (_, i) => `1.${from + i}.0`)
      const rows = numbers.map((text) => ({
        ...row,
        verbatim_version: text,
        full_version: text,
        normalized_version: text,
        lower_version: text,
        blob_key: `${row.blob_key}.${text}`,
      }))
      await tx.insertInto('versions').values(rows).execute()
    }
    await tx
      .updateTable('packages')
      .set((set) => ({ revision: set('revision', '+', 1) }))
      .where('package_id', '=', id)
      .execute()
  })
}
