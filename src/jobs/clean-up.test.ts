import { expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import type { Db } from '../db/database.ts'
import { cleanUp } from './clean-up.ts'

const now = new Date('2026-11-24T10:00:00Z')
const day = 86_400_000

function daysAgo(days: number): number {
  return now.getTime() - days * day
}

async function insertOld(tx: Db): Promise<void> {
  const account = await tx
    .insertInto('accounts')
    .values({
      kind: 'user',
      name: 'ann',
      lower_name: 'ann',
      plain_name: 'ann',
      email: null,
      lower_email: null,
      unconfirmed_email: null,
      password_hash: null,
      is_admin: 0,
      contact_allowed: 1,
      notify_push: 1,
      language: null,
      theme: null,
      created_at: daysAgo(900),
      locked_at: null,
      deleted_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const session = {
    account_id: account.id,
    stay_signed_in: 0 as const,
    created_at: daysAgo(9),
    last_seen_at: daysAgo(9),
    address: '',
    user_agent: '',
  }
  await tx
    .insertInto('sessions')
    .values([
      { ...session, token_hash: 'ended', expires_at: daysAgo(0) },
      { ...session, token_hash: 'live', expires_at: daysAgo(-1) },
    ])
    .execute()
  await tx
    .insertInto('spent_form_tokens')
    .values([
      { token_hash: 'old', spent_at: daysAgo(8) },
      { token_hash: 'new', spent_at: daysAgo(1) },
    ])
    .execute()
  const token = { account_id: account.id, kind: 'confirm-email' as const, email: null, created_at: daysAgo(9) }
  await tx
    .insertInto('account_tokens')
    .values([
      { ...token, token_hash: 'expired', expires_at: daysAgo(2), used_at: null },
      { ...token, token_hash: 'used', expires_at: daysAgo(-2), used_at: daysAgo(2) },
      { ...token, token_hash: 'just-expired', expires_at: daysAgo(0.1), used_at: null },
      { ...token, token_hash: 'live', expires_at: daysAgo(-2), used_at: null },
    ])
    .execute()
  const { id: keyId } = await tx
    .insertInto('api_keys')
    .values({
      user_id: account.id,
      owner_id: account.id,
      name: 'ci',
      actions: 'push',
      created_at: daysAgo(9),
      expires_at: daysAgo(-9),
      lifetime_ms: 18 * day,
      revoked_at: null,
      last_used_at: null,
      last_used_from: null,
      expiring_noticed_at: null,
      expired_noticed_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('known_devices')
    .values([
      { account_id: account.id, address_group: '', token_hash: 'old', last_seen_at: daysAgo(365) },
      { account_id: account.id, address_group: '', token_hash: 'known', last_seen_at: daysAgo(364) },
    ])
    .execute()
  const verification = { key_id: keyId, lower_id: 'a', created_at: daysAgo(1) }
  await tx
    .insertInto('verification_keys')
    .values([
      { ...verification, secret_hash: 'ended', expires_at: daysAgo(0) },
      { ...verification, secret_hash: 'live', expires_at: daysAgo(-0.5) },
    ])
    .execute()
  const job = { kind: 'clean-up', payload: 'null', run_at: 0, attempts: 1, leased_until: null, last_error: null }
  await tx
    .insertInto('jobs')
    .values([
      { ...job, dedupe_key: 'old', finished_at: daysAgo(8) },
      { ...job, dedupe_key: 'new', finished_at: daysAgo(1) },
      { ...job, dedupe_key: 'waiting', finished_at: null },
    ])
    .execute()
  const mail = { recipient: 'a@b.c', account_id: account.id, kind: 'x', body_text: '', body_html: '', sent_at: null }
  await tx
    .insertInto('mails')
    .values([
      ...Array.from({ length: 600 }, () => ({ ...mail, subject: 'old', created_at: daysAgo(91) })),
      { ...mail, subject: 'new', created_at: daysAgo(89) },
    ])
    .execute()
}

forEachDatabase('the daily clean-up', (open) => {
  test('removes what has outlived its use and nothing else', async () => {
    const db = await open()
    await db.transaction(insertOld)
    await cleanUp({ db, blobs: await openFileBlobs(temporaryFolder()), now: () => now })
    const left = {
      sessions: await db.read.selectFrom('sessions').select('token_hash').execute(),
      verificationKeys: await db.read.selectFrom('verification_keys').select('secret_hash').execute(),
      devices: await db.read.selectFrom('known_devices').select('token_hash').execute(),
      forms: await db.read.selectFrom('spent_form_tokens').select('token_hash').execute(),
      tokens: await db.read.selectFrom('account_tokens').select('token_hash').orderBy('id').execute(),
      jobs: await db.read.selectFrom('jobs').select('dedupe_key').orderBy('id').execute(),
      mails: await db.read.selectFrom('mails').select('subject').execute(),
    }
    expect(left).toEqual({
      sessions: [{ token_hash: 'live' }],
      verificationKeys: [{ secret_hash: 'live' }],
      devices: [{ token_hash: 'known' }],
      forms: [{ token_hash: 'new' }],
      tokens: [{ token_hash: 'just-expired' }, { token_hash: 'live' }],
      jobs: [{ dedupe_key: 'new' }, { dedupe_key: 'waiting' }],
      mails: [{ subject: 'new' }],
    })
  })
})
