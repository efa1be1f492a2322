import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, hasBrowser, newPage, type PageOptions } from './browser.ts'
import { canRunOn } from './databases.ts'
import { hasDotnet, openDotnet, type Dotnet } from './dotnet.ts'
import { makeKeyOnPage } from './key-form.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

const list = '/account/apikeys'
const pushed = 'Your package was pushed.'
/** Refused forms answer 400, and Chromium writes that to its console. */
const refused = { expectedErrors: [/status of 400/] } as const

/** What keys may not do, and how they end: pages in a browser, keys in the stock client. Numbers: gallery.md §16. */
describe.each(['sqlite', 'postgres'] as const)('keys on %s', (database) => {
  describe.skipIf(!hasBrowser || !hasDotnet || !canRunOn(database))('in a browser and the stock client', () => {
    let server: TestServer
    let dotnet: Dotnet
    let root: Account
    closeBrowserAfterAll()
    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_LIMIT_PUSH: '3/hour' } })
      dotnet = openDotnet(server)
      root = await createUser(server, { name: 'root', admin: true })
    })
    afterAll(() => server.close())

    async function open(user: Account, options: PageOptions = {}): Promise<Page> {
      return newPage(server, { ...options, as: await signIn(server, user) })
    }

    test('gallery 25: one for pushing does not unlist', async () => {
      const secret = await makeKeyOnPage(await open(await createUser(server)), { globs: 'TwentyFive.*' })
      expect((await push(server, secret, { id: 'TwentyFive.A' })).status).toBe(201)
      const args = ['TwentyFive.A', '1.0.0', '--non-interactive', '--source', 'lode', '--api-key', secret]
      const deleted = await dotnet.run(['nuget', 'delete', ...args])
      expect(deleted.code).not.toBe(0)
      expect(deleted.text).toContain('This API key may not unlist')
      const found = await fetch(`${server.url}/v3/query?q=packageid:TwentyFive.A`)
      expect(await found.json()).toMatchObject({ totalHits: 1 })
    })

    test('gallery 26: two ticked packages take the place of a pattern: a third is refused at once', async () => {
      const user = await createUser(server)
      const other = await createKey(server, user)
      for (const id of ['Narrow.A', 'Narrow.B', 'Narrow.C'])
        expect((await push(server, other, { id })).status).toBe(201)
      const page = await open(user)
      const secret = await makeKeyOnPage(page, { name: 'narrowed', globs: 'Narrow.*' })
      await page.getByRole('link', { name: 'Edit narrowed' }).click()
      await page.getByLabel('Glob patterns').fill('')
      await page.getByLabel('Narrow.A').check()
      await page.getByLabel('Narrow.B').check()
      await page.getByRole('button', { name: 'Save changes' }).click()
      await page.getByText('The changes to narrowed are saved.').waitFor()
      const third = await dotnet.push(secret, { id: 'Narrow.C', version: '2.0.0' })
      expect(third.code).not.toBe(0)
      expect(third.text).toContain('This API key does not cover the package Narrow.C')
      expect((await push(server, secret, { id: 'Narrow.A', version: '2.0.0' })).status).toBe(201)
    })

    test('gallery 30: a locked user neither makes nor regenerates any, only deletes them; the old one is dead', async () => {
      const user = await createUser(server, { name: 'stuck30' })
      const page = await open(user, refused)
      const secret = await makeKeyOnPage(page, { name: 'stuck' })
      const admin = await open(root)
      await admin.goto('/admin/users?q=stuck30')
      await admin.getByRole('link', { name: 'stuck30' }).click()
      await admin.getByRole('button', { name: 'Lock account' }).click()
      await admin.getByText('stuck30 is locked.').waitFor()

      await page.goto(list)
      await page.getByText('Your account is locked').waitFor()
      expect(await page.getByRole('button', { name: 'Create key' }).count()).toBe(0)
      expect((await dotnet.push(secret, { id: 'Thirty.A' })).text).toContain('The account stuck30 is locked')
      await page.getByRole('link', { name: 'Regenerate stuck' }).click()
      await page.getByRole('button', { name: 'Regenerate' }).click()
      await page.getByText('Your account is locked').waitFor()
      await page.goto(list)
      await page.getByRole('link', { name: 'Delete stuck' }).click()
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByText('stuck is deleted').waitFor()
    })

    test('gallery 35: an administrator pastes a leaked one, sees that it is live and revokes it; its owner is told where it lay', async () => {
      const user = await createUser(server, { name: 'ann35' })
      const secret = await createKey(server, user)
      const admin = await open(root)
      await admin.goto('/admin')
      await admin.getByRole('link', { name: 'Leaked keys' }).click()
      await admin.getByLabel('Secrets and places').fill(`${secret} https://example.org/ann/app/blob/main/.env#L3`)
      await admin.getByRole('button', { name: 'Check' }).click()
      const row = admin.getByRole('row').filter({ hasText: secret.slice(0, 13) })
      expect(await row.innerText()).toMatch(/live[\s\S]*ann35[\s\S]*\.env#L3/)
      expect((await push(server, secret, { id: 'Leak.A' })).status).toBe(201)
      await admin.getByRole('button', { name: 'Revoke 1 live key' }).click()
      await admin.getByText('1 key was revoked and its user told.').waitFor()

      expect((await dotnet.push(secret, { id: 'Leak.A', version: '2.0.0' })).text).toContain(
        'The API key was revoked on',
      )
      const mail = (await server.mails()).findLast(({ to }) => to.includes('ann35@contoso.example'))
      expect(mail?.subject).toContain('leaked and was revoked')
      expect(mail?.text).toContain('https://example.org/ann/app/blob/main/.env#L3')
      const owner = await open(user)
      await owner.goto('/account/activity')
      await owner.getByRole('row').filter({ hasText: 'Key revoked' }).filter({ hasText: 'root' }).waitFor()
    })

    test('gallery 36: a verification key from one that pushes verifies that package once; both acts are in the log', async () => {
      const page = await open(await createUser(server))
      const secret = await makeKeyOnPage(page)
      for (const id of ['Verify.A', 'Verify.B']) expect((await push(server, secret, { id })).status).toBe(201)
      const ask = (method: string, path: string, key: string) =>
        fetch(`${server.url}/api/v2/${path}`, { method, headers: { 'X-NuGet-ApiKey': key } })
      const make = async () => {
        const made = await ask('POST', 'package/create-verification-key/Verify.A/1.0.0', secret)
        return ((await made.json()) as { Key: string }).Key
      }
      const [once, wrong] = [await make(), await make()]
      expect((await ask('GET', 'verifykey/Verify.B/1.0.0', wrong)).status).toBe(403)
      expect((await ask('GET', 'verifykey/Verify.A/1.0.0', once)).status).toBe(200)
      expect((await ask('GET', 'verifykey/Verify.A/1.0.0', once)).status).toBe(403)
      await page.goto('/account/activity')
      await page.getByRole('row').filter({ hasText: 'Verification key created' }).first().waitFor()
      await page.getByRole('row').filter({ hasText: 'Verification key used' }).first().waitFor()
      expect(await page.content()).not.toContain(once)
      await expectNoSeriousAxe(page)
    })

    test('gallery 68: the push over the hourly limit of one is 429 with the time to wait; another goes on', async () => {
      const page = await open(await createUser(server))
      const [first, second] = [
        await makeKeyOnPage(page, { name: 'first' }),
        await makeKeyOnPage(page, { name: 'second' }),
      ]
      for (const version of ['1.0.0', '1.0.1', '1.0.2']) {
        expect((await push(server, first, { id: 'Limit.A', version })).status).toBe(201)
      }
      const over = await fetch(`${server.url}/api/v2/package/`, { method: 'PUT', headers: { 'X-NuGet-ApiKey': first } })
      expect([over.status, Number(over.headers.get('Retry-After'))]).toEqual([429, 3600])
      const impatient = { env: { NUGET_RETRY_HTTP_429: 'false' } } // or the client waits for the hour that it is told
      const fourth = await dotnet.push(first, { id: 'Limit.A', version: '1.0.3' }, impatient)
      expect(fourth.code).not.toBe(0)
      expect(fourth.text).toContain('429')
      expect((await dotnet.push(second, { id: 'Limit.A', version: '1.0.3' })).text).toContain(pushed)
      expect((await unlist(server, first, 'Limit.A', '1.0.0')).status).toBe(403)
    })
  })
})
