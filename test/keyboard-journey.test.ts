import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, hasBrowser, newPage } from './browser.ts'
import { buildNupkg } from './build-nupkg.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

/** Presses Tab until what has the focus is called so, as somebody without a mouse does; fails after a long way. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return ''
      const label =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : null
      return element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent ?? ''
    })
    if (name.test(focused.trim())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`nothing that is called ${name} can be reached with Tab`)
}

async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

/** Presses Enter and waits for what it leads to. */
async function enterTo(page: Page, address: RegExp): Promise<void> {
  await page.keyboard.press('Enter')
  await page.waitForURL(address)
  await page.waitForLoadState()
}

describe.skipIf(!hasBrowser)('by keyboard alone', { timeout: 60_000 }, () => {
  let server: TestServer
  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  test.each(['light', 'dark'] as const)(
    'gallery 67: sign up, make a key, copy it and push with it, upload, deprecate; axe finds nothing: %s',
    async (theme) => {
      const page = await newPage(server, { theme })
      const name = `keyboard-${theme}`
      await page.goto(server.url)
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip')
      await tabTo(page, /^Sign in$/)
      await enterTo(page, /LogOn/)
      await tabTo(page, /^(Sign up|Register|Create an account)/)
      await enterTo(page, /SignUp/)
      await expectNoSeriousAxe(page)
      await typeInto(page, /^User name/, name)
      await typeInto(page, /^E-?mail/, `${name}@contoso.example`)
      await typeInto(page, /^Password/, 'correct horse battery staple')
      await page.keyboard.press('Enter')
      await page.waitForLoadState()
      await page.getByRole('button', { name }).waitFor()
      await expectNoSeriousAxe(page)

      await tabTo(page, new RegExp(name))
      await page.keyboard.press('Enter')
      await tabTo(page, /^API Keys$/)
      await enterTo(page, /\/account\/apikeys/)
      await typeInto(page, /^Key name/, 'ci')
      await typeInto(page, /^Glob patterns/, '*')
      await tabTo(page, /^Create key$/)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '“ci” is ready' }).waitFor()
      await expectNoSeriousAxe(page)
      await tabTo(page, /^Copy the API key$/)
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('#announcer').textContent()).toMatch(/copied/i)
      const secret = await page.evaluate(() => navigator.clipboard.readText())

      expect((await push(server, secret, { id: `Keyboard.${theme}` })).status).toBe(201)

      await page.keyboard.press('Home')
      await page.evaluate(() => (document.activeElement as HTMLElement).blur()) // as after opening a page
      await tabTo(page, /^Upload$/)
      await enterTo(page, /\/packages\/manage\/upload/)
      await expectNoSeriousAxe(page)
      await tabTo(page, /^Package file/)
      const chooser = page.waitForEvent('filechooser')
      await page.keyboard.press('Space')
      const buffer = await buildNupkg({ id: `Keyboard.${theme}`, version: '1.1.0', readme: '# By hand' })
      await (await chooser).setFiles({ name: 'keyboard.nupkg', mimeType: 'application/octet-stream', buffer })
      await tabTo(page, /^Upload$/)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: `Publish Keyboard.${theme} 1.1.0?` }).waitFor()
      await expectNoSeriousAxe(page)
      await tabTo(page, /^Publish$/)
      await enterTo(page, /\/packages\/Keyboard\.\w+\/1\.1\.0/)
      await expectNoSeriousAxe(page)

      await tabTo(page, /^Manage package$/)
      await enterTo(page, /\/Manage$/)
      await expectNoSeriousAxe(page)
      await tabTo(page, /^1\.0\.0$/)
      await page.keyboard.press('Space')
      await tabTo(page, /^it is legacy/)
      await page.keyboard.press('Space')
      await tabTo(page, /^Deprecate the chosen versions$/)
      await page.keyboard.press('Enter')
      await expectSaid(page, `Keyboard.${theme} 1.0.0 is deprecated now.`)
      await page.goto(`/packages/Keyboard.${theme}/1.0.0`)
      await expectSaid(page, 'it is legacy and no longer maintained')
      await expectNoSeriousAxe(page)
    },
  )

  async function signedIn(user: Account, path: string): Promise<Page> {
    const page = await newPage(server, { as: await signIn(server, user) })
    await page.goto(path)
    return page
  }

  /** What the page says after an act, whoever reads it aloud. */
  async function expectSaid(page: Page, text: string): Promise<void> {
    await page.getByText(text).first().waitFor()
  }

  test('make an organization, invite somebody, and answer the invitation', async () => {
    const [boss, ben] = [await createUser(server, { name: 'key-boss' }), await createUser(server, { name: 'key-ben' })]
    const page = await signedIn(boss, '/account/organizations')
    await tabTo(page, /^Create organization$/)
    await enterTo(page, /organizations\/add/)
    await typeInto(page, /^Name/, 'Keyboard.Org')
    await typeInto(page, /^E-mail address/, 'org@contoso.example')
    await page.keyboard.press('Enter')
    await expectSaid(page, 'The organization Keyboard.Org was created.')
    await typeInto(page, /^User name/, 'key-ben')
    await tabTo(page, /^collaborator/)
    await page.keyboard.press('ArrowDown')
    await tabTo(page, /^Invite$/)
    await page.keyboard.press('Enter')
    await expectSaid(page, 'key-ben was invited.')

    const invited = await signedIn(ben, '/account/organizations')
    await tabTo(invited, /^Accept the invitation of Keyboard.Org$/)
    await invited.keyboard.press('Enter')
    await expectSaid(invited, 'You are now a member of Keyboard.Org.')
    await expectSaid(invited, 'Your role: administrator') // as the arrow key chose
    await tabTo(invited, /^Leave Keyboard.Org$/)
    await enterTo(invited, /members\/delete/)
    await tabTo(invited, /^Leave$/)
    await invited.keyboard.press('Enter')
    await expectSaid(invited, 'You are no longer a member of Keyboard.Org.')
  })

  test('an administrator checks and revokes a leaked key', async () => {
    const secret = await createKey(server, await createUser(server))
    const page = await signedIn(await createUser(server, { name: 'key-root', admin: true }), '/admin')
    await tabTo(page, /^Leaked keys$/)
    await enterTo(page, /\/admin\/leaked/)
    await typeInto(page, /^Secrets and places/, secret)
    await tabTo(page, /^Check$/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Revoke 1 live key' }).waitFor()
    await tabTo(page, /^Revoke 1 live key$/)
    await page.keyboard.press('Enter')
    await expectSaid(page, '1 key was revoked and its user told.')
    expect((await push(server, secret, { id: 'Keyboard.Leak' })).status).toBe(403)
  })
})
