import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, setUpAuthenticator, typePassword } from './authenticator.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { canRunOn } from './databases.ts'
import { createUser, password } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

const minute = 60_000
/** Refused forms answer 400, and Chromium writes that to its console. */
const refused = { expectedErrors: [/status of 400/] } as const

/** Gives the page's browser a device that keeps passkeys and always recognizes its user. */
async function addDevice(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the new passkey').fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account menu/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
}

describe.each(['sqlite', 'postgres'] as const)('passkeys on %s', (database) => {
  describe.skipIf(!hasBrowser || !canRunOn(database))('in the browser', () => {
    let server: TestServer
    closeBrowserAfterAll()
    beforeAll(async () => {
      server = await startTestServer({ database })
    })
    afterAll(() => server.close())

    async function auditOf(accountId: number): Promise<string[]> {
      const rows = server.deps.db.read.selectFrom('audit').selectAll().where('account_id', '=', accountId)
      return (await rows.orderBy('id').execute()).map(({ action, detail }) => `${action} ${detail}`)
    }

    test('a passkey switches two factors on, signs in alone and after the password, and proves who one is', async () => {
      const user = await createUser(server, { name: 'ann', password })
      const page = await newPage(server, { as: await signIn(server, user), ...refused })
      await addDevice(page)
      await page.goto('/account/TwoFactor')
      await addPasskey(page, 'Laptop')
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
      expect(await page.locator('.recovery-codes li').count()).toBe(10)
      await page.getByRole('link', { name: 'I have kept them' }).click()
      await page.getByText('Laptop', { exact: true }).waitFor()

      await signOut(page)
      await page.goto('/users/account/LogOn?returnUrl=%2Faccount%2FTwoFactor')
      await page.getByLabel('Stay signed in').check()
      const sent = page.waitForRequest(/SignInByPasskey/)
      await page.getByRole('button', { name: 'Use a passkey' }).click()
      const form = (await sent).postData() ?? ''
      await page.getByText('last used').waitFor()
      const session = server.deps.db.read.selectFrom('sessions').selectAll().orderBy('id', 'desc')
      expect(await session.executeTakeFirstOrThrow()).toMatchObject({ two_factor: 1, stay_signed_in: 1 })
      const cookie = (await page.context().cookies()).find(({ name }) => name === 'lode_session')
      expect(cookie?.expires).toBeGreaterThan(server.clock.now().getTime() / 1000 + 29 * 86_400)

      await signOut(page)
      const again = await page.request.post('/users/account/SignInByPasskey', {
        data: form,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: server.url },
        maxRedirects: 0,
      })
      expect([again.status(), textOf(await again.text())]).toEqual([400, expect.stringContaining('did not fit')])

      await page.goto('/users/account/LogOn')
      await page.getByLabel('User name or e-mail address').fill('ann')
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('heading', { name: 'One more step' }).waitFor()
      await page.getByRole('button', { name: 'Use a passkey' }).click()
      await page.getByRole('button', { name: /^Account menu of ann/ }).waitFor()
      expect((await auditOf(user.id)).filter((entry) => entry.startsWith('Login'))).toEqual([
        'Login {"factors":["passkey"]}',
        'Login {"factors":["password","passkey"]}',
      ])

      server.clock.advance(15 * minute)
      await page.goto('/account/TwoFactor')
      await page.getByRole('link', { name: 'Confirm that it is you' }).first().click()
      await page.getByRole('button', { name: 'Use a passkey' }).click()
      await page.getByLabel('Name of Laptop').fill('Old laptop')
      await page.getByRole('button', { name: 'Rename Laptop' }).click()
      await page.getByText('The passkey is called Old laptop now.').waitFor()

      await page.setViewportSize({ width: 390, height: 844 })
      await expectNoSidewaysScroll(page)
      await expectNoSeriousAxe(page)
      if (process.env.TEST_SCREENSHOTS) {
        await page.screenshot({ path: `${process.env.TEST_SCREENSHOTS}/passkeys.png`, fullPage: true })
      }
      await page.getByRole('button', { name: 'Remove Old laptop' }).click()
      await page.getByText('This is your last second factor.').waitFor()
      await page.getByLabel('Current password').last().fill(password)
      await page.getByRole('button', { name: 'Switch it off with a passkey' }).click()
      await page.getByText('Two-factor sign-in is off.').waitFor()
      expect(await server.deps.db.read.selectFrom('passkeys').selectAll().execute()).toEqual([])
      expect((await typePassword(openVisitor(server), 'ann')).location).toBe('/account')
    })

    test('a passkey beside an authenticator app comes and goes by itself, with a mail each time', async () => {
      const user = await createUser(server, { name: 'ben', password })
      const visitor = await signIn(server, user)
      const { secret } = await setUpAuthenticator(server, visitor)
      const page = await newPage(server, { as: visitor, ...refused })
      await addDevice(page)
      await page.goto('/account/TwoFactor')
      await addPasskey(page, 'Phone')
      await page.getByText('The passkey Phone was added.').waitFor()
      await page.getByRole('button', { name: 'Remove the app' }).click()
      await page.getByText('The authenticator app was removed.').waitFor()
      const other = await typePassword(openVisitor(server), 'ben')
      expect(other.location).toMatch(/SecondStep/)
      const code = await visitor.post('/account/ConfirmIdentity', { code: codeOf(server, secret), returnUrl: '/' })
      expect(code.status).toBe(400)
      const subjects = (await server.mails())
        .filter(({ to }) => to.includes(user.email ?? ''))
        .map((mail) => mail.subject)
      expect(subjects).toEqual([
        '[Lode] Two-factor sign-in was switched on',
        '[Lode] A passkey was added',
        '[Lode] An authenticator app was removed',
      ])
    })

    test('what no passkey of this browser signed is refused, and somebody else’s passkey is not theirs to change', async () => {
      const [eve, victim] = [await createUser(server), await createUser(server, { name: 'victim', password })]
      const page = await newPage(server, { as: await signIn(server, victim) })
      await addDevice(page)
      await page.goto('/account/TwoFactor')
      await addPasskey(page, 'Mine')
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
      const row = server.deps.db.read.selectFrom('passkeys').selectAll().where('account_id', '=', victim.id)
      const { id, name } = await row.executeTakeFirstOrThrow()

      const stranger = await signIn(server, eve)
      const from = '/account/TwoFactor'
      for (const act of ['Rename', 'Remove']) {
        const answer = await stranger.post(`/account/Passkeys/${act}`, { id: String(id), name: 'stolen' }, { from })
        expect([answer.status, textOf(answer.html)]).toEqual([400, expect.stringContaining('removed already')])
      }
      expect((await row.executeTakeFirstOrThrow()).name).toBe(name)
      for (const passkey of ['', 'no JSON', '{}', '{"id":"x","response":{"clientDataJSON":"e30"}}']) {
        const answer = await openVisitor(server).post(
          '/users/account/SignInByPasskey',
          { passkey },
          { from: '/users/account/LogOn' },
        )
        expect(answer.status).toBe(400)
      }
    })

    // The pages do not know where the rows are: once is enough.
    const looks = [
      { language: 'en', theme: 'light', width: 1200 },
      { language: 'zh-CN', theme: 'dark', width: 390 },
    ] as const
    test.each(database === 'sqlite' ? looks : [])(
      'the pages have no serious fault and are never too wide: $language, $theme',
      async (look) => {
        const user = await createUser(server, { password })
        const visitor = await signIn(server, user)
        const page = await newPage(server, { ...look, viewport: { width: look.width, height: 900 }, as: visitor })
        const check = async (name: string) => {
          await expectNoSeriousAxe(page)
          await expectNoSidewaysScroll(page)
          if (process.env.TEST_SCREENSHOTS) {
            await page.screenshot({
              path: `${process.env.TEST_SCREENSHOTS}/${look.language}-${name}.png`,
              fullPage: true,
            })
          }
        }
        await page.goto('/account/TwoFactor')
        await check('off')
        await page.locator('#set-up-password').fill(password)
        await page.locator('form[action$="SetUp"] button').click()
        await page.locator('.qr-code').waitFor()
        await check('set-up')
        await page
          .locator('#field-code')
          .fill(codeOf(server, (await page.locator('.command-text').innerText()).replaceAll(' ', '')))
        await page.locator('form[action$="Confirm"] button').click()
        await page.locator('.recovery-codes').waitFor()
        await check('codes')
        await page.goto('/account/TwoFactor')
        await check('on')
        await page.goto('/account/ConfirmIdentity')
        await check('confirm')

        const outside = await newPage(server, { ...look, viewport: { width: look.width, height: 900 }, scripts: false })
        await outside.goto('/users/account/LogOn')
        await outside.locator('noscript').first().waitFor({ state: 'attached' })
        expect(await outside.locator('passkey-button button').isVisible()).toBe(false)
        await outside.locator('#field-identifier').fill(user.name)
        await outside.locator('#field-password').fill(password)
        await outside.locator('form[action$="SignIn"] button').click()
        await outside.locator('#field-code').waitFor()
        if (process.env.TEST_SCREENSHOTS) {
          await outside.screenshot({
            path: `${process.env.TEST_SCREENSHOTS}/${look.language}-second.png`,
            fullPage: true,
          })
        }
      },
    )
  })
})
