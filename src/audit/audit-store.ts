import { sql, type SqlBool } from 'kysely'
import type { Db } from '../db/database.ts'
import { redact, type AuditFilter, type AuditScope, type Reader, type StoredEntry } from './entry.ts'

/** So many packages are looked up one by one; of more, the newest entries are soon found by going through the log. */
const fewPackages = 100

/** Newest first, as this reader may see them; `beforeId` goes on where the last page ended. */
export async function listAudit(
  db: Db,
  scope: AuditScope,
  filter: AuditFilter,
  page: { readonly limit: number; readonly beforeId?: number | null; readonly reader: Reader },
): Promise<readonly StoredEntry[]> {
  const { beforeId, reader, limit } = page
  const found = new Map<number, Row>()
  for (const part of await partsOf(db, scope)) {
    const rows = await filtered(part, filter, reader)
      .$if(typeof beforeId === 'number', (query) => query.where('audit.id', '<', beforeId ?? 0))
      .orderBy('audit.id', 'desc')
      .limit(limit)
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  const newest = [...found.values()].sort((one, other) => other.id - one.id).slice(0, limit)
  return newest.map((row) => redact(toEntry(row), reader))
}

function entries(db: Db) {
  return db
    .selectFrom('audit')
    .leftJoin('accounts as owner', 'owner.id', 'audit.owner_id')
    .leftJoin('accounts as subject', 'subject.id', 'audit.account_id')
    .selectAll('audit')
    .select(['owner.name as owner_name', 'subject.name as present_name'])
}

type Entries = ReturnType<typeof entries>

/**
 * Queries whose entries together are those of the scope. Each has an index of its own: one query with `or` looks through
 * the whole log for an account of which it holds little, 0.7 s for a million entries.
 */
async function partsOf(db: Db, scope: AuditScope): Promise<readonly Entries[]> {
  if (scope.kind === 'all') return [entries(db)]
  const id = scope.accountId
  const owned = db
    .selectFrom('package_owners')
    .innerJoin('packages', 'packages.id', 'package_owners.package_key')
    .select('packages.lower_id')
    .where('package_owners.account_id', '=', id)
  const some = (await owned.limit(fewPackages + 1).execute()).map((row) => row.lower_id)
  const ofPackage = sql<string>`lower(audit.package_id)`
  return [
    entries(db).where('audit.actor_id', '=', id),
    entries(db).where('audit.account_id', '=', id),
    entries(db).where('audit.owner_id', '=', id),
    ...(some.length === 0
      ? []
      : [
          entries(db)
            .where('audit.package_id', 'is not', null)
            .where(ofPackage, 'in', some.length > fewPackages ? owned : some),
        ]),
  ]
}

function filtered(query: Entries, filter: AuditFilter, reader: Reader): Entries {
  const { who, action, account, packageId, through, since, until } = filter
  return query
    .$if(who !== null, (q) => q.where(whoIs(who ?? '', reader)))
    .$if(account !== null, (q) => q.where(named('audit.account_id', 'audit.account_name', account ?? '')))
    .$if(action !== null, (q) => q.where('audit.action', '=', action ?? ''))
    .$if(packageId !== null, (q) =>
      q
        .where('audit.package_id', 'is not', null)
        .where(sql<string>`lower(audit.package_id)`, '=', packageId?.toLowerCase() ?? ''),
    )
    .$if(through !== null, (q) => q.where('audit.through', '=', through ?? 'page'))
    .$if(since !== null, (q) => q.where('audit.at', '>=', since?.getTime() ?? 0))
    .$if(until !== null, (q) => q.where('audit.at', '<', until?.getTime() ?? 0))
}

/**
 * Entries whose actor is shown to the reader under this name. A member who is hidden behind a foreign organization
 * (`redact`) is not found by their own name either: the question would tell who it was.
 */
function whoIs(text: string, reader: Reader) {
  const actor = named('audit.actor_id', 'audit.actor_name', text)
  if (reader.kind === 'administrator') return actor
  const ids = sql.join([-1, ...reader.ids])
  const isForeign = sql<SqlBool>`(audit.actor_id is not null and audit.actor_id not in (${ids})
    and audit.owner_id is not null and audit.owner_id <> audit.actor_id and audit.owner_id not in (${ids}))`
  return sql<SqlBool>`((${isForeign} and owner.lower_name = ${text.toLowerCase()}) or (not ${isForeign} and ${actor}))`
}

/** Entries of whoever had this name then, and of whoever has it now. */
function named(
  id: 'audit.actor_id' | 'audit.account_id',
  name: 'audit.actor_name' | 'audit.account_name',
  text: string,
) {
  const lower = text.toLowerCase()
  const present = sql`select id from accounts where lower_name = ${lower}`
  return sql<SqlBool>`(${sql.ref(id)} in (${present}) or lower(${sql.ref(name)}) = ${lower})`
}

type Row = Awaited<ReturnType<Entries['execute']>>[number]

function toEntry(row: Row): StoredEntry {
  return {
    id: row.id,
    at: new Date(row.at),
    action: row.action,
    actorId: row.actor_id,
    actorName: row.actor_name,
    through: row.through,
    address: row.address,
    keyVisibleId: row.key_visible_id,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    accountId: row.account_id,
    accountName: row.account_name ?? row.present_name,
    packageId: row.package_id,
    version: row.version,
    detail: JSON.parse(row.detail) as Readonly<Record<string, unknown>>,
  }
}
