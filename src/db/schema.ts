import type { AccountTables } from './tables/accounts.ts'
import type { InstanceTables } from './tables/instance.ts'
import type { KeyTables } from './tables/keys.ts'
import type { OwnerTables } from './tables/owners.ts'
import type { PackageTables } from './tables/packages.ts'
import type { TicketTables } from './tables/tickets.ts'
import type { TwoFactorTables } from './tables/two-factor.ts'

/**
 * The tables as Kysely sees them: one description for SQLite and PostgreSQL.
 *
 * Conventions: instants are milliseconds since 1970 (UTC) in `…_at` columns, booleans are 0 or 1, JSON is text, names and
 * IDs that are looked up have a lower-case twin. Commit times of the catalog are microseconds (`…_us`).
 */
export type Tables = AccountTables &
  TwoFactorTables &
  KeyTables &
  PackageTables &
  OwnerTables &
  TicketTables &
  InstanceTables
