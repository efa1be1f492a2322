import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import { closeBrowserAfterAll, hasBrowser, newPage, type PageOptions } from './browser.ts'
import { canRunOn } from './databases.ts'
import { hasDotnet, openDotnet, type Dotnet } from './dotnet.ts'
import { createKey, createUser, password } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

/** What is refused or gone answers 4xx, and Chromium writes that to its console. */
const refused = { expectedErrors: [/status of 4\d\d/] } as const

/** What administrators do to people and packages, in a browser and with the stock client. Numbers: gallery.md §16. */
describe.each(['sqlite', 'postgres'] as const)('administration on %s', (database) => {
  describe.skipIf(!hasBrowser || !hasDotnet || !canRunOn(database))('in a browser and the stock client', () => {
    let server: TestServer
    let dotnet: Dotnet
    let root: Account
    closeBrowserAfterAll()
    beforeAll(async () => {
      server = await startTestServer({ database })
      dotnet = openDotnet(server)
      root = await createUser(server, { name: 'root', password, admin: true })
    })
    afterAll(() => server.close())

    async function open(user: Account | null, options: PageOptions = {}): Promise<Page> {
      return newPage(server, user ? { ...options, as: await signIn(server, user) } : options)
    }

    async function register(page: Page, name: string): Promise<void> {
      await page.goto('/users/account/SignUp')
      await page.getByLabel('User name').fill(name)
      await page.getByLabel('E-mail address').fill('again@contoso.example')
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Create account' }).click()
    }

    test('gallery 21: the only owner is warned and asks; once deleted, profile and key are gone, the package is unlisted, the name stays taken', async () => {
      const user = await createUser(server, { name: 'Sole-Owner' })
      const secret = await createKey(server, user)
      expect((await push(server, secret, { id: 'Contoso.Sole' })).status).toBe(201)
      const page = await open(user, refused)
      await page.goto('/account?open=delete')
      await page.getByRole('link', { name: 'See what would be deleted' }).click()
      await page.getByText('You are the only owner of a package.').waitFor()
      await page.getByText('nobody else owns it').waitFor()
      expect(await page.getByRole('button', { name: 'Delete my account' }).count()).toBe(0)

      const admin = await open(root)
      await admin.goto('/admin/users/sole-owner')
      await admin.getByLabel('Packages that nobody else owns').selectOption('Unlist them')
      await admin.getByLabel('Type Sole-Owner to confirm').fill('Sole-Owner')
      await admin.getByRole('button', { name: 'Delete account' }).click()
      await admin.getByText('Sole-Owner was deleted.').waitFor()
      await admin.goto('/admin/orphans')
      await admin.getByRole('link', { name: 'Contoso.Sole', exact: true }).waitFor()

      expect((await page.goto('/profiles/Sole-Owner'))?.status()).toBe(404)
      expect((await page.goto('/account'))?.url()).toContain('/users/account/LogOn')
      await page.goto('/packages/Contoso.Sole')
      await page.getByText('unlisted this version').waitFor()
      const nupkg = await fetch(`${server.url}/v3/flat/contoso.sole/1.0.0/contoso.sole.1.0.0.nupkg`)
      expect(nupkg.status).toBe(200)
      expect((await push(server, secret, { id: 'Contoso.Sole', version: '1.0.1' })).status).toBe(403)
      await register(page, 'sole-owner')
      await page.getByText('The name sole-owner is taken.').waitFor()
    })

    test('gallery 61: a locked package refuses pushes and says so; what is unlisted as well is not shown', async () => {
      const owner = await createUser(server)
      const secret = await createKey(server, owner)
      for (const version of ['1.0.0', '2.0.0']) await push(server, secret, { id: 'Kept.A', version })
      expect((await unlist(server, secret, 'Kept.A', '1.0.0')).status).toBe(200)
      const admin = await open(root)
      await admin.goto('/admin/packages?q=kept')
      await admin.getByRole('link', { name: 'Kept.A' }).click()
      await admin.getByRole('button', { name: 'Lock package' }).click()
      await admin.getByText('Kept.A is locked.').waitFor()
      const third = await dotnet.push(secret, { id: 'Kept.A', version: '3.0.0' })
      expect(third.code).not.toBe(0)
      expect(third.text).toContain('The package Kept.A is locked')
      const reader = await open(null, refused)
      await reader.goto('/packages/Kept.A')
      await reader.getByText('This package is locked.').waitFor()
      await reader.getByRole('heading', { name: 'Install' }).waitFor()

      await reader.goto('/packages/Kept.A/1.0.0')
      await reader.getByText('what it contains is not shown here').waitFor()
      expect(await reader.getByRole('heading').allInnerTexts()).toEqual([
        'Kept.A 1.0.0',
        expect.stringContaining('Versions'),
      ])
      expect(await reader.content()).not.toContain('A package for tests.') // nor in what other sites show of the page
      expect((await reader.goto('/packages/Kept.A/1.0.0/license'))?.status()).toBe(404)
      await reader.goto('/packages/Kept.A/2.0.0')
      await reader.getByRole('heading', { name: 'Install' }).waitFor()
      const inside = await open(owner)
      await inside.goto('/packages/Kept.A/1.0.0')
      await inside.getByRole('heading', { name: 'Install' }).waitFor()
    })

    test('gallery 62: a user who is renamed keeps packages and key; the old name stays taken; the log has both', async () => {
      const ann = await createUser(server, { name: 'ann62' })
      const secret = await createKey(server, ann)
      expect((await push(server, secret, { id: 'Renamed.A' })).status).toBe(201)
      const admin = await open(root)
      await admin.goto('/admin/users/ann62')
      await admin.getByText('The name ann62 stays taken for ever').waitFor()
      await admin.getByLabel('New name').fill('anna.new')
      await admin.getByRole('button', { name: 'Rename account' }).click()
      await admin.getByText('The account is called anna.new now.').waitFor()
      expect((await dotnet.push(secret, { id: 'Renamed.A', version: '2.0.0' })).text).toContain(
        'Your package was pushed.',
      )

      const reader = await open(null, refused)
      await reader.goto('/packages/Renamed.A')
      expect(await reader.locator('.owners').getByRole('link').allInnerTexts()).toEqual(['anna.new'])
      expect((await reader.goto('/profiles/ann62'))?.status()).toBe(404)
      await register(reader, 'ann62')
      await reader.getByText('The name ann62 is taken.').waitFor()
      await admin.getByRole('link', { name: 'Entries in the audit log' }).click()
      await admin.getByRole('row').filter({ hasText: 'Account renamed' }).waitFor()
      await admin.goto('/admin/audit?action=ChangeUsername')
      const rows = admin.getByRole('row').filter({ hasText: 'Account renamed' })
      expect(await rows.filter({ hasText: 'anna.new' }).filter({ hasText: 'root' }).count()).toBeGreaterThan(0)
      expect(await rows.count()).toBe(2)
    })

    test('gallery 66: a page of another site changes nothing, may not show ours, and gets nobody sent to it', async () => {
      await createUser(server, { name: 'victim' })
      const fields = '<input name="act" value="lock"><button>Win</button>'
      const form = `<form method="post" action="${server.url}/admin/users/victim">${fields}</form>`
      const evil = createServer((_, response) => {
        response
          .setHeader('Content-Type', 'text/html')
          .end(`${form}<iframe src="${server.url}/admin/users/victim"></iframe>`)
      }).listen(0, '127.0.0.1')
      await once(evil, 'listening')
      const elsewhere = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/`
      try {
        const page = await newPage(server, { expectedErrors: [/status of 40\d/, /frame|X-Frame-Options/i, /favicon/] })
        const answer = await page.goto(`/users/account/LogOn?returnUrl=${encodeURIComponent(elsewhere)}`)
        expect(await answer?.allHeaders()).toMatchObject({
          'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'same-origin',
        })
        await page.getByLabel('User name or e-mail address').fill('root')
        await page.getByLabel('Password', { exact: true }).fill(password)
        await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
        await page.getByRole('button', { name: 'Account menu of root' }).waitFor()
        expect(new URL(page.url()).origin).toBe(server.url)
        const session = (await page.context().cookies()).find(({ name }) => name === 'lode_session')
        expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: false, path: '/' }) // this server is http

        await page.goto(elsewhere)
        expect(await page.frameLocator('iframe').getByText('victim').count()).toBe(0)
        const sent = page.waitForResponse(`${server.url}/admin/users/victim`)
        await page.getByRole('button', { name: 'Win' }).click()
        expect((await sent).status()).toBeGreaterThanOrEqual(300)
        expect((await findAccountByName(server.deps.db.read, 'victim'))?.lockedAt).toBeNull()
        expect((await page.goto(`${server.url}/admin/users/victim?act=lock`))?.status()).toBe(200)
        expect((await findAccountByName(server.deps.db.read, 'victim'))?.lockedAt).toBeNull()
        await page.getByRole('button', { name: 'Lock account' }).click() // the same, from a page of ours
        await page.getByText('victim is locked.').waitFor()
      } finally {
        evil.close()
      }
    })
  })
})
