import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import type { Account } from '../src/accounts/account.ts'
import { sendExpiryDigests } from '../src/keys/expiry-digest.ts'
import {
  closeBrowserAfterAll,
  expectNoSeriousAxe,
  expectNoSidewaysScroll,
  hasBrowser,
  newPage,
  type PageOptions,
} from './browser.ts'
import { makeKeyOnPage, shownSecret } from './key-form.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

const list = '/account/apikeys'
const day = 86_400_000

/** The API Keys page in a real browser (gallery.md §16). The numbers are the lines there. */
describe.skipIf(!hasBrowser)('API keys in the browser', { timeout: 60_000 }, () => {
  let server: TestServer
  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer({ smtp: true })
  })
  afterAll(() => server.close())

  async function openKeys(options: PageOptions = {}): Promise<Page> {
    return openKeysOf(await createUser(server, { password }), options)
  }

  async function openKeysOf(user: Account, options: PageOptions = {}): Promise<Page> {
    const page = await newPage(server, { as: await signIn(server, user), ...options })
    await page.goto(list)
    return page
  }

  /** Does something as if so much time had passed. */
  async function after(ms: number, act: () => Promise<void>): Promise<void> {
    server.clock.advance(ms)
    await act().finally(() => server.clock.advance(-ms))
  }

  async function fillForm(page: Page, fields: { name: string; globs?: string; days?: string }): Promise<void> {
    await page.getByLabel('Key name').fill(fields.name)
    await page.getByLabel('Glob patterns').fill(fields.globs ?? '*')
    if (fields.days) await page.getByLabel('Expires in').selectOption(fields.days)
  }

  const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')
  const card = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

  test('gallery 4: a new key "ci" is shown once with Copy, and the clipboard holds what is shown', async () => {
    const page = await openKeys()
    const secret = await makeKeyOnPage(page, { name: 'ci' })
    expect(secret).toMatch(/^lode_[a-z2-9]{46}$/)
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('“ci” is ready')
    await page.getByRole('button', { name: 'Copy the API key' }).click()
    expect(await clipboard(page)).toBe(secret)
    await page.getByRole('button', { name: 'Copy the push command' }).click()
    expect(await clipboard(page)).toBe(
      `dotnet nuget push PACKAGE.nupkg -k ${secret} -s ${server.url}/v3/index.json --allow-insecure-connections`,
    )
    expect(await push(server, secret, { id: 'Journey.Four' })).toMatchObject({ status: 201 })
    expect(await card(page, 'ci').innerText()).toContain('push new packages and new versions')
    expect(page.url()).toBe(server.url + list)
  })

  test('gallery 6: after a reload the secret is nowhere, in the page or in any answer', async () => {
    const page = await openKeys()
    const secret = await makeKeyOnPage(page, { name: 'once' })
    const answers: string[] = []
    page.on('response', async (response) => answers.push(response.url(), await response.text().catch(() => '')))
    await page.reload()
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('button', { name: /^Copy/ }).count()).toBe(0)
    expect(await card(page, 'once').count()).toBe(1)
    expect([await page.content(), ...answers].join('\n')).not.toContain(secret.slice(13))
  })

  test('gallery 7: Regenerate shows a new secret; the old one dies, the new one pushes', async () => {
    const page = await openKeys()
    const old = await makeKeyOnPage(page, { name: 'turned' })
    expect(await push(server, old, { id: 'Journey.Seven' })).toMatchObject({ status: 201 })
    await page.getByRole('link', { name: 'Regenerate turned' }).click()
    await page.getByRole('button', { name: 'Regenerate' }).click()
    await page.getByText('“turned” is ready').waitFor()
    const fresh = await shownSecret(page)
    expect(fresh).not.toBe(old)
    expect(await push(server, old, { id: 'Journey.Seven', version: '1.0.1' })).toMatchObject({ status: 403 })
    expect(await push(server, fresh, { id: 'Journey.Seven', version: '1.0.1' })).toMatchObject({ status: 201 })
    expect(new URL(page.url()).pathname).toBe(list) // reloading shows the list, not the question again
  })

  test('gallery 7: with an overlap the old secret pushes until the hour is over', async () => {
    const page = await openKeys()
    const old = await makeKeyOnPage(page, { name: 'overlapping' })
    await page.getByRole('link', { name: 'Regenerate overlapping' }).click()
    await page.getByLabel('Works for 1 hour more').check()
    await page.getByRole('button', { name: 'Regenerate' }).click()
    await page.getByText('“overlapping” is ready').waitFor()
    const answer = await push(server, old, { id: 'Journey.Overlap' })
    expect(answer).toMatchObject({ status: 201 })
    expect(answer.warning).toContain('replaced')
    server.clock.advance(3_600_001)
    expect(await push(server, old, { id: 'Journey.Overlap', version: '1.1.0' })).toMatchObject({ status: 403 })
  })

  test('gallery 8: Delete asks, then the card is gone, the key dead and a mail sent', async () => {
    const page = await openKeys()
    const secret = await makeKeyOnPage(page, { name: 'doomed' })
    await page.getByRole('link', { name: 'Delete doomed' }).click()
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByRole('link', { name: 'Delete doomed' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('doomed is deleted').waitFor()
    expect(await page.getByRole('heading', { name: 'doomed' }).count()).toBe(0)
    expect(await push(server, secret, { id: 'Journey.Eight' })).toMatchObject({ status: 403 })
    expect((await server.mails()).map(({ subject }) => subject)).toContain('[Lode] API key doomed was deleted')
  })

  test('gallery 9: a revoked key stays in the list, is dead, and Regenerate brings it back', async () => {
    const page = await openKeys()
    const secret = await makeKeyOnPage(page, { name: 'leaked' })
    await page.getByRole('link', { name: 'Revoke leaked' }).click()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('leaked is revoked: it no longer works.').waitFor()
    expect(await page.getByText('This key is revoked: leaked.').count()).toBe(1)
    expect(await card(page, 'leaked').getByText('revoked').count()).toBeGreaterThan(0)
    expect(await page.getByRole('link', { name: 'Revoke leaked' }).count()).toBe(0)
    expect(await push(server, secret, { id: 'Journey.Nine' })).toMatchObject({ status: 403 })
    expect((await server.mails()).map(({ subject }) => subject)).toContain('[Lode] API key leaked was revoked')

    await page.getByRole('link', { name: 'Regenerate leaked' }).click()
    await page.getByRole('button', { name: 'Regenerate' }).click()
    await page.getByText('“leaked” is ready').waitFor()
    expect(await push(server, await shownSecret(page), { id: 'Journey.Nine' })).toMatchObject({ status: 201 })
    expect(await push(server, secret, { id: 'Journey.Nine', version: '1.1.0' })).toMatchObject({ status: 403 })
  })

  test('gallery 10: without a name, scope or pattern, or with a?b, the fields say so and nothing is made', async () => {
    const page = await openKeys({ expectedErrors: [/400/] })
    await page.getByLabel('Push', { exact: true }).uncheck()
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Give the key a name.').waitFor()
    expect(await page.getByText('Choose at least one scope').count()).toBe(1)
    expect(await page.getByText('Enter a glob pattern or choose a package').count()).toBe(1)
    expect(await page.evaluate('document.activeElement.name')).toBe('name')

    await page.getByLabel('Push', { exact: true }).check()
    await fillForm(page, { name: 'kept', globs: 'a?b' })
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('The pattern a?b is not valid').waitFor()
    expect(await page.getByLabel('Key name').inputValue()).toBe('kept')
    expect(await page.getByText('No keys yet').count()).toBe(1)
  })

  test('gallery 11: a key for one day is expired a day later: the card and a banner say so, and it dies with 403', async () => {
    const user = await createUser(server)
    const secret = await makeKeyOnPage(await openKeysOf(user), { name: 'short', days: '1' })
    await after(day, async () => {
      const page = await openKeysOf(user)
      expect(await page.getByText('This key has expired: short. Regenerate or delete it.').count()).toBe(1)
      expect(await card(page, 'short').getByText('expired').count()).toBeGreaterThan(0)
      const answer = await push(server, secret, { id: 'Journey.Eleven' })
      expect(answer).toMatchObject({ status: 403, phrase: expect.stringContaining('expired on') })
    })
  })

  test('gallery 13: a key that ends in nine days brings one mail, however often the job runs', async () => {
    await makeKeyOnPage(await openKeys(), { name: 'ending', days: '90' })
    await after(81 * day, async () => {
      const digests = async () =>
        (await server.mails()).filter((mail) => mail.text.includes('ending') && /expire/.test(mail.subject))
      expect((await digests()).map(({ subject }) => subject)).toEqual(['[Lode] Your API keys expire'])
      await Promise.all([sendExpiryDigests(server.deps), sendExpiryDigests(server.deps)])
      expect(await digests()).toHaveLength(1)
    })
  })

  test('widening a key needs the password', async () => {
    const page = await openKeys({ expectedErrors: [/400/] })
    const secret = await makeKeyOnPage(page, { name: 'wider', globs: 'Wide.A' })
    server.clock.advance(15 * 60_000) // signing in was a proof until now
    await page.getByRole('link', { name: 'Edit wider' }).click()
    await page.getByLabel('Glob patterns').fill('Wide.*')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Enter your password to confirm it.').waitFor()
    await page.getByLabel('Your password').fill('not it at all')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('The password is not right.').waitFor()
    expect(await push(server, secret, { id: 'Wide.B' })).toMatchObject({ status: 403 })
    await page.getByLabel('Your password').fill(password)
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('The changes to wider are saved.').waitFor()
    expect(await push(server, secret, { id: 'Wide.B' })).toMatchObject({ status: 201 })
  })

  test('the sentence rewrites itself and names the packages that a pattern matches today', async () => {
    const page = await openKeys()
    const secret = await makeKeyOnPage(page, { name: 'first', globs: '*' })
    for (const id of ['Live.Core', 'Live.Mail', 'Other']) await push(server, secret, { id })
    await page.reload()
    await page.locator('details.key-create summary').first().click()
    await page.getByLabel('Key name').fill('live')
    await page.getByLabel('Glob patterns').fill('Live.*')
    const sentence = page.getByRole('status', { name: 'What this key will do' })
    await expect
      .poll(() => sentence.innerText())
      .toContain('Today that is Live.Core and Live.Mail; later ones that fit are covered too.')
    expect(await sentence.innerText()).toContain('It may not unlist or relist.')
    await page.getByLabel('Glob patterns').fill('*')
    await expect.poll(() => sentence.innerText()).toContain('This key covers every package and lives long.')
  })

  test('the packages to tick follow the chosen owner, while one types, and those ticked of another go', async () => {
    const user = await createUser(server, { password })
    const org = await createOrganization(server, { name: 'follow-org', administrator: user })
    await push(server, await createKey(server, user), { id: 'Follow.Own' })
    await push(server, await createKey(server, user, { owner: org }), { id: 'Follow.Org' })
    const page = await openKeysOf(user)
    await page.locator('details.key-create summary').first().click()
    await page.getByLabel('Follow.Own').check()
    await page.getByLabel('Package owner').selectOption('follow-org')
    await page.getByLabel('Follow.Org').check()
    expect(await page.getByLabel('Follow.Own').count()).toBe(0)
    await page.getByLabel('Key name').fill('follows')
    const sentence = page.getByRole('status', { name: 'What this key will do' })
    await expect.poll(() => sentence.innerText()).toMatch(/follow-org.*Follow\.Org/)
    expect(await page.getByLabel('Follow.Org').isChecked()).toBe(true)
  })

  test('without script a key is made; sending the form again leads to the list without a second key', async () => {
    const page = await openKeys({ scripts: false })
    await fillForm(page, { name: 'plain', globs: 'Plain.*' })
    await page.getByRole('button', { name: 'Preview' }).click()
    expect(await page.getByText('plain may push new packages and new versions').count()).toBe(1)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Create key' }).click()
    const response = await answered
    expect(response.status()).toBe(200)
    expect(response.headers()['cache-control']).toContain('no-store')
    const secret = await shownSecret(page)
    expect(await push(server, secret, { id: 'Plain.One' })).toMatchObject({ status: 201 })
    await page.reload() // the browser sends the POST again
    expect(await page.getByText('That form was sent before').count()).toBe(1)
    expect(await page.content()).not.toContain(secret.slice(13))
    expect(await card(page, 'plain').count()).toBe(1)
    expect(await page.getByRole('heading', { name: 'plain', exact: true }).count()).toBe(1)
  })

  test('two quick presses make one key and keep its secret in sight', async () => {
    const page = await openKeys()
    await fillForm(page, { name: 'twice' })
    await page.getByRole('button', { name: 'Create key' }).dblclick()
    expect(await shownSecret(page)).toMatch(/^lode_/)
    expect(await page.getByRole('heading', { name: /^twice/ }).count()).toBe(1)
  })

  test('the secret is forgotten after ten minutes without a touch', async () => {
    const page = await openKeys()
    await page.clock.install()
    await page.reload()
    const secret = await makeKeyOnPage(page, { name: 'idle' })
    await page.clock.fastForward(9 * 60_000)
    await page.keyboard.press('Shift')
    await page.clock.fastForward(9 * 60_000)
    expect(await shownSecret(page)).toBe(secret)
    await page.clock.fastForward(2 * 60_000)
    await page.getByText('The key is no longer shown here.').waitFor()
    expect(await page.content()).not.toContain(secret.slice(13))
  })

  test('by keyboard alone: fill in, create, copy', async () => {
    const page = await openKeys()
    await page.getByLabel('Key name').focus()
    await page.keyboard.type('keys only')
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement.name')) === 'globs') break
    }
    await page.keyboard.type('Keyboard.*')
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement.textContent')) === 'Create key') break
    }
    await page.keyboard.press('Enter')
    await page.getByText('“keys only” is ready').waitFor()
    await page.keyboard.press('Tab') // the secret, to select by hand
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await clipboard(page)).toBe(await shownSecret(page))
  })

  test.each([
    ['en', 'light', 1280],
    ['zh-CN', 'dark', 360],
  ] as const)('is accessible in %s, %s, at %d pixels', async (language, theme, width) => {
    const page = await openKeys({ language, theme, viewport: { width, height: 800 } })
    await expectNoSeriousAxe(page)
    await page.getByLabel(language === 'en' ? 'Key name' : '密钥名称').fill('ci')
    await page.getByLabel(language === 'en' ? 'Glob patterns' : 'Glob 模式').fill('Contoso.*')
    await page.getByRole('button', { name: language === 'en' ? 'Create key' : '创建密钥' }).click()
    await page.getByText(language === 'en' ? 'Copy it now' : '请立即复制').waitFor()
    await expectNoSeriousAxe(page)
    await expectNoSidewaysScroll(page)
    if (language !== 'en')
      expect(await page.locator('main').innerText()).not.toMatch(/Regenerate|Delete|expires|packages/)
  })

  test('the pages that ask before something is done are accessible, also on a phone and with errors', async () => {
    const page = await openKeys({ theme: 'dark', viewport: { width: 360, height: 740 }, expectedErrors: [/400/] })
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Give the key a name.').waitFor()
    await expectNoSeriousAxe(page)
    await makeKeyOnPage(page, { name: 'asked' })
    for (const action of ['Edit', 'Regenerate', 'Revoke', 'Delete']) {
      await page.getByRole('link', { name: `${action} asked` }).click()
      await page.getByRole('heading', { name: `${action} asked`, level: 1 }).waitFor()
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
      await page.goBack()
      await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor()
    }
  })

  test('a link to a place on the same page does not take the secret away; leaving the page does', async () => {
    const page = await openKeys()
    const secret = await makeKeyOnPage(page, { name: 'anchored' })
    await page.getByRole('link', { name: 'Skip to content' }).focus()
    await page.keyboard.press('Enter')
    expect(await shownSecret(page)).toBe(secret)
    await page.goto('/')
    await page.goBack()
    await page.getByRole('heading', { name: /^anchored/ }).waitFor()
    expect(await page.content()).not.toContain(secret.slice(13))
  })
})
