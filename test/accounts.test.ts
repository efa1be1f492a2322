import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { ensureFirstAdministratorLink } from '../src/accounts/first-administrator.ts'
import { lockAccount } from '../src/accounts/lock-account.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import {
  closeBrowserAfterAll,
  expectNoSeriousAxe,
  expectNoSidewaysScroll,
  hasBrowser,
  newPage,
  type PageOptions,
} from './browser.ts'
import { createUser, password } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

const minute = 60_000
const newPassword = 'lantern bicycle moss'
const operator = { account: null, through: 'command-line', address: null } as const
/** Refused forms answer 400 or 429, and Chromium writes that to its console. */
const refused = { expectedErrors: [/status of 4\d\d/] } as const

/** Accounts in a real browser with a real SMTP server. The numbers are the lines of gallery.md §16. */
describe.skipIf(!hasBrowser)('accounts in the browser', () => {
  let server: TestServer
  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer({ smtp: true })
  })
  afterAll(() => server.close())

  let people = 0
  const freshName = () => `person${++people}`

  async function mailsTo(address: string) {
    return (await server.mails()).filter((mail) => mail.to.includes(address))
  }

  /** The address of the link in the newest mail to somebody. */
  async function mailedLink(address: string): Promise<string> {
    const link = /http:\S+\/account\/(confirm|forgotpassword)\/\S+/.exec(
      (await mailsTo(address)).at(-1)?.text ?? '',
    )?.[0]
    if (link === undefined) throw new Error(`no link was mailed to ${address}`)
    return link
  }

  async function fillRegistration(page: Page, fields: { name: string; email?: string; password?: string }) {
    await page.getByLabel('User name').fill(fields.name)
    await page.getByLabel('E-mail address').fill(fields.email ?? `${fields.name}@contoso.example`)
    await page.getByLabel('Password').fill(fields.password ?? password)
    await page.getByRole('button', { name: 'Create account' }).click()
  }

  async function fillSignIn(page: Page, identifier: string, secret = password) {
    await page.getByLabel('User name or e-mail address').fill(identifier)
    await page.getByLabel('Password', { exact: true }).fill(secret)
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  }

  async function trySignIn(page: Page, identifier: string, secret: string): Promise<void> {
    await page.goto('/users/account/LogOn')
    await fillSignIn(page, identifier, secret)
  }

  const accountMenu = (page: Page, name: string) => page.getByRole('button', { name: `Account menu of ${name}` })

  async function registered(options: PageOptions = {}): Promise<{ page: Page; name: string; email: string }> {
    const name = freshName()
    const page = await newPage(server, options)
    await page.goto('/users/account/SignUp')
    await fillRegistration(page, { name })
    return { page, name, email: `${name}@contoso.example` }
  }

  test('gallery 1: register, be signed in with a banner, get one mail, confirm by its link', async () => {
    const page = await newPage(server)
    await page.goto('/')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Register' }).click()
    const name = freshName()
    const email = `${name}@contoso.example`
    await fillRegistration(page, { name })

    expect(new URL(page.url()).pathname).toBe('/account/Thanks')
    await accountMenu(page, name).waitFor()
    await page.getByRole('status').getByText(`We sent an e-mail to ${email}`).waitFor()
    const mails = await mailsTo(email)
    expect(mails.map((mail) => mail.subject)).toEqual(['[Lode] Confirm your e-mail address'])

    await page.goto('/account')
    await page.getByText(`Confirm your e-mail address ${email}`).waitFor()
    await page.goto(await mailedLink(email))
    expect(await findAccountByName(server.deps.db.read, name)).toMatchObject({ email: null }) // following changes nothing
    await page.getByRole('button', { name: 'Yes, confirm' }).click()
    await page.getByText(`${email} is confirmed`).waitFor()
    expect(await findAccountByName(server.deps.db.read, name)).toMatchObject({ email, unconfirmedEmail: null })
    await page.goto(await mailedLink(email))
    await page.getByRole('heading', { name: 'This address is confirmed already' }).waitFor()
  })

  test('gallery 2: a protected page signed out leads through sign-in back to exactly that page', async () => {
    const user = await createUser(server, { password })
    const page = await newPage(server)
    await page.goto('/account/delete?from=test')
    expect(new URL(page.url()).pathname).toBe('/users/account/LogOn')
    await fillSignIn(page, user.email ?? '')
    expect(page.url()).toBe(`${server.url}/account/delete?from=test`)
    await page.goto('/users/account/LogOn?returnUrl=%2Faccount%3Fopen%3Demail')
    expect(page.url()).toBe(`${server.url}/account?open=email`)
  })

  test('gallery 2: nobody is led to another site', async () => {
    const user = await createUser(server, { password })
    for (const returnUrl of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const page = await newPage(server)
      await page.goto(`/users/account/LogOn?returnUrl=${encodeURIComponent(returnUrl)}`)
      await fillSignIn(page, user.name)
      expect(page.url()).toBe(`${server.url}/`)
    }
  })

  test('gallery 3: the menu under the user name leads to the API keys', async () => {
    const user = await createUser(server, { name: 'menu-ann' })
    const page = await newPage(server, { as: await signIn(server, user) })
    await page.goto('/')
    await accountMenu(page, user.name).focus()
    await page.keyboard.press('Enter')
    await page.locator('#account-menu').getByRole('link', { name: 'API Keys' }).click()
    expect(new URL(page.url()).pathname).toBe('/account/apikeys')
    await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor()
  })

  test('gallery 14: taken names, deleted names, used addresses and weak passwords are refused, each in its own words', async () => {
    const taken = await createUser(server, { name: 'Taken.Name' })
    const gone = await createUser(server)
    await deleteAccount(server.deps, gone.name, { orphans: 'refuse' }, operator)
    const page = await newPage(server, refused)
    await page.goto('/users/account/SignUp')
    await fillRegistration(page, { name: 'taken.NAME', email: taken.email ?? '', password: 'password1234' })
    await page.getByText('The name taken.NAME is taken.').waitFor()
    await page.getByText('Another account uses this address.').waitFor()
    await page.getByText('This password is among the first that others would try.').waitFor()
    const name = page.getByLabel('User name')
    expect(await name.evaluate((element) => element.matches(':focus'))).toBe(true)
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    expect(await name.getAttribute('aria-describedby')).toContain('field-name-error')
    await expectNoSeriousAxe(page)

    await fillRegistration(page, { name: 'Taken-Name' })
    await page.getByText('looks too much like Taken.Name').waitFor()
    await fillRegistration(page, { name: gone.name })
    await page.getByText(`The name ${gone.name} is taken. Names of deleted accounts stay taken.`).waitFor()
    await fillRegistration(page, { name: 'weak-person', password: 'weak-person-1' })
    await page.getByText('The password must not be the user name.').waitFor()
    await accountMenu(page, 'weak-person').waitFor({ state: 'detached' })
    expect(await findAccountByName(server.deps.db.read, 'weak-person')).toBeNull()
  })

  test('gallery 15: ten wrong passwords lock for a minute, twenty for ten', { timeout: 60_000 }, async () => {
    const user = await createUser(server, { password })
    const visitor = openVisitor(server)
    const page = await newPage(server, refused)
    const fail = async (times: number) => {
      for (let i = 0; i < times; i++) {
        const wrong = { identifier: user.name, password: 'wrong' }
        const answer = await visitor.post('/users/account/SignIn', wrong, { from: '/users/account/LogOn' })
        expect(textOf(answer.html)).toContain('do not match')
      }
    }
    await fail(10)
    await trySignIn(page, user.name, password)
    await page.getByRole('alert').getByText('Wait 1 minute').waitFor()
    server.clock.advance(minute)
    for (let i = 0; i < 10; i++) {
      await fail(1)
      server.clock.advance(minute)
    }
    await trySignIn(page, user.name, password)
    await page.getByRole('alert').getByText('Wait 9 minutes').waitFor()
    server.clock.advance(9 * minute)
    await trySignIn(page, user.name, password)
    await accountMenu(page, user.name).waitFor()
  })

  test('gallery 16: a forgotten password is replaced by a link, once; unknown addresses get the same page and no mail', async () => {
    const user = await createUser(server, { password })
    const email = user.email ?? ''
    const page = await newPage(server, refused)
    const ask = async (identifier: string) => {
      await page.goto('/users/account/LogOn')
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await page.getByLabel('User name or e-mail address').fill(identifier)
      await page.getByRole('button', { name: 'Send the link' }).click()
      await page.waitForURL('**/account/PasswordSent')
      return page.getByRole('main').innerText()
    }
    const before = (await server.mails()).length
    const unknown = await ask('nobody@contoso.example')
    expect((await server.mails()).length).toBe(before)
    for (let i = 0; i < 10; i++) await trySignIn(page, user.name, 'wrong')
    expect(await ask(email)).toBe(unknown)

    const link = await mailedLink(email)
    await page.goto(link)
    await page.getByLabel('New password').fill(newPassword)
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByRole('heading', { name: 'Your password was changed' }).waitFor()
    expect((await mailsTo(email)).at(-1)?.subject).toBe('[Lode] Your password was changed')
    await page.goto(link)
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor()
    await trySignIn(page, user.name, newPassword) // no wait: the lock-out is gone
    await accountMenu(page, user.name).waitFor()
  })

  test('gallery 17: a new address counts once it is confirmed, can be cancelled, and must not be taken', async () => {
    const user = await createUser(server, { password })
    const other = await createUser(server)
    const page = await newPage(server, { as: await signIn(server, user), ...refused })
    server.clock.advance(15 * minute) // since then the password is asked for again
    const section = page.locator('#email')
    const ask = async (email: string) => {
      await section.getByLabel('New address').fill(email)
      await section.getByLabel('Current password').fill(password)
      await section.getByRole('button', { name: 'Change address' }).click()
    }
    await page.goto('/account?open=email')
    await ask(other.email ?? '')
    await section.getByText('Another account uses this address.').waitFor()

    await ask('moved@contoso.example')
    await page.getByText('We sent a link to moved@contoso.example').waitFor()
    expect(await findAccountByName(server.deps.db.read, user.name)).toMatchObject({ email: user.email })
    const dead = await mailedLink('moved@contoso.example')
    await section.getByRole('button', { name: 'Cancel the change' }).click()
    await page.getByText('The change was cancelled.').waitFor()
    await page.goto(dead)
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor()

    await page.goto('/account?open=email')
    await ask('moved@contoso.example')
    await section.getByRole('button', { name: 'Send the e-mail again' }).click()
    await page.getByText('We sent the e-mail to moved@contoso.example again.').waitFor()
    await page.goto(await mailedLink('moved@contoso.example'))
    await page.getByRole('button', { name: 'Yes, confirm' }).click()
    await page.getByText('moved@contoso.example is confirmed').waitFor()
    expect((await mailsTo(user.email ?? '')).at(-1)?.subject).toBe('[Lode] Your e-mail address was changed')
  })

  test('gallery 18: after signing out the back button shows nothing of the account', async () => {
    const user = await createUser(server, { password })
    const page = await newPage(server)
    await trySignIn(page, user.name, password)
    await page.goto('/account?open=email')
    await page
      .locator('#email')
      .getByText(user.email ?? '')
      .waitFor()
    await accountMenu(page, user.name).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    expect(page.url()).toBe(`${server.url}/`)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(await page.content()).not.toContain(user.email)
  })

  test('gallery 19: whoever is unconfirmed is told so, gets the mail again, and comes back after confirming', async () => {
    const { page, name, email } = await registered()
    await page.goto('/account/Packages')
    await page.getByRole('heading', { name: 'Confirm your e-mail address first' }).waitFor()
    await page.getByRole('link', { name: 'I have confirmed it' }).click()
    await page.getByText('The address is not confirmed yet.').waitFor()
    await page.getByRole('button', { name: 'Send the e-mail again' }).click()
    await page.getByText(`We sent the e-mail to ${email} again.`).waitFor()
    expect(await mailsTo(email)).toHaveLength(2)

    const elsewhere = await newPage(server)
    await elsewhere.goto(await mailedLink(email))
    await fillSignIn(elsewhere, name) // the link asks for the account first
    await elsewhere.getByRole('button', { name: 'Yes, confirm' }).click()
    await elsewhere.waitForURL('**/account/Packages')
    await page.getByRole('link', { name: 'I have confirmed it' }).click()
    await page.waitForURL('**/account/Packages')
  })

  test('gallery 20: the dark theme stays, and the language changes menu, pages and mails', async () => {
    const user = await createUser(server, { password })
    const page = await newPage(server, { as: await signIn(server, user) })
    await page.goto('/account?open=display')
    const section = page.locator('#display')
    await section.getByLabel('Dark').check()
    await section.getByLabel('简体中文').check()
    await section.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: '账户设置' }).waitFor()
    await page.goto('/account/apikeys')
    await page.getByRole('heading', { level: 1, name: 'API 密钥' }).waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await page.getByRole('button', { name: `${user.name} 的账户菜单` }).click()
    await page.getByRole('link', { name: '账户设置' }).waitFor()

    const elsewhere = await newPage(server, { as: await signIn(server, user) })
    await elsewhere.goto('/account?open=password') // an English browser without a choice of its own
    const change = elsewhere.locator('#password')
    await change.getByLabel('当前密码').fill(password)
    await change.getByLabel('新密码').fill(newPassword)
    await change.getByRole('button', { name: '更改密码' }).click()
    await elsewhere.getByText('你的密码已更改').waitFor()
    expect((await mailsTo(user.email ?? '')).at(-1)?.subject).toBe('[Lode] 你的密码已更改')
    await page.goto('/account') // its session ended with the old password
    await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
  })

  test('gallery 21: who leaves no package behind deletes their account themselves, with the password', async () => {
    const user = await createUser(server, { password })
    const page = await newPage(server, { as: await signIn(server, user), ...refused })
    server.clock.advance(15 * minute)
    await page.goto('/account/delete')
    await page.getByLabel('Current password').fill('wrong')
    await page.getByRole('button', { name: 'Delete my account' }).click()
    await page.getByText('This is not your current password.').waitFor()
    await page.getByLabel('Current password').fill(password)
    await page.getByRole('button', { name: 'Delete my account' }).click()
    await page.getByText(`Your account ${user.name} was deleted.`).waitFor()
    expect((await mailsTo(user.email ?? '')).at(-1)?.subject).toBe('[Lode] Your account was deleted')
  })

  test('a locked user signs in and reads, but keeps their address', async () => {
    const user = await createUser(server, { password })
    await lockAccount(server.deps, user.name, operator)
    const page = await newPage(server)
    await trySignIn(page, user.name, password)
    await page.goto('/account?open=email')
    await page.getByText('This account is locked.').waitFor()
    await page.getByText('A locked account keeps its address.').waitFor()
    await page.goto(`/profiles/${user.name}`)
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
  })

  test('a user sees where they are signed in and ends the other places', async () => {
    const user = await createUser(server, { password })
    const other = await signIn(server, user)
    const page = await newPage(server)
    await trySignIn(page, user.name, password)
    await page.goto('/account?open=sessions')
    await page.getByText('Chrome on Linux').waitFor()
    await page
      .locator('#sessions')
      .getByRole('button', { name: /^Sign out/ })
      .click()
    await page.getByText('That browser was signed out.').waitFor()
    expect((await other.get('/account')).location).toContain('/users/account/LogOn')
  })

  test('a link for somebody else says whose it is', async () => {
    const { page, email } = await registered(refused)
    const link = await mailedLink(email)
    const stranger = await createUser(server)
    const theirs = await newPage(server, { as: await signIn(server, stranger), ...refused })
    await theirs.goto(link)
    await theirs.getByText(`You are signed in as ${stranger.name}`).waitFor()
    await theirs.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await theirs.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(new URL(theirs.url()).searchParams.get('returnUrl')).toBe(new URL(link).pathname)
    await page.close()
  })

  test('no form of the account is taken from another site or without its token', async () => {
    const user = await createUser(server, { password })
    const visitor = await signIn(server, user)
    const forms = ['ChangeEmail', 'CancelChangeEmail', 'ChangePassword', 'subscription/change', 'display', 'delete']
    for (const path of [...forms, 'sessions/End', 'sessions/EndOthers', 'ConfirmationRequired', 'ForgotPassword']) {
      const untold = await visitor.post(`/account/${path}`, { form_token: 'x' })
      expect(untold.status, path).toBe(400)
      const foreign = await visitor.post(
        `/account/${path}`,
        {},
        { from: '/account', headers: { Origin: 'https://evil.example' } },
      )
      expect(foreign.status, path).toBe(400)
    }
    const signOut = await visitor.post('/users/account/LogOff', { form_token: 'x' })
    expect(signOut.status).toBe(400)
    expect((await visitor.get('/account')).status).toBe(200)
  })

  test.each([
    { language: 'en', theme: 'light' },
    { language: 'zh-CN', theme: 'dark', viewport: { width: 360, height: 780 } },
  ] as const)(
    'the pages have no serious fault for assistive tools and are never wider than the window: $language, $theme',
    { timeout: 120_000 },
    async (options) => {
      const user = await createUser(server, { password, admin: true })
      const signedIn = await newPage(server, { ...options, as: await signIn(server, user) })
      const stranger = await newPage(server, options)
      const paths = {
        own: ['/account', '/account/delete', `/profiles/${user.name}`, '/admin/mails'],
        open: ['/users/account/LogOn', '/users/account/SignUp', '/account/ForgotPassword'],
      }
      for (const [page, list] of [
        [signedIn, paths.own],
        [stranger, paths.open],
      ] as const) {
        for (const path of list) {
          await page.goto(path)
          await page.evaluate('document.querySelectorAll("details").forEach((section) => (section.open = true))')
          await expectNoSeriousAxe(page)
          await expectNoSidewaysScroll(page)
        }
      }
    },
  )
})

describe.skipIf(!hasBrowser)('accounts without mail and before anybody is there', () => {
  let server: TestServer
  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer({ settings: { LODE_REGISTRATION: 'closed' } })
  })
  afterAll(() => server.close())

  test('the link of the first start makes the first administrator, who reads the mails that are kept', async () => {
    const link = (await ensureFirstAdministratorLink(server.deps)) ?? ''
    const page = await newPage(server, { expectedErrors: [/status of 40[34]/] })
    await page.goto('/users/account/SignUp')
    await page.getByRole('heading', { name: 'Registration is closed' }).waitFor()
    await page.goto(link)
    await page.getByLabel('User name').fill('root-ann')
    await page.getByLabel('E-mail address').fill('root@contoso.example')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('You are the administrator of this gallery.').waitFor()
    expect(await findAccountByName(server.deps.db.read, 'root-ann')).toMatchObject({
      isAdmin: true,
      email: 'root@contoso.example',
    })
    await page.goto(link)
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor()

    const user = await createUser(server)
    const forgetful = openVisitor(server)
    const asked = await forgetful.post('/account/ForgotPassword', { identifier: user.name })
    expect(asked.location).toBe('/account/PasswordSent')
    await page.goto('/admin/mails')
    await page.getByRole('link', { name: '[Lode] Set a new password' }).click()
    const text = await page.locator('.mail-text').innerText()
    expect(text).toMatch(new RegExp(`${server.url}/account/forgotpassword/${user.name}/[0-9a-f]{64}`))
    expect((await forgetful.get('/admin/mails')).location).toBe('/users/account/LogOn?returnUrl=%2Fadmin%2Fmails')
  })
})
