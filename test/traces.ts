import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tables } from '../src/db/schema.ts'
import type { Deps } from '../src/deps.ts'

const tables = ['packages', 'versions', 'package_owners', 'catalog_items', 'jobs', 'mails'] as const

/** Rows by table, and the stored files in their order. */
export type Traces = Readonly<Record<(typeof tables)[number], number>> & { readonly files: readonly string[] }

/** Everything that a refused or broken push must leave as it was; `others` are further tables to count. */
export async function readTraces(
  deps: Pick<Deps, 'db' | 'config'>,
  others: readonly (keyof Tables)[] = [],
): Promise<Traces> {
  const counts = [...tables, ...others].map(async (table) => {
    const query = deps.db.read.selectFrom(table).select((s) => s.fn.countAll().as('rows'))
    return [table, Number((await query.executeTakeFirstOrThrow()).rows)] as const
  })
  const rows = Object.fromEntries(await Promise.all(counts)) as Record<(typeof tables)[number], number>
  return { ...rows, files: await listFiles(deps.config.storage.path) }
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
