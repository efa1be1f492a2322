import type { TestServer } from './server.ts'

/** What a request that is refused, or that only looks, may leave: counts, sessions, and what has entries of its own. */
const free = ['sessions', 'rate_limits', 'audit', 'verification_keys', 'version_entries', 'migrations']
const tried = ['PackagePushAttemptByNonOwner', 'CreateVerificationKey', 'UseVerificationKey', 'ExportAudit', 'ReadMail']

/** Every row of every table as text, without what a refusal may leave: compared before and after, nothing has changed. */
export async function readTables({
  deps,
}: Pick<TestServer, 'deps'>): Promise<Readonly<Record<string, readonly string[]>>> {
  const { read } = deps.db
  const names = (await read.introspection.getTables()).map(({ name }) => name).filter((name) => !free.includes(name))
  const tables: Record<string, readonly string[]> = {}
  for (const name of names) {
    const rows: readonly Record<string, unknown>[] = await read
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute()
    tables[name] = rows.map(withoutNoise).sort()
  }
  const entries = await read.selectFrom('audit').select(['id', 'action']).where('action', 'not in', tried).execute()
  return { ...tables, audit: entries.map(({ id, action }) => `${id} ${action}`).sort() }
}

/** Without when a key was used, and without manifests, which are long and never change. */
function withoutNoise(row: Readonly<Record<string, unknown>>): string {
  const noise = ['metadata', 'files', 'last_used_at', 'last_used_from']
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => !noise.includes(name))))
}
