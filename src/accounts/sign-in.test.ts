import { expect, it } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { createUser } from './create-user.ts'
import { lockAccount } from './lock-account.ts'
import { register } from './register.ts'
import { endOtherSessions, endSession, findSession, listSessions, startSession } from './session.ts'
import { signIn, signOut } from './sign-in.ts'
import { findAccountByName } from './store.ts'
import { browser, goodPassword, makeAccountSite, operator, type AccountSite } from './test-site.ts'
import { confirmPassword } from './verify-password.ts'

async function withAnn(site: AccountSite) {
  const made = await createUser(
    site,
    { name: 'Ann', email: 'Ann@contoso.example', password: goodPassword, isAdmin: false },
    operator,
  )
  if (!made.ok) throw new Error('refused')
  return made.value
}

async function trySignIn(site: AccountSite, password: string, identifier = 'ann', address = browser.address) {
  const signedIn = await signIn(site, { identifier, password }, { ...browser, address })
  return signedIn.ok ? 'in' : signedIn.error.code === 'sign-in-locked' ? signedIn.error.waitSeconds : 'wrong'
}

/** `count` failures; where a wait is in the way, it is waited for. */
async function failTimes(site: AccountSite, count: number): Promise<void> {
  for (let done = 0; done < count;) {
    if ((await trySignIn(site, 'wrong')) === 'wrong') done++
    else site.wait(1)
  }
}

forEachDatabase('signing in', (open) => {
  it('works with the user name or the confirmed address, in any case', async () => {
    const site = makeAccountSite(await open())
    await withAnn(site)
    expect(await trySignIn(site, goodPassword, 'ANN')).toBe('in')
    expect(await trySignIn(site, goodPassword, 'ann@CONTOSO.example')).toBe('in')
    expect(await site.auditActions()).toEqual(['Register', 'Login', 'Login'])
  })

  it('answers the same for unknown names, wrong passwords, organizations and unconfirmed addresses', async () => {
    const site = makeAccountSite(await open())
    const ann = await withAnn(site)
    const unconfirmed = { name: 'ben', email: 'ben@contoso.example', password: goodPassword, returnUrl: null }
    await register(site, { ...unconfirmed, language: 'en' }, browser)
    expect(await trySignIn(site, 'wrong')).toBe('wrong')
    expect(await trySignIn(site, 'wrong', 'nobody')).toBe('wrong')
    expect(await trySignIn(site, '', '')).toBe('wrong')
    expect(await trySignIn(site, goodPassword, 'ben@contoso.example')).toBe('wrong')
    await site.db.transaction((tx) =>
      tx.updateTable('accounts').set({ kind: 'organization' }).where('id', '=', ann.id).execute(),
    )
    expect(await trySignIn(site, goodPassword)).toBe('wrong')
    expect((await site.auditActions()).slice(2)).toEqual([
      'FailedLoginInvalidPassword',
      'FailedLoginNoSuchUser',
      'FailedLoginNoSuchUser',
      'FailedLoginNoSuchUser',
      'FailedLoginUserIsOrganization',
    ])
  })

  it('waits a minute after ten failures and ten minutes after twenty, and success clears the count', async () => {
    const site = makeAccountSite(await open())
    await withAnn(site)
    await failTimes(site, 10)
    expect(await trySignIn(site, goodPassword)).toBe(60)
    expect(await trySignIn(site, goodPassword, 'ann@contoso.example')).toBe(60)
    site.wait(0.5)
    expect(await trySignIn(site, 'wrong')).toBe(30)
    site.wait(0.5)
    await failTimes(site, 10)
    expect(await trySignIn(site, goodPassword)).toBe(600)
    site.wait(10)
    expect(await trySignIn(site, goodPassword)).toBe('in')
    await failTimes(site, 9)
    expect(await trySignIn(site, goodPassword)).toBe('in')
  })

  it('locks out one address, not the person at another one', async () => {
    const site = makeAccountSite(await open())
    await withAnn(site)
    await failTimes(site, 10)
    expect(await trySignIn(site, goodPassword, 'ann', '198.51.100.1')).toBe('in')
    expect(await trySignIn(site, goodPassword)).toBe(60)
  })

  it('locks out names that nobody has in the same way', async () => {
    const site = makeAccountSite(await open())
    for (let i = 0; i < 10; i++) expect(await trySignIn(site, 'wrong', 'nobody')).toBe('wrong')
    expect(await trySignIn(site, 'wrong', 'Nobody')).toBe(60)
    expect(await site.dump()).not.toContain('obody')
  })

  it('takes thirty tries at once for ten', async () => {
    const site = makeAccountSite(await open())
    await withAnn(site)
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => trySignIn(site, 'wrong')))
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(10)
  })

  it('counts wrong passwords of the signed-in as well', async () => {
    const site = makeAccountSite(await open())
    const ann = await withAnn(site)
    for (let i = 0; i < 10; i++) {
      expect(await confirmPassword(site, ann, 'wrong', browser)).toMatchObject({ error: { code: 'wrong-password' } })
    }
    expect(await confirmPassword(site, ann, goodPassword, browser)).toMatchObject({ error: { code: 'sign-in-locked' } })
    site.wait(1)
    expect(await confirmPassword(site, ann, goodPassword, browser)).toMatchObject({ ok: true })
  })

  it('is open to locked users', async () => {
    const site = makeAccountSite(await open())
    await withAnn(site)
    expect((await lockAccount(site, 'ann', operator)).ok).toBe(true)
    expect(await trySignIn(site, goodPassword)).toBe('in')
  })
})

forEachDatabase('a session', (open) => {
  it('lives six hours after its last use, or thirty days for those who stay, and is written at most every five minutes', async () => {
    const site = makeAccountSite(await open())
    const ann = await withAnn(site)
    const short = (await startSession(site, ann, browser)).token
    const long = (await startSession(site, ann, { ...browser, staySignedIn: true })).token
    const hour = 60
    site.wait(4)
    expect((await findSession(site, short))?.session.lastSeenAt).toEqual(new Date('2026-11-24T12:00:00Z'))
    site.wait(5 * hour)
    expect((await findSession(site, short))?.session.lastSeenAt).toEqual(site.now())
    site.wait(5 * hour)
    expect(await findSession(site, short)).not.toBeNull()
    site.wait(6 * hour)
    expect(await findSession(site, short)).toBeNull()
    site.wait(29 * 24 * hour)
    expect(await findSession(site, long)).not.toBeNull()
    site.wait(30 * 24 * hour)
    expect(await findSession(site, long)).toBeNull()
  })

  it('is unknown by anything but its token', async () => {
    const site = makeAccountSite(await open())
    const ann = await withAnn(site)
    const { token } = await startSession(site, ann, browser)
    expect(await site.dump()).not.toContain(token)
    const stored = await site.db.read.selectFrom('sessions').select('token_hash').executeTakeFirstOrThrow()
    for (const guess of ['', 'x', stored.token_hash, token.toUpperCase(), `${token}0`]) {
      expect(await findSession(site, guess)).toBeNull()
    }
  })

  it('is listed and ended by its owner only', async () => {
    const site = makeAccountSite(await open())
    const ann = await withAnn(site)
    const first = await startSession(site, ann, browser)
    const second = await startSession(site, ann, browser)
    const third = await startSession(site, ann, browser)
    const [newest, middle] = await listSessions(site, ann.id)
    if (!newest || !middle) throw new Error('not listed')
    expect(await endSession(site, ann.id + 1, middle.id, operator)).toBe(false)
    expect(await endSession(site, ann.id, middle.id, operator)).toBe(true)
    expect(await findSession(site, second.token)).toBeNull()
    await endOtherSessions(site, ann.id, newest.id, operator)
    await endOtherSessions(site, ann.id, newest.id, operator) // nothing is left, and nothing is noted
    expect((await site.auditActions()).slice(1)).toEqual(['EndSession', 'EndSession'])
    expect(await findSession(site, first.token)).toBeNull()
    expect(await findSession(site, third.token)).not.toBeNull()
    await signOut(site, third.token)
    expect(await findSession(site, third.token)).toBeNull()
    expect(await findAccountByName(site.db.read, 'ANN')).toMatchObject({ id: ann.id })
  })
})
