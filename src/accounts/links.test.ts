import { expect, it } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import type { Db } from '../db/database.ts'
import { cancelChangeEmail, changeEmail } from './change-email.ts'
import { changePassword, resetPassword } from './change-password.ts'
import { confirmEmail, findConfirmation, resendConfirmation } from './confirm-email.ts'
import { createUser } from './create-user.ts'
import { createFirstAdministrator, ensureFirstAdministratorLink } from './first-administrator.ts'
import { lockAccount } from './lock-account.ts'
import { makeAdmin, revokeAdmin } from './make-admin.ts'
import { register } from './register.ts'
import { requestPasswordReset, resetPasswordLink } from './reset-password-link.ts'
import { findSession, startSession } from './session.ts'
import { signIn } from './sign-in.ts'
import { findAccountById, findAccountByName } from './store.ts'
import { browser, goodPassword, makeAccountSite, operator, type AccountSite } from './test-site.ts'

const otherPassword = 'lantern bicycle moss'
const actor = { account: null, through: 'page', address: browser.address } as const

async function registered(site: AccountSite, name: string, email = `${name}@contoso.example`) {
  const made = await register(site, { name, email, password: goodPassword, language: 'en', returnUrl: null }, browser)
  if (!made.ok) throw new Error('refused')
  return made.value.account
}

async function confirmed(site: AccountSite, name = 'ann') {
  const made = await createUser(
    site,
    { name, email: `${name}@contoso.example`, password: goodPassword, isAdmin: false },
    operator,
  )
  if (!made.ok) throw new Error('refused')
  return made.value
}

async function current(site: AccountSite, account: { id: number }) {
  const found = await findAccountById(site.db.read, account.id)
  if (!found) throw new Error('gone')
  return found
}

function codeOf(result: { ok: true } | { ok: false; error: { code: string } }): string {
  return result.ok ? 'ok' : result.error.code
}

const byPassword = (password: string) => ({ password, isRecentlyConfirmed: false })

forEachDatabase('confirming an address', (open) => {
  it('makes it the address of the account, once', async () => {
    const site = makeAccountSite(await open())
    const ann = await registered(site, 'ann')
    const token = await site.mailedToken()
    expect(await findConfirmation(site.db.read, ann, token, site.now())).toEqual({
      ok: true,
      value: 'ann@contoso.example',
    })
    expect(codeOf(await confirmEmail(site, ann, token, actor))).toBe('ok')
    expect(await current(site, ann)).toMatchObject({ email: 'ann@contoso.example', unconfirmedEmail: null })
    expect(codeOf(await confirmEmail(site, ann, token, actor))).toBe('already-confirmed')
    expect(await site.auditActions()).toEqual(['Register', 'ConfirmEmail'])
    expect(await site.dump()).not.toContain(token)
  })

  it('is refused for wrong, foreign and old links', async () => {
    const site = makeAccountSite(await open())
    const ann = await registered(site, 'ann')
    const token = await site.mailedToken()
    const ben = await registered(site, 'ben')
    expect(codeOf(await confirmEmail(site, ann, 'f'.repeat(64), actor))).toBe('link-invalid')
    expect(codeOf(await confirmEmail(site, ben, token, actor))).toBe('link-invalid')
    site.wait(7 * 24 * 60)
    expect(codeOf(await confirmEmail(site, ann, token, actor))).toBe('link-invalid')
  })

  it('goes to whoever is first when two accounts wait with one address', async () => {
    const site = makeAccountSite(await open())
    const ann = await registered(site, 'ann', 'both@contoso.example')
    const annToken = await site.mailedToken()
    const ben = await registered(site, 'ben', 'both@contoso.example')
    const benToken = await site.mailedToken()
    const outcomes = await Promise.all([
      confirmEmail(site, ann, annToken, actor),
      confirmEmail(site, ben, benToken, actor),
    ])
    expect(outcomes.map(codeOf).sort()).toEqual(['email-taken', 'ok'])
  })

  it('is mailed again at most five times an hour', async () => {
    const site = makeAccountSite(await open())
    const ann = await registered(site, 'ann')
    const first = await site.mailedToken()
    for (let i = 0; i < 4; i++) expect(codeOf(await resendConfirmation(site, ann, '/x'))).toBe('ok')
    expect(codeOf(await resendConfirmation(site, ann, null))).toBe('too-many-mails')
    expect(await site.countMails()).toBe(5)
    site.wait(61)
    expect(codeOf(await resendConfirmation(site, ann, null))).toBe('ok')
    expect(codeOf(await confirmEmail(site, ann, first, actor))).toBe('ok')
  })
})

forEachDatabase('changing the address', (open) => {
  it('keeps the old one until the new one is confirmed, then tells the old one', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    const change = { email: 'new@contoso.example', proof: byPassword(goodPassword) }
    expect(await changeEmail(site, ann, change, browser)).toEqual({ ok: true, value: { isPending: true } })
    expect(await site.lastMail()).toMatchObject({ kind: 'confirm-new-email', recipient: 'new@contoso.example' })
    expect(await current(site, ann)).toMatchObject({
      email: 'ann@contoso.example',
      unconfirmedEmail: 'new@contoso.example',
    })
    expect(codeOf(await confirmEmail(site, ann, await site.mailedToken(), actor))).toBe('ok')
    expect(await current(site, ann)).toMatchObject({ email: 'new@contoso.example', unconfirmedEmail: null })
    expect(await site.lastMail()).toMatchObject({ kind: 'email-changed', recipient: 'ann@contoso.example' })
    expect(await site.auditActions()).toEqual(['Register', 'ChangeEmail', 'ConfirmEmail'])
  })

  it('can be cancelled, which kills the link', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    await changeEmail(site, ann, { email: 'new@contoso.example', proof: byPassword(goodPassword) }, browser)
    const token = await site.mailedToken()
    await cancelChangeEmail(site, ann, browser)
    expect(await current(site, ann)).toMatchObject({ email: 'ann@contoso.example', unconfirmedEmail: null })
    expect(codeOf(await confirmEmail(site, ann, token, actor))).toBe('link-invalid')
    expect(await site.auditActions()).toContain('CancelChangeEmail')
  })

  it('is refused without the password, for taken or the same addresses, and for locked accounts; nothing is mailed', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    await confirmed(site, 'ben')
    const attempt = async (email: string, password = goodPassword) =>
      codeOf(await changeEmail(site, await current(site, ann), { email, proof: byPassword(password) }, browser))
    expect(await attempt('new@contoso.example', 'wrong')).toBe('wrong-password')
    expect(await attempt('BEN@contoso.example')).toBe('email-taken')
    expect(await attempt('Ann@Contoso.example')).toBe('email-unchanged')
    expect(await attempt('nonsense')).toBe('email-invalid')
    await lockAccount(site, 'ann', operator)
    expect(await attempt('new@contoso.example')).toBe('account-locked')
    expect(await site.countMails()).toBe(0)
    expect(await current(site, ann)).toMatchObject({ unconfirmedEmail: null })
  })

  it('is asked for five times an hour at most: nobody fills the mailboxes of strangers through it', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    const change = (email: string) =>
      changeEmail(site, ann, { email, proof: { password: '', isRecentlyConfirmed: true } }, browser)
    for (let i = 0; i < 5; i++) expect(codeOf(await change(`stranger${i}@contoso.example`))).toBe('ok')
    const mails = await site.countMails()
    expect(codeOf(await change('stranger5@contoso.example'))).toBe('too-many-mails')
    expect(await site.countMails()).toBe(mails)
    expect((await current(site, ann)).unconfirmedEmail).toBe('stranger4@contoso.example')
    site.wait(61)
    expect(codeOf(await change('stranger5@contoso.example'))).toBe('ok')
  })

  it('counts at once where no mail can be sent', async () => {
    const site = makeAccountSite(await open(), { LODE_SMTP: '' })
    const ann = await confirmed(site)
    const changed = await changeEmail(
      site,
      ann,
      { email: 'new@contoso.example', proof: byPassword(goodPassword) },
      browser,
    )
    expect(changed).toEqual({ ok: true, value: { isPending: false } })
    expect(await current(site, ann)).toMatchObject({ email: 'new@contoso.example', unconfirmedEmail: null })
  })
})

forEachDatabase('a forgotten password', (open) => {
  const signInCode = async (site: AccountSite, password: string) =>
    codeOf(await signIn(site, { identifier: 'ann', password }, browser))

  it('is replaced by a mailed link, once; sessions end, the lock-out is lifted, and the account is told', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    const { token: session } = await startSession(site, ann, browser)
    for (let i = 0; i < 10; i++) await signInCode(site, 'wrong')
    expect(await signInCode(site, goodPassword)).toBe('sign-in-locked')

    await requestPasswordReset(site, 'ANN@contoso.example', browser)
    const token = await site.mailedToken()
    expect(await site.dump()).not.toContain(token)
    const link = { name: 'ann', token }
    expect(codeOf(await resetPassword(site, link, 'password1234', browser))).toBe('password-common')
    expect(codeOf(await resetPassword(site, link, otherPassword, browser))).toBe('ok')
    expect(await site.lastMail()).toMatchObject({ kind: 'credential-changed', recipient: 'ann@contoso.example' })
    expect(await findSession(site, session)).toBeNull()
    expect(await signInCode(site, goodPassword)).toBe('sign-in-wrong')
    expect(await signInCode(site, otherPassword)).toBe('ok')
    expect(codeOf(await resetPassword(site, link, goodPassword, browser))).toBe('link-invalid')
    const actions = (await site.auditActions()).filter((action) => !action.includes('Login'))
    expect(actions).toEqual(['Register', 'RequestPasswordReset', 'RemoveCredential', 'AddCredential'])
  })

  it('is used once when followed twice at the same moment', async () => {
    const site = makeAccountSite(await open())
    await confirmed(site)
    await requestPasswordReset(site, 'ann', browser)
    const link = { name: 'ann', token: await site.mailedToken() }
    const both = await Promise.all([
      resetPassword(site, link, otherPassword, browser),
      resetPassword(site, link, goodPassword, browser),
    ])
    expect(both.map(codeOf).sort()).toEqual(['link-invalid', 'ok'])
  })

  it('works for an hour, only for its own account, and ends with the others when one is used', async () => {
    const site = makeAccountSite(await open())
    await confirmed(site)
    await confirmed(site, 'ben')
    await requestPasswordReset(site, 'ann', browser)
    const first = await site.mailedToken()
    await requestPasswordReset(site, 'ann', browser)
    const second = await site.mailedToken()
    expect(codeOf(await resetPassword(site, { name: 'ben', token: first }, otherPassword, browser))).toBe(
      'link-invalid',
    )
    expect(codeOf(await resetPassword(site, { name: 'Ann', token: first }, otherPassword, browser))).toBe('ok')
    expect(codeOf(await resetPassword(site, { name: 'ann', token: second }, otherPassword, browser))).toBe(
      'link-invalid',
    )
    await requestPasswordReset(site, 'ben', browser)
    const late = { name: 'ben', token: await site.mailedToken() }
    site.wait(61)
    expect(codeOf(await resetPassword(site, late, otherPassword, browser))).toBe('link-invalid')
  })

  it('mails nothing to unknown and unconfirmed accounts, and three times an hour at most', async () => {
    const site = makeAccountSite(await open())
    await registered(site, 'ben')
    await requestPasswordReset(site, 'ben', browser)
    await requestPasswordReset(site, 'ben@contoso.example', browser)
    await requestPasswordReset(site, 'nobody@contoso.example', browser)
    expect(await site.countMails()).toBe(1) // the one that asks Ben to confirm
    await confirmed(site)
    for (let i = 0; i < 5; i++) await requestPasswordReset(site, 'ann', browser)
    expect(await site.countMails()).toBe(4)
  })

  it('is replaced by an operator with a link of their own, for accounts without a password too', async () => {
    const site = makeAccountSite(await open())
    await createUser(site, { name: 'ann', email: 'ann@contoso.example', password: null, isAdmin: false }, operator)
    expect(await signInCode(site, '')).toBe('sign-in-wrong')
    const made = await resetPasswordLink(site, 'ann', operator)
    if (!made.ok) throw new Error('refused')
    expect(made.value.link).toMatch(
      /^https:\/\/packages\.contoso\.example\/account\/forgotpassword\/ann\/[0-9a-f]{64}$/,
    )
    const token = made.value.link.slice(-64)
    expect(codeOf(await resetPassword(site, { name: 'ann', token }, otherPassword, browser))).toBe('ok')
    expect(await signInCode(site, otherPassword)).toBe('ok')
    expect(codeOf(await resetPasswordLink(site, 'nobody', operator))).toBe('account-unknown')
  })

  it('dies with a change of the address it was mailed to', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    await requestPasswordReset(site, 'ann', browser)
    const token = await site.mailedToken()
    await changeEmail(site, ann, { email: 'new@contoso.example', proof: byPassword(goodPassword) }, browser)
    await confirmEmail(site, ann, await site.mailedToken(), actor)
    expect(codeOf(await resetPassword(site, { name: 'ann', token }, otherPassword, browser))).toBe('link-invalid')
  })
})

forEachDatabase('changing the password', (open) => {
  it('asks for the old one, ends all sessions and begins a new one', async () => {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    const { token: old } = await startSession(site, ann, browser)
    const change = (oldPassword: string, newPassword: string) =>
      changePassword(site, ann, { oldPassword, newPassword }, browser)
    expect(codeOf(await change('wrong', otherPassword))).toBe('wrong-password')
    expect(codeOf(await change(goodPassword, 'ann-ann-ann-1'))).toBe('password-is-name')
    expect(await findSession(site, old)).not.toBeNull()
    const changed = await change(goodPassword, otherPassword)
    if (!changed.ok) throw new Error('refused')
    expect(await findSession(site, old)).toBeNull()
    expect(await findSession(site, changed.value.token)).not.toBeNull()
    expect(await site.lastMail()).toMatchObject({ kind: 'credential-changed', recipient: 'ann@contoso.example' })
  })
})

forEachDatabase('a password that is reset while the old one is being compared', (open) => {
  /** The site, whose n-th transaction waits until the password is reset. */
  async function resetBefore(transactions: number) {
    const site = makeAccountSite(await open())
    const ann = await confirmed(site)
    let begun = 0
    async function transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
      if (++begun === transactions) {
        const made = await resetPasswordLink(site, 'ann', operator)
        const token = /[0-9a-f]{64}/.exec(made.ok ? made.value.link : '')?.[0] ?? ''
        expect(codeOf(await resetPassword(site, { name: 'ann', token }, otherPassword, browser))).toBe('ok')
      }
      return site.db.transaction(work)
    }
    return { ann, site, racing: { ...site, db: { ...site.db, transaction } } }
  }

  it('makes no session for whoever knew the old one', async () => {
    const { site, racing } = await resetBefore(2)
    expect(codeOf(await signIn(racing, { identifier: 'ann', password: goodPassword }, browser))).toBe('sign-in-wrong')
    expect(await site.db.read.selectFrom('sessions').select('id').execute()).toEqual([])
  })

  it('is not replaced by whoever knew the old one', async () => {
    const { ann, site, racing } = await resetBefore(3)
    const change = { oldPassword: goodPassword, newPassword: 'a third gravel teapot' }
    expect(codeOf(await changePassword(racing, ann, change, browser))).toBe('wrong-password')
    expect(codeOf(await signIn(site, { identifier: 'ann', password: otherPassword }, browser))).toBe('ok')
  })
})

forEachDatabase('the first administrator', (open) => {
  const fields = { name: 'root-ann', email: 'ann@contoso.example', password: goodPassword, language: 'en' } as const

  it('is made behind a link that is shown once and works once', async () => {
    const site = makeAccountSite(await open())
    const link = (await ensureFirstAdministratorLink(site)) ?? ''
    expect(link).toMatch(/^https:\/\/packages\.contoso\.example\/account\/FirstAdministrator\/[0-9a-f]{64}$/)
    expect(await ensureFirstAdministratorLink(site)).toBeNull()
    const token = link.slice(-64)
    expect(await site.dump()).not.toContain(token)
    const refused = await createFirstAdministrator(site, token, { ...fields, name: 'x' }, browser)
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'name-length' }] })
    const made = await createFirstAdministrator(site, token, fields, browser)
    expect(made).toMatchObject({ ok: true, value: { account: { isAdmin: true, email: fields.email } } })
    const again = await createFirstAdministrator(site, token, { ...fields, name: 'ben' }, browser)
    expect(again).toMatchObject({ ok: false, error: [{ code: 'link-invalid' }] })
    expect(await ensureFirstAdministratorLink(site)).toBeNull()
  })

  it('is one person when two follow the link at the same moment', async () => {
    const site = makeAccountSite(await open())
    const token = ((await ensureFirstAdministratorLink(site)) ?? '').slice(-64)
    const both = await Promise.all([
      createFirstAdministrator(site, token, fields, browser),
      createFirstAdministrator(site, token, { ...fields, name: 'ben', email: 'ben@contoso.example' }, browser),
    ])
    expect(both.filter((made) => made.ok)).toHaveLength(1)
    expect(await site.auditActions()).toEqual(['Register'])
  })

  it('finds the link dead after a day or when an operator was faster, and gets a new one after a day', async () => {
    const site = makeAccountSite(await open())
    const token = ((await ensureFirstAdministratorLink(site)) ?? '').slice(-64)
    site.wait(24 * 60)
    expect((await createFirstAdministrator(site, token, fields, browser)).ok).toBe(false)
    const second = ((await ensureFirstAdministratorLink(site)) ?? '').slice(-64)
    expect(second).toHaveLength(64)
    await confirmed(site)
    expect((await makeAdmin(site, 'ann', operator)).ok).toBe(true)
    expect((await createFirstAdministrator(site, second, fields, browser)).ok).toBe(false)
    expect(await findAccountByName(site.db.read, 'root-ann')).toBeNull()
  })

  it('cannot lose the role while they are the only one', async () => {
    const site = makeAccountSite(await open())
    await confirmed(site)
    await confirmed(site, 'ben')
    await makeAdmin(site, 'ann', operator)
    expect(codeOf(await revokeAdmin(site, 'ann', operator))).toBe('last-administrator')
    await makeAdmin(site, 'ben', operator)
    expect(codeOf(await revokeAdmin(site, 'ann', operator))).toBe('ok')
    expect((await site.auditActions()).slice(2)).toEqual([
      'AddAdministrator',
      'AddAdministrator',
      'RemoveAdministrator',
    ])
  })
})
