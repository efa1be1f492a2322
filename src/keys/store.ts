import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { ApiKeysTable, ApiKeySubjectsTable } from '../db/tables/keys.ts'
import { keyActions, type ApiKey, type KeyAction } from './key.ts'
import type { Secret } from './secret.ts'

/** A secret of a key as lists show it. */
export type KeySecret = { readonly visibleId: string; readonly createdAt: Date; readonly endsAt: Date | null }

/** The key with this SHA-256 of a secret, and when that secret was made and ends, if before the key. Ended keys are found; deleted ones are not. */
export async function findKeyBySecretHash(
  db: Db,
  hash: string,
): Promise<{ readonly key: ApiKey; readonly secretMadeAt: Date; readonly secretEndsAt: Date | null } | null> {
  const secret = await db
    .selectFrom('api_key_secrets')
    .select(['key_id', 'created_at', 'ends_at'])
    .where('secret_hash', '=', hash)
    .executeTakeFirst()
  const key = secret && (await findKey(db, secret.key_id))
  return key ? { key, secretMadeAt: new Date(secret.created_at), secretEndsAt: toDate(secret.ends_at) } : null
}

export async function findKey(db: Db, id: number): Promise<ApiKey | null> {
  const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const subjects = await db.selectFrom('api_key_subjects').selectAll().where('key_id', '=', id).execute()
  return toApiKey(row, subjects)
}

/** The user's keys, newest first, then by name. */
export async function listKeysOfUser(db: Db, userId: number): Promise<readonly ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('name')
    .execute()
  return withSubjects(db, rows)
}

/** The keys that others made to act for this organization, those of people who are no members any more included; by name. */
export async function listKeysForOrganization(db: Db, organizationId: number): Promise<readonly ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('owner_id', '=', organizationId)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return withSubjects(db, rows)
}

/** The newest secret of each key and those that still live beside it, newest first, by key. */
export async function listSecrets(
  db: Db,
  keyIds: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, readonly KeySecret[]>> {
  if (keyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('api_key_secrets')
    .select(['key_id', 'visible_id', 'created_at', 'ends_at'])
    .where('key_id', 'in', keyIds)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const byKey = Map.groupBy(rows, (row) => row.key_id)
  const isShown = (row: (typeof rows)[number], place: number) => place === 0 || Number(row.ends_at) > now.getTime()
  return new Map([...byKey].map(([keyId, own]) => [keyId, own.filter(isShown).map(toKeySecret)]))
}

export async function countKeysOfUser(db: Db, userId: number): Promise<number> {
  const { count } = await db
    .selectFrom('api_keys')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertKey(
  tx: Db,
  key: Omit<ApiKey, 'id' | 'revokedAt' | 'lastUsedAt' | 'lastUsedFrom'>,
): Promise<number> {
  const { id } = await tx
    .insertInto('api_keys')
    .values({
      user_id: key.userId,
      owner_id: key.ownerId,
      name: key.name,
      actions: toActionsText(key.actions),
      created_at: key.createdAt.getTime(),
      expires_at: key.expiresAt.getTime(),
      lifetime_ms: key.lifetimeMs,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertSubjects(tx, id, key)
  return id
}

export async function insertSecret(tx: Db, keyId: number, secret: Secret, now: Date): Promise<void> {
  await tx
    .insertInto('api_key_secrets')
    .values({
      key_id: keyId,
      visible_id: secret.visibleId,
      secret_hash: secret.hash,
      created_at: now.getTime(),
      ends_at: null,
    })
    .execute()
}

/**
 * Ends the secrets of a key: the present one at `endsAt`, those before it at once. They stay in the table, so that whoever
 * still presents one is told that it was replaced.
 */
export async function endSecrets(tx: Db, keyId: number, endsAt: Date, now: Date): Promise<void> {
  const live = tx.updateTable('api_key_secrets').where('key_id', '=', keyId)
  await live.set({ ends_at: now.getTime() }).where('ends_at', '>', now.getTime()).execute()
  await live.set({ ends_at: endsAt.getTime() }).where('ends_at', 'is', null).execute()
}

/**
 * Waits until no other transaction changes this key, and keeps it so until the end of this one: two regenerations at once
 * would otherwise leave two living secrets on PostgreSQL. False when there is no such key.
 */
export async function lockKey(tx: Db, id: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('api_keys')
    .set((set) => ({ name: set.ref('name') }))
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type KeyChanges = Pick<ApiKey, 'name' | 'actions' | 'globs' | 'packageIds' | 'expiresAt' | 'lifetimeMs'> & {
  /** Notices about the old end say nothing about the new one: they may be sent again. */
  readonly isEndMoved: boolean
}

export async function updateKey(tx: Db, id: number, changes: KeyChanges): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({
      name: changes.name,
      actions: toActionsText(changes.actions),
      expires_at: changes.expiresAt.getTime(),
      lifetime_ms: changes.lifetimeMs,
      ...(changes.isEndMoved ? { expiring_noticed_at: null, expired_noticed_at: null } : {}),
    })
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('api_key_subjects').where('key_id', '=', id).execute()
  await insertSubjects(tx, id, changes)
}

/** Gives the key a new life: not revoked, and expiry notices may be sent again. */
export async function reviveKey(tx: Db, id: number, expiresAt: Date): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ expires_at: expiresAt.getTime(), revoked_at: null, expiring_noticed_at: null, expired_noticed_at: null })
    .where('id', '=', id)
    .execute()
}

export async function markRevoked(tx: Db, id: number, now: Date): Promise<void> {
  await tx.updateTable('api_keys').set({ revoked_at: now.getTime() }).where('id', '=', id).execute()
}

export async function deleteKeyRow(tx: Db, id: number): Promise<void> {
  await tx.deleteFrom('api_keys').where('id', '=', id).execute()
}

/**
 * A user becomes an organization: the keys that act for the account move to its administrator, with secrets and rights;
 * what the user had made to act for others ends.
 */
export async function moveKeysToAdministrator(tx: Db, accountId: number, administratorId: number): Promise<void> {
  const made = tx.updateTable('api_keys').where('user_id', '=', accountId).where('owner_id', '=', accountId)
  await made.set({ user_id: administratorId }).execute()
  await tx.deleteFrom('api_keys').where('user_id', '=', accountId).execute()
}

/** Every key that the account made and every key that acts for it: both end with the account. */
export async function deleteKeysOfAccount(tx: Db, accountId: number): Promise<void> {
  await tx
    .deleteFrom('api_keys')
    .where((where) => where.or([where('user_id', '=', accountId), where('owner_id', '=', accountId)]))
    .execute()
}

export async function updateLastUsed(tx: Db, keyId: number, at: Date, address: string): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ last_used_at: at.getTime(), last_used_from: address })
    .where('id', '=', keyId)
    .execute()
}

/**
 * Users who may have something to hear about the end of their keys: one ends until then or has ended, or acts for an
 * organization whose keys may end sooner. Which, and when, is for `endFor` to say.
 */
export async function listUsersToNotice(db: Db, until: Date): Promise<readonly number[]> {
  const limiting = db.selectFrom('accounts').select('id').where('max_key_days', 'is not', null)
  const rows = await db
    .selectFrom('api_keys')
    .select('user_id')
    .distinct()
    .where('revoked_at', 'is', null)
    .where('expired_noticed_at', 'is', null)
    .where((where) => where.or([where('expires_at', '<=', until.getTime()), where('owner_id', 'in', limiting)]))
    .orderBy('user_id')
    .execute()
  return rows.map((row) => row.user_id)
}

/** Marks these keys as noticed; answers those that were not: whoever asks next, or at the same moment, gets none of them. */
export async function takeToNotice(
  tx: Db,
  keyIds: readonly number[],
  about: 'expiring' | 'expired',
  now: Date,
): Promise<ReadonlySet<number>> {
  if (keyIds.length === 0) return new Set()
  const column = `${about}_noticed_at` as const
  const rows = await tx
    .updateTable('api_keys')
    .set({ [column]: now.getTime() })
    .where('id', 'in', keyIds)
    .where(column, 'is', null)
    .returning('id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

async function insertSubjects(tx: Db, keyId: number, key: Pick<ApiKey, 'globs' | 'packageIds'>): Promise<void> {
  const rows = [
    ...[...new Set(key.globs)].map((pattern) => ({ key_id: keyId, kind: 'glob' as const, pattern })),
    ...[...new Set(key.packageIds)].map((pattern) => ({ key_id: keyId, kind: 'package' as const, pattern })),
  ]
  if (rows.length > 0) await tx.insertInto('api_key_subjects').values(rows).execute()
}

async function withSubjects(db: Db, rows: readonly Selectable<ApiKeysTable>[]): Promise<readonly ApiKey[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const subjects = await db.selectFrom('api_key_subjects').selectAll().where('key_id', 'in', ids).execute()
  const byKey = Map.groupBy(subjects, (subject) => subject.key_id)
  return rows.map((row) => toApiKey(row, byKey.get(row.id) ?? []))
}

function toApiKey(row: Selectable<ApiKeysTable>, subjects: readonly Selectable<ApiKeySubjectsTable>[]): ApiKey {
  const patterns = (kind: 'glob' | 'package') =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map((subject) => subject.pattern)
      .sort()
  return {
    id: row.id,
    userId: row.user_id,
    ownerId: row.owner_id,
    name: row.name,
    actions: parseActions(row.actions),
    globs: patterns('glob'),
    packageIds: patterns('package'),
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    lifetimeMs: row.lifetime_ms,
    revokedAt: toDate(row.revoked_at),
    lastUsedAt: toDate(row.last_used_at),
    lastUsedFrom: row.last_used_from,
  }
}

/** An action that this program does not know allows nothing. */
function parseActions(text: string): ReadonlySet<KeyAction> {
  const words = text.split(',')
  return new Set(keyActions.filter((action) => words.includes(action)))
}

function toActionsText(actions: ReadonlySet<KeyAction>): string {
  return keyActions.filter((action) => actions.has(action)).join(',')
}

function toKeySecret(row: { visible_id: string; created_at: number; ends_at: number | null }): KeySecret {
  return { visibleId: row.visible_id, createdAt: new Date(row.created_at), endsAt: toDate(row.ends_at) }
}

function toDate(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}
