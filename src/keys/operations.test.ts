import { beforeAll, describe, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import type { Account } from '../accounts/account.ts'
import { createUser } from '../accounts/create-user.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { updateAccount } from '../accounts/store.ts'
import { parseConfig, type Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { findPresentedKey } from './authorise.ts'
import { createKey, type KeyWithSecret, type NewKey } from './create-key.ts'
import { editKey } from './edit-key.ts'
import { deleteKey, revokeKey } from './end-key.ts'
import { sendExpiryDigests } from './expiry-digest.ts'
import type { KeyAction } from './key.ts'
import { listKeys } from './key-view.ts'
import { regenerateKey } from './regenerate-key.ts'

const day = 86_400_000
const actor = { account: null, through: 'page', address: '203.0.113.7' } as const
const password = 'correct horse battery staple'

const unproven = { password: '', isRecentlyConfirmed: false }

forEachDatabase('keys', (open) => {
  let db: Database
  let now: Date
  let user: Account
  let stranger: Account
  let config: Config
  let people = 0

  const deps = () => ({ db, config, now: () => now })

  beforeAll(async () => {
    db = await open()
    now = new Date('2026-11-24T12:00:00Z')
    const parsed = parseConfig({ LODE_KEY_MAX_PER_ACCOUNT: '5' })
    if (!parsed.ok) throw new Error('settings')
    config = parsed.value
    stranger = await addUser()
  })

  async function addUser(withPassword = false): Promise<Account> {
    people += 1
    const fields = {
      name: `person${people}`,
      email: `p${people}@contoso.example`,
      password: withPassword ? password : null,
      isAdmin: false,
    }
    const made = await createUser(deps(), fields, actor)
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    return made.value
  }

  function newKey(
    changes: Partial<NewKey> & { name?: string; actions?: KeyAction[]; globs?: string[]; packageIds?: string[] } = {},
  ): NewKey {
    return {
      fields: {
        name: changes.name ?? 'ci',
        actions: new Set(changes.actions ?? ['push']),
        globs: changes.globs ?? ['Contoso.*'],
        packageIds: changes.packageIds ?? [],
      },
      lifetime: changes.lifetime ?? { days: 90 },
      ownerName: changes.ownerName ?? user.name,
      formTokenHash: changes.formTokenHash ?? null,
    }
  }

  async function made(changes: Parameters<typeof newKey>[0] = {}): Promise<KeyWithSecret> {
    const created = await createKey(deps(), user, newKey(changes), actor)
    if (!created.ok) throw new Error(JSON.stringify(created.error))
    return created.value
  }

  async function refusals(changes: Parameters<typeof newKey>[0]): Promise<unknown> {
    const before = await traces()
    const created = await createKey(deps(), user, newKey(changes), actor)
    expect(await traces()).toEqual(before)
    if (created.ok) return 'made'
    return 'code' in created.error ? created.error.code : created.error.map((refusal) => refusal.code)
  }

  /** What the secret is answered: `ok` or a refusal's code. */
  async function answer(secret: string): Promise<string> {
    const presented = await findPresentedKey(db.read, secret, now, config)
    return presented.ok ? 'ok' : presented.error.code
  }

  async function traces() {
    const count = async (
      table: 'api_keys' | 'api_key_secrets' | 'api_key_subjects' | 'audit' | 'mails' | 'spent_form_tokens',
    ) =>
      Number(
        (
          await db.read
            .selectFrom(table)
            .select((s) => s.fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      )
    return {
      keys: await count('api_keys'),
      secrets: await count('api_key_secrets'),
      subjects: await count('api_key_subjects'),
      audit: await count('audit'),
      mails: await count('mails'),
      forms: await count('spent_form_tokens'),
    }
  }

  async function lastAudit() {
    const row = await db.read.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    return { action: row.action, address: row.address, detail: row.detail }
  }

  describe('creating', () => {
    beforeAll(async () => {
      user = await addUser()
    })

    test('a new key works, and only its hash is stored', async () => {
      const { key, secret, visibleId } = await made()
      expect(await answer(secret)).toBe('ok')
      expect(key.expiresAt.getTime() - now.getTime()).toBe(90 * day)
      const rows = JSON.stringify(await db.read.selectFrom('api_key_secrets').selectAll().execute())
      expect(rows).not.toContain(secret)
      expect(rows).toContain(visibleId)
    })

    test('it is told by mail and in the audit log, without the secret', async () => {
      const { secret } = await made({ name: 'told' })
      const audit = await lastAudit()
      expect(audit).toMatchObject({ action: 'AddCredential', address: '203.0.113.7' })
      expect(audit.detail).not.toContain(secret)
      const mail = await db.read
        .selectFrom('mails')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      expect(mail).toMatchObject({ kind: 'key-added', recipient: user.email })
      expect(mail.subject).toContain('told')
      expect(mail.body_text + mail.body_html).not.toContain(secret)
    })

    test.each<[string, Parameters<typeof newKey>[0], unknown]>([
      ['without a name', { name: '' }, ['key-name-missing']],
      ['without a scope', { actions: [] }, ['key-scope-missing']],
      ['without pattern and package', { globs: [] }, ['key-subject-missing']],
      ['with a pattern of other characters', { globs: ['a?b'] }, ['key-glob-invalid']],
      ['with a package of somebody else', { packageIds: ['Not.Mine'] }, ['key-package-not-owned']],
      ['for longer than the maximum', { lifetime: { days: 366 } }, ['key-lifetime-invalid']],
      ['for an unknown owner', { ownerName: 'nobody' }, ['key-owner-unknown']],
    ])('%s is refused and leaves nothing', async (_what, changes, codes) => {
      expect(await refusals(changes)).toEqual(codes)
    })

    test('for an account that the user may not act for is refused', async () => {
      expect(await refusals({ ownerName: stranger.name })).toEqual(['key-not-acting-for-owner'])
    })

    test('who may not act for an account is not told how long its keys may live, nor what it owns', async () => {
      const strict = await addUser()
      await db.transaction((tx) => updateAccount(tx, strict.id, { maxKeyDays: 7 }))
      const asked = newKey({ ownerName: strict.name, packageIds: ['Some.Package'], globs: [] })
      const created = await createKey(deps(), user, asked, actor)
      expect(created).toEqual({ ok: false, error: [{ code: 'key-not-acting-for-owner', owner: strict.name }] })
    })

    test('a form that was sent before makes no second key', async () => {
      await made({ formTokenHash: 'once' })
      expect(await refusals({ formTokenHash: 'once' })).toBe('form-used')
    })

    test('the operator limits how many an account has', async () => {
      user = await addUser()
      for (let i = 0; i < 5; i++) await made()
      expect(await refusals({})).toEqual(['too-many-keys'])
    })

    test('a locked user makes none', async () => {
      user = await addUser()
      await lockAccount(deps(), user.name, actor)
      expect(await refusals({})).toEqual(['key-user-locked'])
    })
  })

  describe('ending', () => {
    beforeAll(async () => {
      user = await addUser()
    })

    test('a revoked key stays in the list and tells whoever has its secret', async () => {
      const { key, secret } = await made()
      expect((await revokeKey(deps(), user.id, key.id, actor)).ok).toBe(true)
      expect(await answer(secret)).toBe('key-revoked')
      expect((await listKeys(db.read, user, now)).some((listed) => listed.key.id === key.id)).toBe(true)
      const before = await traces()
      expect((await revokeKey(deps(), user.id, key.id, actor)).ok).toBe(true)
      expect(await traces()).toEqual(before)
    })

    test('a deleted key is gone and its secret is like any other text', async () => {
      const { key, secret } = await made()
      expect((await deleteKey(deps(), user.id, key.id, actor)).ok).toBe(true)
      expect(await answer(secret)).toBe('key-unknown')
      expect(await lastAudit()).toMatchObject({ action: 'RemoveCredential' })
    })

    test('somebody else finds no key to revoke, delete, edit or regenerate', async () => {
      const { key, secret } = await made()
      const before = await traces()
      const change = { keyId: key.id, fields: newKey().fields, lifetime: 'keep', proof: unproven } as const
      const answers = [
        await revokeKey(deps(), stranger.id, key.id, actor),
        await deleteKey(deps(), stranger.id, key.id, actor),
        await editKey(deps(), stranger, change, actor),
        await regenerateKey(deps(), stranger.id, { keyId: key.id, overlapHours: 0, formTokenHash: 'x' }, actor),
      ]
      for (const one of answers) expect(one).toEqual({ ok: false, error: { code: 'key-not-found' } })
      expect(await traces()).toEqual(before)
      expect(await answer(secret)).toBe('ok')
    })
  })

  describe('regenerating', () => {
    beforeAll(async () => {
      user = await addUser()
    })

    async function regenerated(keyId: number, overlapHours: 0 | 1 | 24) {
      const result = await regenerateKey(deps(), user.id, { keyId, overlapHours, formTokenHash: null }, actor)
      if (!result.ok) throw new Error(JSON.stringify(result.error))
      return result.value
    }

    test('the old secret dies at once, the new one lives the original length', async () => {
      const { key, secret } = await made({ lifetime: { days: 30 } })
      now = new Date(now.getTime() + 10 * day)
      const next = await regenerated(key.id, 0)
      expect([await answer(secret), await answer(next.secret)]).toEqual(['key-superseded', 'ok'])
      expect(next.key.expiresAt.getTime() - now.getTime()).toBe(30 * day)
      expect(await lastAudit()).toMatchObject({ action: 'RegenerateCredential' })
    })

    test('with an overlap both work until it ends', async () => {
      const { key, secret } = await made()
      const next = await regenerated(key.id, 1)
      expect([await answer(secret), await answer(next.secret)]).toEqual(['ok', 'ok'])
      now = new Date(now.getTime() + 3_600_000)
      expect([await answer(secret), await answer(next.secret)]).toEqual(['key-superseded', 'ok'])
    })

    test('twice with overlaps leaves no secret alive longer than was said first', async () => {
      const { key, secret } = await made()
      await regenerated(key.id, 1)
      await regenerated(key.id, 24)
      now = new Date(now.getTime() + 3_600_000)
      expect(await answer(secret)).toBe('key-superseded')
    })

    test('an overlap lets no secret live longer than the key would have', async () => {
      const { key, secret } = await made({ lifetime: { days: 1 } })
      now = new Date(now.getTime() + day - 60_000)
      const next = await regenerated(key.id, 24)
      expect(next.oldSecretEndsAt).toEqual(key.expiresAt)
      now = key.expiresAt
      expect([await answer(secret), await answer(next.secret)]).toEqual(['key-superseded', 'ok'])
    })

    test('two secrets live at most: a second overlap ends the first secret at once', async () => {
      user = await addUser()
      const { key, secret } = await made()
      const next = await regenerated(key.id, 24)
      const last = await regenerated(key.id, 24)
      const secrets = [secret, next.secret, last.secret]
      expect(await Promise.all(secrets.map(answer))).toEqual(['key-superseded', 'ok', 'ok'])
    })

    test('five at the same time leave one secret alive', async () => {
      user = await addUser()
      const { key, secret } = await made()
      const next = await Promise.all([1, 2, 3, 4, 5].map(() => regenerated(key.id, 0)))
      const answers = await Promise.all([secret, ...next.map((one) => one.secret)].map(answer))
      expect(answers.filter((code) => code === 'ok')).toHaveLength(1)
    })

    test('a revoked key comes back with the new secret only, whatever the overlap', async () => {
      user = await addUser()
      const { key, secret } = await made()
      await revokeKey(deps(), user.id, key.id, actor)
      const next = await regenerated(key.id, 24)
      expect([await answer(secret), await answer(next.secret)]).toEqual(['key-superseded', 'ok'])
    })

    test('the present maximum cuts the length of life', async () => {
      user = await addUser()
      const { key } = await made({ lifetime: { days: 300 } })
      const { config: wide } = { config }
      config = { ...wide, maxKeyLifetimeDays: 30 }
      const next = await regenerated(key.id, 0)
      config = wide
      expect(next.key.expiresAt.getTime() - now.getTime()).toBe(30 * day)
    })

    test('a locked user regenerates nothing', async () => {
      user = await addUser()
      const { key, secret } = await made()
      await lockAccount(deps(), user.name, actor)
      const before = await traces()
      const result = await regenerateKey(deps(), user.id, { keyId: key.id, overlapHours: 0, formTokenHash: 'l' }, actor)
      expect(result).toEqual({ ok: false, error: [{ code: 'key-user-locked' }] })
      expect(await traces()).toEqual(before)
      expect(await answer(secret)).toBe('user-locked')
    })
  })

  describe('editing', () => {
    beforeAll(async () => {
      user = await addUser(true)
    })

    async function edited(keyId: number, changes: Parameters<typeof newKey>[0], typed = '') {
      const { fields } = newKey(changes)
      const lifetime = changes?.lifetime ?? ('keep' as const)
      const result = await editKey(
        deps(),
        user,
        { keyId, fields, lifetime, proof: { ...unproven, password: typed } },
        actor,
      )
      if (result.ok) return result.value
      return 'code' in result.error ? result.error.code : result.error.map((refusal) => refusal.code)
    }

    test('taking away needs no password and the secret stays', async () => {
      const { key, secret } = await made({ actions: ['push', 'unlist'] })
      expect(await edited(key.id, { name: 'less', actions: ['push-version'], globs: ['Contoso.Core'] })).toMatchObject({
        name: 'less',
        globs: ['Contoso.Core'],
      })
      expect(await answer(secret)).toBe('ok')
      expect(await lastAudit()).toMatchObject({ action: 'EditCredential' })
    })

    test('giving more needs the password', async () => {
      const { key } = await made()
      const before = await traces()
      expect(await edited(key.id, { globs: ['*'] })).toEqual(['key-widening'])
      expect(await edited(key.id, { globs: ['*'] }, 'not the password')).toEqual(['wrong-password'])
      expect(await traces()).toEqual(before)
      expect(await edited(key.id, { globs: ['*'] }, password)).toMatchObject({ globs: ['*'] })
      const edit = { keyId: key.id, ...newKey({ globs: ['*', 'Fabrikam'] }), lifetime: 'keep' as const }
      const proven = { password: '', isRecentlyConfirmed: true }
      expect(await editKey(deps(), user, { ...edit, proof: proven }, actor)).toMatchObject({ ok: true })
    })

    test('a later end is more, and never beyond the maximum', async () => {
      const { key } = await made({ lifetime: { days: 30 } })
      expect(await edited(key.id, { lifetime: { days: 60 } })).toEqual(['key-widening'])
      expect(await edited(key.id, { lifetime: { days: 366 } }, password)).toEqual(['key-lifetime-invalid'])
      expect(await edited(key.id, { lifetime: { days: 60 } }, password)).toMatchObject({ lifetimeMs: 60 * day })
    })
  })

  describe('expiry', () => {
    beforeAll(async () => {
      now = new Date('2027-06-01T12:00:00Z')
      user = await addUser()
      await sendExpiryDigests(deps()) // what other tests left behind
    })

    test('an expired key tells whoever has its secret when it ended', async () => {
      const { secret } = await made({ lifetime: { days: 1 } })
      now = new Date(now.getTime() + day)
      expect(await answer(secret)).toBe('key-expired')
    })

    test('a key near its end warns, a fresh one does not', async () => {
      const near = await made({ lifetime: { days: 9 } })
      const far = await made({ lifetime: { days: 90 } })
      const warnings = async (secret: string) => {
        const presented = await findPresentedKey(db.read, secret, now, config)
        return presented.ok ? presented.value.warnings : []
      }
      expect(await warnings(near.secret)).toEqual([
        'Your API key expires in 9 days. Regenerate it in time: http://localhost:5633/account/apikeys',
      ])
      expect(await warnings(far.secret)).toEqual([])
    })

    test('gallery 13: one digest for a key that ends in nine days and one that ended, none at the second run', async () => {
      const mails = async () =>
        (await db.read.selectFrom('mails').select('id').where('kind', '=', 'key-expiry-digest').execute()).length
      const before = await mails()
      const runs = await Promise.all([sendExpiryDigests(deps()), sendExpiryDigests(deps())])
      expect(runs[0] + runs[1]).toBe(1)
      expect(await mails()).toBe(before + 1)
      expect(await sendExpiryDigests(deps())).toBe(0)
      const mail = await db.read
        .selectFrom('mails')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      expect(mail.body_text).toContain('expire soon')
      expect(mail.body_text).toContain('have expired')
    })

    test('two processes at the same time send one digest each account', async () => {
      user = await addUser()
      await made({ lifetime: { days: 3 } })
      const sent = await Promise.all([1, 2, 3].map(() => sendExpiryDigests(deps())))
      expect(sent.reduce((sum, mails) => sum + mails)).toBe(1)
    })

    test('an end that was moved is noticed again; who switched contact off hears nothing', async () => {
      user = await addUser(true)
      const { key } = await made({ lifetime: { days: 3 } })
      expect(await sendExpiryDigests(deps())).toBe(1)
      const fields = newKey().fields
      const moved = { keyId: key.id, fields, lifetime: { days: 2 }, proof: unproven }
      expect((await editKey(deps(), user, moved, actor)).ok).toBe(true)
      expect(await sendExpiryDigests(deps())).toBe(1)
      await db.transaction((tx) => updateAccount(tx, user.id, { contactAllowed: false }))
      await editKey(deps(), user, { ...moved, lifetime: { days: 1 } }, actor)
      expect(await sendExpiryDigests(deps())).toBe(0)
    })

    test('revoked keys are left out', async () => {
      user = await addUser()
      const { key } = await made({ lifetime: { days: 5 } })
      await revokeKey(deps(), user.id, key.id, actor)
      expect(await sendExpiryDigests(deps())).toBe(0)
    })
  })
})
