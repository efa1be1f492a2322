import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { buildNupkg } from './build-nupkg.ts'
import { hasDotnet, openDotnet } from './dotnet.ts'
import { createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

describe.skipIf(!hasBrowser || !hasDotnet)(
  'an organization in a browser and the stock client',
  { timeout: 300_000 },
  () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer()
    })
    afterAll(() => server.close())
    closeBrowserAfterAll()

    /** Everything that a page must be, wide and narrow. */
    async function expectGoodPage(page: Page): Promise<void> {
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
    }

    test('gallery 28: in a browser a member makes a key for it; removed it dies in the client, asked back it works', async () => {
      const [ann, ben] = [await createUser(server, { name: 'ann' }), await createUser(server, { name: 'ben' })]
      const admin = await newPage(server, { as: await signIn(server, ann) })
      const phone = { width: 390, height: 844 }
      const visitor = await signIn(server, ben)
      const member = await newPage(server, { as: visitor, viewport: phone, theme: 'dark' })
      const dotnet = openDotnet(server)
      async function push(version: string, key: string) {
        const path = join(dotnet.folder, `Contoso.Core.${version}.nupkg`)
        writeFileSync(path, await buildNupkg({ id: 'Contoso.Core', version }))
        return dotnet.run(['nuget', 'push', path, '--source', 'lode', '--api-key', key])
      }
      async function inviteBen() {
        await admin.goto('/organization/Contoso')
        await admin.getByLabel('User name').fill('ben')
        await admin.getByRole('button', { name: 'Invite' }).click()
        await admin.getByText('ben was invited.').waitFor()
        await expectGoodPage(admin)
        await member.goto('/account/organizations')
        await expectGoodPage(member)
        await member.getByRole('button', { name: 'Accept the invitation of Contoso' }).click()
        await member.getByText('You are a member of Contoso now.').waitFor()
        await expectGoodPage(member)
      }

      await admin.goto('/')
      await admin.getByRole('button', { name: 'Account menu of ann' }).click()
      await admin.getByRole('link', { name: 'Organizations' }).click()
      await admin.getByRole('link', { name: 'Create organization' }).click()
      await admin.getByLabel('Name', { exact: true }).fill('Contoso')
      await admin.getByLabel('E-mail address').fill('org@contoso.example')
      await expectGoodPage(admin)
      await admin.getByRole('button', { name: 'Create organization' }).click()
      await admin.getByText('The organization Contoso was created.').waitFor()
      await inviteBen()

      await member.goto('/account/apikeys')
      await member.getByLabel('Key name').fill('ci')
      await member.getByLabel('Package owner').selectOption('Contoso')
      await member.getByLabel('Glob patterns').fill('Contoso.*')
      await member.getByRole('button', { name: 'Create key' }).click()
      const key = (await member.locator('#secret').textContent())?.trim() ?? ''
      expect((await push('1.0.0', key)).text).toContain('Your package was pushed.')

      await admin.goto('/organization/Contoso')
      await admin.getByText('made by ben').waitFor()
      await admin.getByRole('link', { name: 'Remove ben from Contoso' }).click()
      await expectGoodPage(admin)
      await admin.getByRole('button', { name: 'Remove' }).click()
      await admin.getByText('ben is no member of Contoso any more.').waitFor()
      await admin.getByText('not a member: does not work').waitFor()
      expect((await push('1.1.0', key)).text).toContain('The account ben may no longer act for Contoso.')

      await inviteBen()
      expect((await push('1.1.0', key)).text).toContain('Your package was pushed.')
      await admin.goto('/organization/Contoso?open=delete')
      await expectGoodPage(admin)
    })
  },
)
