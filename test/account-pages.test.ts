import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { lockAccount } from '../src/accounts/lock-account.ts'
import { makeSecret } from '../src/keys/secret.ts'
import { inviteMember } from '../src/organizations/invite-member.ts'
import { requestTransformation } from '../src/organizations/transform-account.ts'
import { addOwner } from '../src/owners/add-owner.ts'
import { reservePrefix } from '../src/prefixes/change-prefix.ts'
import { requestPrefix } from '../src/prefixes/request-prefix.ts'
import type { Result } from '../src/result.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { createKey, createOrganization, createUser, password } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, type Visitor } from './session.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const longId = 'Contoso.Engineering.Platform.Abstractions.DependencyInjection.Extensions.Hosting'
const org = 'Contoso.Engineering.Platform-and-Developer-Experience'

/** A folder for pictures of every page, for somebody to look at, in place of the checks. */
const pictures = process.env.TEST_SCREENSHOTS

/** Every page where accounts, owners, organizations and administrators act, with long names and with nothing to show. */
describe.skipIf(!hasBrowser)('pages of accounts and administrators', { timeout: 300_000 }, () => {
  let server: TestServer
  const people: Record<string, Visitor> = {}
  let leaked = ''
  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    await furnish()
  })
  afterAll(() => server.close())

  function took<T, E>(result: Result<T, E>): T {
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value
  }
  const by = (account: Account) => ({ account, through: 'page', address: '203.0.113.7' }) as const

  async function furnish(): Promise<void> {
    const root = await createUser(server, { name: 'root', admin: true })
    const ann = await createUser(server, { name: 'ann-katrin.featherstonehaugh-cholmondeley' })
    const ben = await createUser(server, { name: 'ben' })
    const eve = await createUser(server, { name: 'eve' })
    const gone = await createUser(server, { name: 'gone' })
    const widgets = await createUser(server, { name: 'widgets' })
    const nobody = await createUser(server, { name: 'nobody-yet', password })
    const contoso = await createOrganization(server, { name: org, administrator: ann, collaborators: [ben] })
    const fabrikam = await createOrganization(server, { name: 'Fabrikam', administrator: eve })
    leaked = await createKey(server, ben, { owner: contoso, globs: ['Contoso.*', 'Contoso.Engineering.*'] })
    const [own, ofGone] = [await createKey(server, ann), await createKey(server, gone)]
    for (const version of ['1.0.0', '2.0.0-preview.20261126.1']) await push(server, own, { id: longId, version })
    for (const [key, id] of [
      [leaked, 'Contoso.Core'],
      [own, 'Contoso.Mail'],
      [ofGone, 'Left.Behind.By.Somebody.Who.Is.Gone'],
    ] as const) {
      await push(server, key, { id })
    }
    took(await deleteAccount(server.deps, 'gone', { orphans: 'keep' }, operator))
    took(await inviteMember(server.deps, { organization: org, user: 'eve', role: 'administrator' }, by(ann)))
    took(await inviteMember(server.deps, { organization: 'Fabrikam', user: 'ben', role: 'collaborator' }, by(eve)))
    took(await requestTransformation(server.deps, widgets, 'ben', by(widgets)))
    const message = 'You wrote most of it.\nWould you look after it from now on?'
    const manager = { kind: 'user', user: ann } as const
    const wanted = { id: longId, name: 'ben', message, handOverFrom: ann.name }
    took(await addOwner(server.deps, manager, wanted, by(ann)))
    took(
      await addOwner(server.deps, manager, { ...wanted, id: 'Contoso.Mail', name: org, handOverFrom: null }, by(ann)),
    )
    const contosos = { pattern: 'Contoso.*', ownerNames: [org, ann.name], isShared: false }
    took(await reservePrefix(server.deps, contosos, operator))
    took(await reservePrefix(server.deps, { pattern: 'Community.*', ownerNames: [], isShared: true }, operator))
    const prefix = {
      pattern: 'Fabrikam.*',
      accountName: fabrikam.name,
      message: 'We are Fabrikam Inc., fabrikam.example.',
    }
    took(await requestPrefix(server.deps, eve, prefix, by(eve)))
    took(await lockAccount(server.deps, 'eve', operator))
    await server.runJobs()
    for (const account of [root, ann, ben, nobody]) people[account.name] = await signIn(server, account)
  }

  const owner = 'ann-katrin.featherstonehaugh-cholmondeley'
  /** What is shown to whom; `act` leads on to what only the answer to a form shows. */
  const pages: readonly (readonly [who: string, path: string, act?: (page: Page) => Promise<void>])[] = [
    [owner, '/account/organizations'],
    ['ben', '/account/organizations'],
    ['nobody-yet', '/account/organizations'],
    ['nobody-yet', '/account/organizations/add'],
    [owner, `/organization/${org}`],
    ['ben', `/organization/${org}`],
    [owner, `/organization/${org}?open=email`],
    [owner, `/organization/${org}?open=rules`],
    [owner, `/organization/${org}/members/delete?username=ben`],
    [owner, `/organization/${org}/keys/1/revoke`],
    [owner, `/organization/${org}/DeleteRequest`],
    [owner, `/organization/${org}/activity`],
    ['nobody-yet', '/account/transform'],
    [owner, `/packages/${longId}/Manage`],
    [owner, '/packages/Contoso.Mail/owners'],
    [owner, `/packages/Contoso.Mail/owners/${org}/remove`],
    [owner, '/account/delete'],
    ['ben', `/packages/${longId}/owners/requests/1`],
    [owner, '/account/Packages'],
    ['ben', '/account/Packages'],
    ['nobody-yet', '/account/Packages'],
    [owner, '/account/prefixes'],
    [owner, '/account/activity'],
    ['nobody-yet', '/account/activity?action=Delete'],
    ['nobody-yet', '/account/TwoFactor'],
    ['nobody-yet', '/account/ConfirmIdentity'],
    ['root', '/admin'],
    ['root', '/admin/users'],
    ['root', '/admin/users?q=who-is-this'],
    ['root', `/admin/users/${owner}`],
    ['root', `/admin/users/${org}`],
    ['root', '/admin/ownership'],
    ['root', '/admin/ownership?preview', previewOwners],
    ['root', '/admin/packages'],
    ['root', `/admin/packages/${longId}`],
    ['root', '/admin/orphans'],
    ['root', '/admin/prefixes'],
    ['root', '/admin/prefixes/1'],
    ['root', '/admin/keys?q=ben'],
    ['root', '/admin/leaked'],
    ['root', '/admin/leaked?checked', checkLeaks],
    ['root', '/admin/site'],
    ['root', '/admin/mails'],
    ['root', '/admin/mails/1'],
    ['root', '/admin/jobs'],
    ['root', '/admin/settings'],
    ['root', '/admin/audit'],
    ['root', '/admin/audit?account=nobody'],
    ['root', `/organization/${org}`],
    ['root', '/packages/Contoso.Core/owners'],
  ]

  async function checkLeaks(page: Page): Promise<void> {
    await page
      .locator('[name=text]')
      .fill(`${leaked} https://contoso.example/app/blob/main/.env#L3\n${makeSecret().secret}`)
    await page.locator('[name=act][value=check]').click()
    await page.locator('[name=act][value=revoke]').waitFor()
  }

  async function previewOwners(page: Page): Promise<void> {
    await page.locator('[name=ids]').fill(`${longId}\nContoso.Mail\nNot.There`)
    await page.locator('[name=to]').fill('ben')
    await page.locator('main form button').first().click()
    await page.locator('main table').waitFor()
  }

  const looks = [
    { language: 'en', theme: 'light', width: 1200 },
    { language: 'zh-CN', theme: 'dark', width: 390 },
    ...(pictures === undefined
      ? []
      : ([
          { language: 'en', theme: 'dark', width: 390 },
          { language: 'zh-CN', theme: 'light', width: 1200 },
        ] as const)),
  ] as const
  test.each(looks)('none has a serious fault, and none is too wide: $language, $theme, $width px', async (look) => {
    const opened = new Map<string, Page>()
    for (const [who, path, act] of pages) {
      let page = opened.get(who)
      if (!page) {
        page = await newPage(server, { ...look, viewport: { width: look.width, height: 900 }, as: people[who] })
        opened.set(who, page)
      }
      const answer = await page.goto(path)
      expect.soft([path, answer?.status()]).toEqual([path, 200])
      await act?.(page)
      if (pictures === undefined) {
        await check(page).catch((error: unknown) => expect.soft(String(error), path).toBe(''))
      } else {
        const name = `${who} ${path}`.replace(/[^A-Za-z0-9]+/g, '-')
        await page.screenshot({
          path: `${pictures}/${look.width}-${look.language}-${look.theme}-${name}.png`,
          fullPage: true,
        })
      }
    }
  })

  async function check(page: Page): Promise<void> {
    await expectNoSidewaysScroll(page)
    await expectNoSeriousAxe(page)
  }
})
