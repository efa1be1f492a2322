import type { Selectable, Updateable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { AccountsTable } from '../db/tables/accounts.ts'
import type { Language } from '../i18n/message.ts'
import { plainName } from './account-name.ts'
import type { Account, Theme } from './account.ts'

/** The account with this ID, deleted ones included, or null. */
export async function findAccountById(db: Db, id: number): Promise<Account | null> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toAccount(row) : null
}

/** The account with this name in any letter case, deleted ones included, or null. */
export async function findAccountByName(db: Db, name: string): Promise<Account | null> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('lower_name', '=', name.toLowerCase())
    .executeTakeFirst()
  return row ? toAccount(row) : null
}

/** The account whose confirmed address this is, in any letter case, or null. */
export async function findAccountByEmail(db: Db, email: string): Promise<Account | null> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('lower_email', '=', email.toLowerCase())
    .executeTakeFirst()
  return row ? toAccount(row) : null
}

/** The accounts, deleted ones included, whose names differ from `name` at most in case, `.`, `_` and `-`. */
export async function listLookAlikes(db: Db, name: string): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('accounts')
    .selectAll()
    .where('plain_name', '=', plainName(name))
    .orderBy('id')
    .execute()
  return rows.map(toAccount)
}

/** The stored password hash (`$argon2id$…`), or null for organizations and accounts without a password. */
export async function findPasswordHash(db: Db, accountId: number): Promise<string | null> {
  const row = await db.selectFrom('accounts').select('password_hash').where('id', '=', accountId).executeTakeFirst()
  return row?.password_hash ?? null
}

/** True when somebody may administer this instance: a living user with the role, locked or not. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  return (await countAdministrators(db)) > 0
}

/** How many living users have the administrator role. */
export async function countAdministrators(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('accounts')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('is_admin', '=', 1)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * The same, held until the transaction ends: of two administrators who go at the same moment, the second must see that the
 * first has gone.
 */
export async function countHeldAdministrators(tx: Db): Promise<number> {
  for (const { id } of await listAdministrators(tx)) await holdAccount(tx, id)
  return countAdministrators(tx)
}

/** Living users with the administrator role, in the order in which they came. */
export async function listAdministrators(db: Db): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom('accounts')
    .selectAll()
    .where('is_admin', '=', 1)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(toAccount)
}

export type NewUser = {
  readonly name: string
  readonly email: string
  readonly isEmailConfirmed: boolean
  readonly passwordHash: string | null
  readonly isAdmin: boolean
  readonly language: Language | null
  readonly createdAt: Date
}

/** Adds a user. Throws a unique violation when the name or the confirmed address is taken. */
export function insertUser(tx: Db, user: NewUser): Promise<Account> {
  return insertAccount(tx, 'user', user)
}

/** Adds an organization, which never has a password. Throws a unique violation as `insertUser` does. */
export function insertOrganization(tx: Db, organization: Omit<NewUser, 'passwordHash' | 'isAdmin'>): Promise<Account> {
  return insertAccount(tx, 'organization', { ...organization, passwordHash: null, isAdmin: false })
}

async function insertAccount(tx: Db, kind: Account['kind'], user: NewUser): Promise<Account> {
  const row = await tx
    .insertInto('accounts')
    .values({
      kind,
      name: user.name,
      lower_name: user.name.toLowerCase(),
      plain_name: plainName(user.name),
      email: user.isEmailConfirmed ? user.email : null,
      lower_email: user.isEmailConfirmed ? user.email.toLowerCase() : null,
      unconfirmed_email: user.isEmailConfirmed ? null : user.email,
      password_hash: user.passwordHash,
      is_admin: user.isAdmin ? 1 : 0,
      contact_allowed: 1,
      notify_push: 1,
      language: user.language,
      theme: null,
      created_at: user.createdAt.getTime(),
      locked_at: null,
      deleted_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toAccount(row)
}

export type AccountChanges = {
  readonly email?: string
  readonly unconfirmedEmail?: string | null
  readonly passwordHash?: string
  readonly isAdmin?: boolean
  readonly contactAllowed?: boolean
  readonly notifyPush?: boolean
  readonly language?: Language
  readonly theme?: Theme
  readonly lockedAt?: Date | null
  readonly requiresTwoFactor?: boolean
  readonly maxKeyDays?: number | null
  readonly twoFactorSince?: Date | null
}

/** Changes only the fields that are given. Throws a unique violation when the new confirmed address is taken. */
export async function updateAccount(tx: Db, id: number, changes: AccountChanges): Promise<void> {
  const row: Updateable<AccountsTable> = {}
  if (changes.email !== undefined) {
    row.email = changes.email
    row.lower_email = changes.email.toLowerCase()
  }
  if (changes.unconfirmedEmail !== undefined) row.unconfirmed_email = changes.unconfirmedEmail
  if (changes.passwordHash !== undefined) row.password_hash = changes.passwordHash
  if (changes.isAdmin !== undefined) row.is_admin = changes.isAdmin ? 1 : 0
  if (changes.contactAllowed !== undefined) row.contact_allowed = changes.contactAllowed ? 1 : 0
  if (changes.notifyPush !== undefined) row.notify_push = changes.notifyPush ? 1 : 0
  if (changes.language !== undefined) row.language = changes.language
  if (changes.theme !== undefined) row.theme = changes.theme
  if (changes.lockedAt !== undefined) row.locked_at = changes.lockedAt?.getTime() ?? null
  if (changes.requiresTwoFactor !== undefined) row.requires_two_factor = changes.requiresTwoFactor ? 1 : 0
  if (changes.maxKeyDays !== undefined) row.max_key_days = changes.maxKeyDays
  if (changes.twoFactorSince !== undefined) row.two_factor_since = changes.twoFactorSince?.getTime() ?? null
  await tx.updateTable('accounts').set(row).where('id', '=', id).execute()
}

/**
 * Waits until no other transaction holds this account, and holds it until the end of this one: of two administrators who
 * leave at once, the second must see that the first has gone.
 */
export function holdAccount(tx: Db, id: number): Promise<void> {
  return holdAccounts(tx, [id])
}

/** Several, in one order everywhere, so that two transactions do not wait for each other. */
export async function holdAccounts(tx: Db, ids: readonly number[]): Promise<void> {
  for (const id of ids.toSorted((a, b) => a - b)) await holdOne(tx, id)
}

async function holdOne(tx: Db, id: number): Promise<void> {
  await tx
    .updateTable('accounts')
    .set((set) => ({ name: set.ref('name') }))
    .where('id', '=', id)
    .execute()
}

/** The account of this name, held until the transaction ends: it cannot be deleted while it is given something. */
export async function takeAccountByName(tx: Db, name: string): Promise<Account | null> {
  const found = await findAccountByName(tx, name)
  if (!found) return null
  await holdAccount(tx, found.id)
  return findAccountById(tx, found.id)
}

/** A user becomes an organization: nobody signs in to it any more, and it administers nothing. */
export async function turnIntoOrganization(tx: Db, id: number): Promise<void> {
  const row = { kind: 'organization', password_hash: null, unconfirmed_email: null, is_admin: 0 } as const
  await tx
    .updateTable('accounts')
    .set({ ...row, two_factor_since: null, theme: null })
    .where('id', '=', id)
    .execute()
}

/** Marks a confirmed account as deleted: the name stays taken, everything personal goes. */
export async function blankDeletedAccount(tx: Db, id: number, deletedAt: Date): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({
      email: null,
      lower_email: null,
      unconfirmed_email: null,
      password_hash: null,
      is_admin: 0,
      contact_allowed: 0,
      notify_push: 0,
      language: null,
      theme: null,
      two_factor_since: null,
      deleted_at: deletedAt.getTime(),
    })
    .where('id', '=', id)
    .execute()
}

/** Removes the row itself, so that the name is free again: only for accounts that never had a confirmed address. */
export async function deleteAccountRow(tx: Db, id: number): Promise<void> {
  await tx.deleteFrom('accounts').where('id', '=', id).execute()
}

/** A row of the table as the domain's value. */
export function toAccount(row: Selectable<AccountsTable>): Account {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    email: row.email,
    unconfirmedEmail: row.unconfirmed_email,
    isAdmin: row.is_admin === 1,
    contactAllowed: row.contact_allowed === 1,
    notifyPush: row.notify_push === 1,
    language: row.language,
    theme: row.theme,
    createdAt: new Date(row.created_at),
    lockedAt: row.locked_at === null ? null : new Date(row.locked_at),
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
    requiresTwoFactor: row.requires_two_factor === 1,
    maxKeyDays: row.max_key_days,
    twoFactorSince: row.two_factor_since === null ? null : new Date(row.two_factor_since),
  }
}
