import { expect, test } from 'vitest'
import { changeSettings } from '../src/accounts/change-settings.ts'
import { createUser } from '../src/accounts/create-user.ts'
import { openTestDatabase } from './databases.ts'
import { readSources } from './imports.ts'

const sources = readSources('src').filter(({ path }) => !/\.test\.tsx?$|\/test-[^/]*$/.test(path))

/** Code that opens transactions and leaves no entry, each with its reason. */
const silent = new Map([
  ['src/accounts/change-settings.ts', 'switches of mails, language and theme: nobody’s rights'],
  ['src/accounts/new-user.ts', 'whoever makes the user leaves the entry, in the same transaction'],
  ['src/accounts/count-try.ts', 'counts tries; the failed sign-in has an entry'],
  ['src/accounts/passkey-proof.ts', 'challenges; what a passkey was used for has an entry'],
  ['src/accounts/verify-password.ts', 'counts tries; the failed sign-in has an entry'],
  ['src/db/migrate.ts', 'the form of the tables'],
  ['src/db/rollback.ts', 'what a transaction is'],
  ['src/http/frame-routes.tsx', 'language and theme'],
  ['src/import/import-downloads.ts', 'counts'],
  ['src/jobs/clean-up.ts', 'removes what has ended by itself'],
  ['src/jobs/daily.ts', 'queues work'],
  ['src/jobs/runner.ts', 'state of jobs'],
  ['src/jobs/store.ts', 'state of jobs'],
  ['src/keys/authorise.ts', 'when a key was used last'],
  ['src/keys/expiry-digest.ts', 'that a notice was sent'],
  ['src/limits/take.ts', 'counts'],
  ['src/mail/send.ts', 'that a mail was sent'],
  ['src/packages/downloads.ts', 'counts'],
  ['src/statistics/sums.ts', 'sums of counts, mended to what they add up to'],
  ['src/upload/end.ts', 'what was uploaded and not published counts for nothing'],
])

const leavesEntry = new Set(sources.filter(({ text }) => /\bappendAudit\(/.test(text)).map(({ path }) => path))

test('whatever opens a transaction leaves an entry, itself or by what it calls, or has a reason not to', () => {
  const opening = sources.filter(({ text }) => /\.(sharedT|t)ransaction\(/.test(text))
  const without = opening
    .filter(
      ({ path, imports }) =>
        !leavesEntry.has(path) && !imports.some(({ to, isType }) => !isType && leavesEntry.has(to)),
    )
    .map(({ path }) => path)
  expect(without.filter((path) => !silent.has(path))).toEqual([])
  expect([...silent.keys()].filter((path) => !without.includes(path))).toEqual([])
})

test('no SQL changes or removes an entry of the audit log', () => {
  const changes =
    /(?:updateTable|deleteFrom|mergeInto)\(\s*['"`]audit['"`]|\b(?:update|delete\s+from|truncate(?:\s+table)?|drop\s+table)\s+audit\b/i
  expect(changes.test(".deleteFrom('audit')") && changes.test('delete from audit where 1')).toBe(true)
  expect(sources.filter(({ text }) => changes.test(text)).map(({ path }) => path)).toEqual([])
})

test('all tests run under a guard that fails what changes without an entry', async () => {
  const db = await openTestDatabase('sqlite')
  const deps = { db, now: () => new Date() }
  const actor = { account: null, through: 'command-line', address: null } as const
  const user = { name: 'ann', email: 'ann@contoso.example', password: null, isAdmin: false }
  expect((await createUser(deps, user, actor)).ok).toBe(true)
  await changeSettings({ db }, { id: 1 }, { notifyPush: false })
  // An operation that does more than it says, and leaves no trace.
  const sneaky = changeSettings({ db }, { id: 1 }, { isAdmin: true } as object)
  await expect(sneaky).rejects.toThrow('changed accounts without an entry')
  expect((await db.read.selectFrom('accounts').select('is_admin').executeTakeFirst())?.is_admin).toBe(0)
  await db.close()
})
