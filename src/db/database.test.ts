import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { forEachDatabase, newDatabaseSetting } from '../../test/databases.ts'
import { appendCatalogItem } from '../feed/catalog-store.ts'
import { insertPackageIfNew } from '../packages/store.ts'
import { fail, ok } from '../result.ts'
import { isUniqueViolation, type Database, type DatabaseKind } from './database.ts'
import * as firstTables from './migrations/0001-first-tables.ts'
import { DatabaseTooNew, DatabaseTooOld, migrate, requireMigrated } from './migrate.ts'
import { openDatabase } from './open.ts'
import { shareBetweenWaiters } from './postgres.ts'

const now = new Date('2026-11-24T12:00:00Z')

forEachDatabase('the database', (open, kind) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  const spend = (tx: Parameters<Parameters<Database['transaction']>[0]>[0], token: string) =>
    tx.insertInto('spent_form_tokens').values({ token_hash: token, spent_at: 1 }).execute()
  const isSpent = async (token: string) =>
    (await db.read.selectFrom('spent_form_tokens').selectAll().where('token_hash', '=', token).execute()).length === 1

  test('a transaction keeps what it did, and every reader sees it at once', async () => {
    await db.transaction((tx) => spend(tx, 'kept'))
    expect(await isSpent('kept')).toBe(true)
  })

  test('a refusal rolls back and is returned', async () => {
    const result = await db.transaction(async (tx) => {
      await spend(tx, 'refused')
      return fail({ code: 'no' })
    })
    expect(result).toEqual({ ok: false, error: { code: 'no' } })
    expect(await isSpent('refused')).toBe(false)
  })

  test('an exception rolls back and is thrown', async () => {
    const act = db.transaction(async (tx) => {
      await spend(tx, 'thrown')
      throw new Error('boom')
    })
    await expect(act).rejects.toThrow('boom')
    expect(await isSpent('thrown')).toBe(false)
  })

  test('a unique violation is recognised', async () => {
    await db.transaction((tx) => spend(tx, 'twice'))
    const error = await db.transaction((tx) => spend(tx, 'twice')).catch((caught: unknown) => caught)
    expect(isUniqueViolation(error)).toBe(true)
    expect(isUniqueViolation(new Error('other'))).toBe(false)
  })

  test('transactions that get into each other’s way all commit', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        db.transaction(async (tx) => {
          await tx
            .insertInto('sign_in_failures')
            .values({ subject: `s${i}`, failures: 0, last_failed_at: 0 })
            .execute()
          await sql`update sign_in_failures set failures = failures + 1`.execute(tx)
          return ok()
        }),
      ),
    )
    const { sum } = await db.read
      .selectFrom('sign_in_failures')
      .select((s) => s.fn.count('subject').as('sum'))
      .executeTakeFirstOrThrow()
    expect(Number(sum)).toBe(8)
  })

  test('transactions that share a commit are each whole or not at all', async () => {
    const shared = (token: string, end: () => unknown) =>
      db.sharedTransaction(async (tx) => {
        await spend(tx, token)
        return end()
      })
    await db.transaction((tx) => spend(tx, 'spent before'))
    const results = await Promise.allSettled([
      shared('shared 1', () => 1),
      shared('shared 2', () => fail({ code: 'no' })),
      shared('shared 3', () => {
        throw new Error('boom')
      }),
      db.sharedTransaction((tx) => spend(tx, 'spent before')),
      shared('shared 4', () => 4),
      db.transaction((tx) => spend(tx, 'not shared')),
      ...Array.from({ length: 100 }, (_, i) => shared(`many ${i}`, () => i)),
    ])
    expect(results.slice(0, 6).map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(results.slice(6).every((result, i) => result.status === 'fulfilled' && result.value === i)).toBe(true)
    expect(results[1]).toMatchObject({ value: { ok: false, error: { code: 'no' } } })
    expect(results[2]).toMatchObject({ reason: { message: 'boom' } })
    expect(isUniqueViolation((results[3] as PromiseRejectedResult).reason)).toBe(true)
    const stay = [...[1, 2, 3, 4].map((i) => `shared ${i}`), 'not shared', 'many 99']
    expect(await Promise.all(stay.map(isSpent))).toEqual([true, false, false, true, true, true])
  })

  test.each(kind === 'sqlite' ? [kind] : [])(
    'whoever shares a commit that fails on %s hears why, and nothing of theirs stays',
    async () => {
      const shared = (token: string) => db.sharedTransaction((tx) => spend(tx, token))
      const results = await Promise.allSettled([
        shared('lost 1'),
        db.sharedTransaction(async (tx) => {
          await spend(tx, 'lost 2')
          await sql`rollback`.execute(tx) // as SQLite does of itself when the disk is full
          throw new Error('the disk is full')
        }),
        shared('lost 3'),
      ])
      expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'fulfilled'])
      expect(results[0]).toMatchObject({ reason: { message: 'the disk is full' } })
      expect(results[1]).toMatchObject({ reason: { message: 'the disk is full' } })
      expect(await Promise.all(['lost 1', 'lost 2', 'lost 3'].map(isSpent))).toEqual([false, false, true])
    },
  )

  test('a big number comes back as a number', async () => {
    await db.transaction((tx) =>
      tx.insertInto('spent_form_tokens').values({ token_hash: 'big', spent_at: 1_800_000_000_000_000 }).execute(),
    )
    const row = await db.read
      .selectFrom('spent_form_tokens')
      .select('spent_at')
      .where('token_hash', '=', 'big')
      .executeTakeFirst()
    expect(row?.spent_at).toBe(1_800_000_000_000_000)
  })

  test('commit times of the catalog rise strictly, also within one microsecond and from many writers', async () => {
    const { package: pkg } = await db.transaction((tx) => insertPackageIfNew(tx, { id: 'A', lowerId: 'a', now }))
    const change = { kind: 'details', packageKey: pkg.key, lowerId: 'a', id: 'A', version: null, now } as const
    const before = await db.changeNumber()
    const times = await Promise.all(
      Array.from({ length: 20 }, () => db.transaction((tx) => appendCatalogItem(tx, change))),
    )
    expect(new Set(times).size).toBe(20)
    expect(Math.min(...times)).toBe(now.getTime() * 1000)
    expect(await db.changeNumber()).not.toBe(before)
    const { revision } = await db.read
      .selectFrom('packages')
      .select('revision')
      .where('id', '=', pkg.key)
      .executeTakeFirstOrThrow()
    expect(revision).toBe(20)
  })

  test('two processes may migrate an empty database at once', async () => {
    const [one, two] = await openEmptyTwice(kind)
    await expect(requireMigrated(one)).rejects.toThrow(DatabaseTooOld)
    await Promise.all([migrate(one), migrate(two)])
    await requireMigrated(two)
    await one.close()
    await two.close()
  })

  test('a database of before catalog pages is brought up to date: items are numbered, versions know their commit', async () => {
    const [old, other] = await openEmptyTwice(kind)
    await other.close()
    await old.transaction(async (tx) => {
      await sql`create table migrations (name text primary key, applied_at bigint not null)`.execute(tx)
      await sql`insert into migrations (name, applied_at) values ('0001-first-tables', 1)`.execute(tx)
      await firstTables.up(tx as never, kind)
      await sql`insert into packages (package_id, lower_id, created_at) values ('A', 'a', 1)`.execute(tx)
      for (const version of ['1.0.0', '2.0.0']) {
        await sql`insert into versions (package_key, package_id, verbatim_version, full_version, normalized_version,
            lower_version, is_prerelease, is_semver2, listed, created_at, published_at, sha512, size_bytes, blob_key, metadata, files)
          values (1, 'A', ${version}, ${version}, ${version}, ${version}, 0, 0, 1, 1, 1, '', 1, ${version}, '{}', '{}')`.execute(
          tx,
        )
      }
      for (const [us, version] of [
        [10, '1.0.0'],
        [11, null],
        [12, '2.0.0'],
        [13, '1.0.0'],
      ]) {
        await sql`insert into catalog_items (committed_us, commit_id, kind, package_key, lower_id, package_id, full_version, lower_version)
          values (${us}, ${`commit ${us}`}, 'details', 1, 'a', 'A', ${version}, ${version})`.execute(tx)
      }
    })
    await migrate(old)
    const items = await old.read
      .selectFrom('catalog_items')
      .select(['committed_us', 'sequence'])
      .orderBy('committed_us')
      .execute()
    expect(items.map((item) => item.sequence)).toEqual([0, null, 1, 2])
    const head = await old.read.selectFrom('catalog_head').select('item_count').executeTakeFirstOrThrow()
    expect(head.item_count).toBe(3)
    const versions = await old.read
      .selectFrom('versions')
      .select(['lower_version', 'committed_us', 'commit_id'])
      .orderBy('id')
      .execute()
    expect(versions).toEqual([
      { lower_version: '1.0.0', committed_us: 13, commit_id: 'commit 13' },
      { lower_version: '2.0.0', committed_us: 12, commit_id: 'commit 12' },
    ])
    await old.close()
  })

  test('a database of a newer Lode is left alone', async () => {
    const other = await open()
    await other.transaction((tx) =>
      sql`insert into migrations (name, applied_at) values ('9999-from-the-future', 1)`.execute(tx),
    )
    await expect(migrate(other)).rejects.toThrow(DatabaseTooNew)
    await expect(requireMigrated(other)).rejects.toThrow('9999-from-the-future')
  })
})

async function openEmptyTwice(kind: DatabaseKind): Promise<[Database, Database]> {
  const setting = await newDatabaseSetting(kind)
  const path = setting.slice('sqlite:'.length)
  const database = kind === 'sqlite' ? ({ kind, path } as const) : ({ kind, url: setting } as const)
  const opened: [Database, Database] = [openDatabase({ database }), openDatabase({ database })]
  if (kind === 'postgres') await sql`drop schema public cascade`.execute(opened[0].read)
  if (kind === 'postgres') await sql`create schema public`.execute(opened[0].read)
  return opened
}

describe('a look-up that waiters share', () => {
  test('a caller never gets the answer of a look-up that began before it asked', async () => {
    let started = 0
    const gates: (() => void)[] = []
    const ask = shareBetweenWaiters(async () => {
      const own = ++started
      await new Promise<void>((resolve) => gates.push(resolve))
      return own
    })
    const first = ask()
    const second = ask()
    const third = ask()
    gates.shift()?.()
    expect(await first).toBe(1)
    await expect.poll(() => gates.length).toBe(1)
    gates.shift()?.()
    expect(await Promise.all([second, third])).toEqual([2, 2])
    expect(started).toBe(2)
  })

  test('a failed look-up fails its own waiters only', async () => {
    let fails = true
    const ask = shareBetweenWaiters(async () => {
      await Promise.resolve()
      if (fails) throw new Error('down')
      return 'up'
    })
    await expect(ask()).rejects.toThrow('down')
    fails = false
    await expect(ask()).resolves.toBe('up')
  })
})
