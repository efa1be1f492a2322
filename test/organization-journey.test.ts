import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, hasBrowser, newPage, type PageOptions } from './browser.ts'
import { canRunOn } from './databases.ts'
import { hasDotnet, openDotnet, type Dotnet } from './dotnet.ts'
import { makeKeyOnPage } from './key-form.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn } from './session.ts'

const phone = { viewport: { width: 390, height: 844 }, theme: 'dark' } as const
/** Refused forms answer 400 and what is gone 404, and Chromium writes that to its console. */
const refused = { expectedErrors: [/status of 40[034]/] } as const

describe.each(['sqlite', 'postgres'] as const)('organizations on %s', (database) => {
  describe.skipIf(!hasBrowser || !hasDotnet || !canRunOn(database))('in a browser and the stock client', () => {
    let server: TestServer
    let dotnet: Dotnet
    closeBrowserAfterAll()
    beforeAll(async () => {
      server = await startTestServer({ database, smtp: true })
      dotnet = openDotnet(server)
    })
    afterAll(() => server.close())

    async function open(user: Account, options: PageOptions = {}): Promise<Page> {
      return newPage(server, { ...options, as: await signIn(server, user) })
    }

    async function clientPushes(key: string, id: string, version = '1.0.0'): Promise<string> {
      return (await dotnet.push(key, { id, version })).text
    }
    const pushed = 'Your package was pushed.'

    async function invite(page: Page, organization: string, name: string): Promise<void> {
      await page.goto(`/organization/${organization}`)
      await page.getByLabel('User name').fill(name)
      await page.getByRole('button', { name: 'Invite' }).click()
      await page.getByText(`${name} was invited.`).waitFor()
    }

    async function accept(page: Page, organization: string): Promise<void> {
      await page.goto('/account/organizations')
      await page.getByRole('button', { name: `Accept the invitation of ${organization}` }).click()
      await page.getByText(`You are now a member of ${organization}.`).waitFor()
    }

    test('gallery 57, 27: one is made and confirmed; a collaborator pushes for it, owns nothing of it, and changes nothing else', async () => {
      const [ann, ben] = [await createUser(server, { name: 'ann' }), await createUser(server, { name: 'ben' })]
      const admin = await open(ann)
      await admin.goto('/')
      await admin.getByRole('button', { name: 'Account menu of ann' }).click()
      await admin.getByRole('link', { name: 'Organizations' }).click()
      await admin.getByRole('link', { name: 'Create organization' }).click()
      await admin.getByLabel('Name', { exact: true }).fill('Contoso')
      await admin.getByLabel('E-mail address').fill('org@contoso.example')
      await admin.getByRole('button', { name: 'Create organization' }).click()
      await admin.getByText('We sent an e-mail to org@contoso.example').waitFor()
      await admin.getByText('Until it is, nobody can be invited').waitFor()
      const mail = (await server.mails()).findLast(({ to }) => to.includes('org@contoso.example'))
      await admin.goto(/http:\S+\/confirm\/\S+/.exec(mail?.text ?? '')?.[0] ?? '')
      await admin.getByRole('button', { name: 'Yes, confirm' }).click()
      await admin.getByText('org@contoso.example is confirmed').waitFor()
      await invite(admin, 'Contoso', 'ben')

      const member = await open(ben, { ...phone, ...refused })
      await accept(member, 'Contoso')
      const key = await makeKeyOnPage(member, { owner: 'Contoso', globs: 'Contoso.*' })
      expect(await clientPushes(key, 'Contoso.Core')).toContain(pushed)
      await member.goto('/packages/Contoso.Core')
      expect(await member.locator('.owners').getByRole('link').allInnerTexts()).toEqual(['Contoso'])
      expect((await push(server, await createKey(server, ben), { id: 'Contoso.Core', version: '2.0.0' })).status).toBe(
        403,
      )

      await member.goto('/packages/Contoso.Core/Manage')
      await member.getByLabel('1.0.0', { exact: true }).check()
      await member.getByRole('button', { name: 'Unlist the chosen versions' }).click()
      await member.getByText('Nothing of Contoso.Core is in search any more.').waitFor()
      await member.getByRole('button', { name: 'Unlist 1 version', exact: true }).click()
      await member.getByText('Contoso.Core 1.0.0 is unlisted now.').waitFor()
      expect(await member.getByRole('heading', { name: 'Owners' }).count()).toBe(0)
      expect((await member.goto('/packages/Contoso.Core/owners'))?.status()).toBe(403)
      await member.goto('/organization/Contoso')
      await member.getByText('Only administrators of the organization can change something here.').waitFor()
      expect(await member.getByRole('main').locator('form').count()).toBe(0)
      expect(await member.getByRole('heading', { name: 'API keys of members' }).count()).toBe(0)
    })

    test('gallery 28: a member who is removed has a dead key; asked back, the same key works', async () => {
      const [boss, ben] = [await createUser(server, { name: 'boss28' }), await createUser(server, { name: 'ben28' })]
      const org = await createOrganization(server, { name: 'Org28', administrator: boss, collaborators: [ben] })
      const key = await createKey(server, ben, { owner: org })
      expect((await push(server, key, { id: 'Org28.Core' })).status).toBe(201)
      const admin = await open(boss)
      await admin.goto('/organization/Org28')
      await admin.getByText('made by ben28').waitFor()
      await admin.getByRole('link', { name: 'Remove ben28 from Org28' }).click()
      await admin.getByRole('button', { name: 'Remove' }).click()
      await admin.getByText('ben28 is no longer a member of Org28.').waitFor()
      await admin.getByText('not a member: does not work').waitFor()
      expect(await clientPushes(key, 'Org28.Core', '1.1.0')).toContain('The account ben28 may no longer act for Org28.')

      await invite(admin, 'Org28', 'ben28')
      await accept(await open(ben, phone), 'Org28')
      expect(await clientPushes(key, 'Org28.Core', '1.1.0')).toContain(pushed)
    })

    test('gallery 29: an administrator of the gallery locks one: its keys are refused until it is unlocked', async () => {
      const boss = await createUser(server, { name: 'boss29' })
      const org = await createOrganization(server, { name: 'Org29', administrator: boss })
      const key = await createKey(server, boss, { owner: org })
      const root = await open(await createUser(server, { name: 'root29', admin: true }))
      await root.goto('/admin/users/Org29')
      await root.getByRole('button', { name: 'Lock account' }).click()
      await root.getByText('Org29 is locked.').waitFor()
      const refusal = 'The account Org29, for which this key acts, is locked.'
      expect(await clientPushes(key, 'Org29.Core')).toContain(refusal)
      const admin = await open(boss)
      await admin.goto('/organization/Org29')
      await admin.getByText('This organization is locked: nothing can be pushed in its name.').waitFor()
      await root.getByRole('button', { name: 'Unlock account' }).click()
      await root.getByText('Org29 is no longer locked.').waitFor()
      expect((await push(server, key, { id: 'Org29.Core' })).status).toBe(201)
    })

    test('gallery 58: the last administrator stays; a collaborator leaves; whoever is removed publishes no more', async () => {
      const [boss, col, two] = [
        await createUser(server, { name: 'boss58' }),
        await createUser(server, { name: 'col58' }),
        await createUser(server, { name: 'two58' }),
      ]
      const members = { administrators: [two], collaborators: [col] }
      const org = await createOrganization(server, { name: 'Org58', administrator: boss, ...members })
      const key = await createKey(server, two, { owner: org })
      expect((await push(server, key, { id: 'Org58.Core' })).status).toBe(201)
      const admin = await open(boss, refused)
      await admin.goto('/organization/Org58')
      await admin.getByRole('link', { name: 'Remove two58 from Org58' }).click()
      await admin.getByText('The keys of two58 stop acting for Org58 at once.').waitFor()
      await admin.getByRole('button', { name: 'Remove' }).click()
      await admin.getByText('two58 is no longer a member of Org58.').waitFor()
      expect(await clientPushes(key, 'Org58.Core', '2.0.0')).toContain('The account two58 may no longer act for Org58.')

      const last = 'This is the last administrator of Org58. Make another member an administrator first.'
      await admin.getByRole('button', { name: 'Make collaborator: boss58' }).click()
      await admin.getByText(last).waitFor()
      await admin.goto('/organization/Org58')
      await admin.getByRole('link', { name: 'Leave Org58' }).click()
      await admin.getByRole('button', { name: 'Leave' }).click()
      await admin.getByText(last).waitFor()

      const collaborator = await open(col, phone)
      await collaborator.goto('/organization/Org58')
      await collaborator.getByRole('link', { name: 'Leave Org58' }).click()
      await collaborator.getByText('Only an administrator can bring you back.').waitFor()
      await collaborator.getByRole('button', { name: 'Leave' }).click()
      await collaborator.getByText('You are no longer a member of Org58.').waitFor()
      await collaborator.getByText('You are not a member of any organization').waitFor()
    })

    test('gallery 59: a user becomes one: sign-in ends, the administrator accepts, packages stay, the moved key pushes', async () => {
      const old = await createUser(server, { name: 'widgets', password })
      const key = await createKey(server, old)
      expect((await push(server, key, { id: 'Widgets.Core' })).status).toBe(201)
      const user = await open(old, refused)
      await user.goto('/account/organizations')
      await user.getByRole('link', { name: 'Turn my account into an organization' }).click()
      await user.getByText('Nobody can sign in as widgets any more').waitFor()
      await user.getByLabel('User name of the administrator').fill('adm59')
      await user.getByRole('button', { name: 'Send the request' }).click()
      await user.getByText('There is no user named adm59.').waitFor()
      const admin = await open(await createUser(server, { name: 'adm59' }), phone)
      await user.getByRole('button', { name: 'Send the request' }).click()
      await user.getByText('adm59 was asked.').waitFor()
      await user.goto('/account')
      await user.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()

      await admin.goto('/account/transform/confirm/widgets/from-a-mail') // the link of the mail changes nothing by itself
      await admin.getByText('widgets is to become an organization').waitFor()
      await admin.getByRole('button', { name: 'Accept to look after widgets' }).click()
      await admin.getByText('widgets is an organization now, and you are its administrator.').waitFor()
      await admin.goto('/organization/widgets')
      await admin.getByText('made by adm59').waitFor()
      expect(await clientPushes(key, 'Widgets.Core', '2.0.0')).toContain(pushed)
      await admin.goto('/packages/Widgets.Core')
      expect(await admin.locator('.owners').getByRole('link').allInnerTexts()).toEqual(['widgets'])

      await user.getByLabel('User name or e-mail address').fill('widgets')
      await user.getByLabel('Password', { exact: true }).fill(password)
      await user.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
      await user.getByRole('alert').waitFor()
      expect(await user.getByRole('button', { name: /Account menu/ }).count()).toBe(0)
    })
  })
})
