import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import {
  closeBrowserAfterAll,
  expectNoSeriousAxe,
  expectNoSidewaysScroll,
  hasBrowser,
  newPage,
  type PageOptions,
} from './browser.ts'
import { reservePrefix } from '../src/prefixes/change-prefix.ts'
import { canRunOn } from './databases.ts'
import { hasDotnet, openDotnet } from './dotnet.ts'
import { createKey, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

/** The pages do not know where the rows are: each database sees them in one way. */
const looks = {
  sqlite: { scripts: true, theme: 'light', viewport: { width: 1280, height: 900 } },
  postgres: { scripts: false, theme: 'dark', viewport: { width: 390, height: 800 } },
} as const

describe.each(['sqlite', 'postgres'] as const)('owners and prefixes on %s', (database) => {
  describe.skipIf(!hasBrowser || !hasDotnet || !canRunOn(database))('in a browser and the stock client', () => {
    let server: TestServer
    let ann: Account
    let ben: Account
    let eve: Account
    let root: Account
    let annKey: string
    let eveKey: string

    closeBrowserAfterAll()
    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      ben = await createUser(server, { name: 'ben' })
      eve = await createUser(server, { name: 'eve' })
      root = await createUser(server, { name: 'root', admin: true })
      ;[annKey, eveKey] = [await createKey(server, ann), await createKey(server, eve)]
    })
    afterAll(() => server.close())

    async function open(user: Account, options: PageOptions = {}) {
      return newPage(server, { ...options, as: await signIn(server, user) })
    }

    test('gallery 48: an owner is invited and accepts on Manage Packages, with script and without', async () => {
      const [id, options] = ['Journey.Owners', looks[database]]
      await push(server, annKey, { id, version: '1.0.0' })
      const owner = await open(ann, options)
      await owner.goto(`/packages/${id}/Manage`)
      await owner.getByLabel('User or organization').fill('ben')
      await owner.getByLabel('What you want to tell them').fill('Please help.')
      await owner.getByRole('button', { name: 'Add owner' }).click()
      await owner.getByText(`ben was asked to become an owner of ${id}`).waitFor()
      await expectNoSidewaysScroll(owner)
      if (options.scripts) await expectNoSeriousAxe(owner)

      const invited = await open(ben, options)
      await invited.goto('/account/Packages')
      await invited.getByText('Please help.').waitFor()
      await expectNoSidewaysScroll(invited)
      if (options.scripts) await expectNoSeriousAxe(invited)
      await invited.getByRole('button', { name: `Accept ${id} for ben` }).click()
      await invited.getByText(`ben is an owner of ${id} now`).waitFor()
      await invited.getByRole('link', { name: `Manage ${id}` }).click()
      await invited.getByRole('link', { name: 'Remove ann' }).click()
      await invited.getByRole('heading', { name: `Remove ann from the owners of ${id}?` }).waitFor()
      if (options.scripts) await expectNoSeriousAxe(invited)
      await invited.getByRole('button', { name: 'Remove ann' }).click()
      await invited.getByText(`ann is no longer an owner of ${id}`).waitFor()
      expect((await push(server, annKey, { id, version: '1.1.0' })).status).toBe(403)
    })

    test('an owner who signed in long ago confirms with the keyboard, without script, and types nothing twice', async () => {
      const ina = await createUser(server, { name: 'ina', password })
      await push(server, await createKey(server, ina), { id: 'Journey.Proof', version: '1.0.0' })
      const page = await open(ina, { scripts: false, expectedErrors: [/status of 40[03]/] })
      await page.goto('/packages/Journey.Proof/Manage')
      await page.getByLabel('User or organization').fill('ben')
      await page.getByLabel('What you want to tell them').fill('Please help, <Ben>.')
      server.clock.advance(15 * 60_000)
      await page.getByRole('button', { name: 'Add owner' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
      expect(
        await page.locator('input[type=password]').evaluate((field) => field === field.ownerDocument.activeElement),
      ).toBe(true)
      await page.keyboard.type('wrong')
      await page.keyboard.press('Enter')
      await page.getByText('This is not your current password').waitFor()
      expect(await page.getByRole('link', { name: 'Cancel' }).getAttribute('href')).toBe(
        '/packages/Journey.Proof/Manage',
      )
      await page.keyboard.type(password)
      await page.keyboard.press('Enter')
      await page.getByText('ben was asked to become an owner of Journey.Proof').waitFor()
      const rows = server.deps.db.read.selectFrom('ownership_requests').select('message').orderBy('id', 'desc')
      expect((await rows.executeTakeFirstOrThrow()).message).toBe('Please help, <Ben>.')
    })

    test('gallery 60: a prefix is asked for, reserved by an administrator, and shown by its mark', async () => {
      const asker = await open(ann)
      await asker.goto('/account/Packages')
      await asker.getByRole('link', { name: 'Ask for a reserved ID prefix' }).click()
      await asker.getByLabel('IDs', { exact: true }).fill('Contoso.*')
      await asker.getByLabel('Why these IDs are yours').fill('We are Contoso.')
      await expectNoSeriousAxe(asker)
      await asker.getByRole('button', { name: 'Send request' }).click()
      await asker.getByText('You asked for Contoso.*').waitFor()

      const administrator = await open(root)
      await administrator.goto('/admin/prefixes')
      await administrator.getByText('We are Contoso.').waitFor()
      await expectNoSeriousAxe(administrator)
      await administrator.getByRole('button', { name: 'Reserve Contoso.* for ann', exact: true }).click()
      await administrator.getByText('Contoso.* is reserved now').waitFor()
      await administrator.getByRole('link', { name: 'Change Contoso.*' }).click()
      await administrator.getByRole('heading', { level: 1, name: 'Contoso.*' }).waitFor()
      await expectNoSeriousAxe(administrator)

      expect((await push(server, annKey, { id: 'Contoso.Core', version: '1.0.0' })).status).toBe(201)
      const reader = await newPage(server, { language: 'zh-CN', theme: 'dark' })
      await reader.goto('/packages?q=Contoso.Core')
      await reader.getByRole('img', { name: '此 ID 的前缀已为其所有者之一保留' }).waitFor()
      await reader.getByRole('link', { name: 'Contoso.Core' }).click()
      await reader.getByRole('img', { name: '此 ID 的前缀已为其所有者之一保留' }).waitFor()
      await expectNoSeriousAxe(reader)
    })

    test('gallery 60: the stock client shows why, and --skip-duplicate does not take it for done', async () => {
      const dotnet = openDotnet(server)
      const reservation = { pattern: 'Fabrikam.*', ownerNames: ['ann'], isShared: false }
      const operator = { account: null, through: 'command-line', address: null } as const
      expect(await reservePrefix(server.deps, reservation, operator)).toMatchObject({ ok: true })
      const pushed = await dotnet.push(eveKey, { id: 'Fabrikam.Taken' }, { more: ['--skip-duplicate'] })
      expect(pushed.code).not.toBe(0)
      expect(pushed.text).toContain('The ID Fabrikam.Taken is reserved: Fabrikam.* belongs to other accounts than eve.')
    })
  })
})
