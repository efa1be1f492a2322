import { sql, type Kysely } from 'kysely'
import type { Database, DatabaseKind, Db } from './database.ts'
import * as firstTables from './migrations/0001-first-tables.ts'
import * as catalogAndDeletion from './migrations/0002-catalog-and-deletion.ts'
import * as verificationKeys from './migrations/0003-verification-keys.ts'
import * as importedDownloads from './migrations/0004-imported-downloads.ts'
import * as commitsOfPackages from './migrations/0005-commits-of-packages.ts'
import * as newestCommit from './migrations/0006-newest-commit.ts'
import * as versionsByAge from './migrations/0007-versions-by-age.ts'
import * as organizations from './migrations/0008-organizations.ts'
import * as ownershipRequests from './migrations/0010-ownership-requests.ts'
import * as reservedPrefixes from './migrations/0011-reserved-prefixes.ts'
import * as twoFactor from './migrations/0012-two-factor.ts'
import * as rateLimits from './migrations/0014-rate-limits.ts'
import * as auditOfPeople from './migrations/0015-audit-of-people.ts'
import * as siteSettings from './migrations/0016-site-settings.ts'
import * as knownDevices from './migrations/0017-known-devices.ts'
import * as stagedUploads from './migrations/0021-staged-uploads.ts'
import * as statistics from './migrations/0022-statistics.ts'
import * as tickets from './migrations/0023-tickets.ts'
import * as writtenReadmes from './migrations/0024-written-readmes.ts'
import * as sponsorLinks from './migrations/0025-sponsor-links.ts'
import * as daysAndAddresses from './migrations/0027-days-and-addresses.ts'

type Migration = { readonly up: (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void> }

/** In order; forward only. A merged migration is never edited. */
const migrations: readonly { readonly name: string; readonly migration: Migration }[] = [
  { name: '0001-first-tables', migration: firstTables },
  { name: '0002-catalog-and-deletion', migration: catalogAndDeletion },
  { name: '0003-verification-keys', migration: verificationKeys },
  { name: '0004-imported-downloads', migration: importedDownloads },
  { name: '0006-newest-commit', migration: newestCommit },
  { name: '0005-commits-of-packages', migration: commitsOfPackages }, // wants a column of 0006
  { name: '0007-versions-by-age', migration: versionsByAge },
  { name: '0008-organizations', migration: organizations },
  { name: '0010-ownership-requests', migration: ownershipRequests },
  { name: '0011-reserved-prefixes', migration: reservedPrefixes },
  { name: '0012-two-factor', migration: twoFactor },
  { name: '0014-rate-limits', migration: rateLimits },
  { name: '0015-audit-of-people', migration: auditOfPeople },
  { name: '0016-site-settings', migration: siteSettings },
  { name: '0017-known-devices', migration: knownDevices },
  { name: '0021-staged-uploads', migration: stagedUploads },
  { name: '0022-statistics', migration: statistics },
  { name: '0023-tickets', migration: tickets },
  { name: '0024-written-readmes', migration: writtenReadmes },
  { name: '0025-sponsor-links', migration: sponsorLinks },
  { name: '0027-days-and-addresses', migration: daysAndAddresses },
]

/** Thrown when the database was made by a newer Lode: this one must not touch it. */
export class DatabaseTooNew extends Error {
  constructor(name: string) {
    super(`The database has the migration "${name}", which this Lode does not know. Start the newer Lode that made it.`)
  }
}

/** Thrown when commands other than `serve` and `migrate` find a database that lacks migrations. */
export class DatabaseTooOld extends Error {
  constructor() {
    super('The database is not up to date. Run `lode migrate`, or start the server once.')
  }
}

/**
 * Brings the tables up to date. Two processes may do so at once: on SQLite each migration runs in one `begin immediate`
 * transaction and looks again inside; on PostgreSQL an advisory lock lets one go first.
 */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    if (database.kind === 'postgres') await sql`select pg_advisory_xact_lock(5633)`.execute(tx)
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(tx)
    const applied = await listApplied(tx)
    refuseNewer(applied)
    for (const { name, migration } of migrations) {
      if (applied.has(name)) continue
      await migration.up(tx as unknown as Kysely<unknown>, database.kind)
      await sql`insert into migrations (name, applied_at) values (${name}, ${Date.now()})`.execute(tx)
    }
  })
}

/** Throws unless the tables are exactly as this program knows them. */
export async function requireMigrated(database: Database): Promise<void> {
  const applied = await listApplied(database.read).catch(() => new Set<string>())
  refuseNewer(applied)
  if (applied.size < migrations.length) throw new DatabaseTooOld()
}

async function listApplied(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db)
  return new Set(rows.map((row) => row.name))
}

function refuseNewer(applied: ReadonlySet<string>): void {
  const known = new Set(migrations.map(({ name }) => name))
  for (const name of applied) if (!known.has(name)) throw new DatabaseTooNew(name)
}
