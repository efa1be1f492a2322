import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, hasBrowser, newPage } from './browser.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, type Visitor } from './session.ts'

describe.skipIf(!hasBrowser)('managing a package in the browser', () => {
  let server: TestServer
  let owner: Account
  let ann: Visitor

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    owner = await createUser(server, { name: 'ann' })
    ann = await signIn(server, owner)
    const secret = await createKey(server, owner)
    for (const version of ['0.9.0', '1.0.0', '1.1.0']) await push(server, secret, { id: 'Manage.Lib', version })
    for (const version of ['1.0.0', '1.1.0']) await push(server, secret, { id: 'Manage.Gone', version })
    await push(server, secret, { id: 'Manage.Next', version: '3.0.0' })
  })
  afterAll(() => server.close())

  test.each([
    { scripts: true, language: 'en', theme: 'light' },
    { scripts: false, language: 'en', theme: 'dark' },
  ] as const)(
    'gallery 47: two versions are deprecated with alternate and message, and that is taken back: %o',
    async (as) => {
      const page = await newPage(server, { as: ann, ...as })
      await page.goto('/packages/Manage.Lib/Manage')
      await page.getByRole('checkbox', { name: '1.0.0' }).check()
      await page.getByRole('checkbox', { name: '1.1.0' }).check()
      await page.getByRole('checkbox', { name: 'it is legacy' }).check()
      await page.getByLabel('Package to use instead').fill('manage.next')
      await page.getByLabel('From which version on').fill('3.0')
      await page.getByRole('textbox', { name: 'Message' }).fill('Moved to <i>Manage.Next</i>.')
      await page.getByRole('button', { name: 'Deprecate the chosen versions' }).click()
      await page.getByText('2 versions of Manage.Lib are deprecated now').waitFor()
      expect(await page.getByText('deprecated', { exact: true }).count()).toBe(2)
      if (as.scripts) await expectNoSeriousAxe(page)

      const stranger = await newPage(server, as)
      await stranger.goto('/packages/Manage.Lib/1.1.0')
      await stranger.getByText('Its owners say: it is legacy and no longer maintained.').waitFor()
      await stranger.getByText('Moved to <i>Manage.Next</i>.').waitFor()
      expect(await stranger.getByRole('link', { name: 'Manage.Next 3.0.0' }).getAttribute('href')).toBe(
        '/packages/Manage.Next/3.0.0',
      )
      if (as.scripts) await expectNoSeriousAxe(stranger)
      await stranger.goto('/packages?q=Manage.Lib')
      await stranger.locator('.result').getByText('deprecated', { exact: true }).waitFor()

      await page.getByRole('checkbox', { name: 'All versions' }).check()
      await page.getByRole('button', { name: 'Undo the deprecation' }).click()
      await page.getByText('not deprecated any more').waitFor()
      await stranger.goto('/packages/Manage.Lib/1.1.0')
      expect(await stranger.getByText('deprecated').count()).toBe(0)
    },
  )

  test.each([
    ['nothing is chosen', { act: 'unlist' }, 'No version is chosen. Choose at least one.'],
    ['no reason is given', { act: 'deprecate', versions: '1.0.0' }, 'A deprecation needs a reason.'],
    ['another reason has no message', { act: 'deprecate', versions: '1.0.0', reasons: 'isOther' }, 'needs a message'],
    [
      'the alternate is unknown',
      { act: 'deprecate', versions: '1.0.0', reasons: 'isLegacy', alternateId: 'No.Such' },
      'is not in this gallery',
    ],
    [
      'the alternate is itself',
      { act: 'deprecate', versions: '1.0.0', reasons: 'isLegacy', alternateId: 'Manage.Lib' },
      'cannot stand in for itself',
    ],
    [
      'only a version is given',
      { act: 'deprecate', versions: '1.0.0', reasons: 'isLegacy', alternateVersion: '2.0.0' },
      'needs the ID of its package',
    ],
    ['a version is gone', { act: 'unlist', versions: '9.9.9' }, 'does not exist any more'],
  ])('when %s, the page says so, keeps what was typed and changes nothing', async (_name, fields, sentence) => {
    const audits = () =>
      server.deps.db.read
        .selectFrom('audit')
        .select((s) => s.fn.countAll().as('n'))
        .execute()
    const before = await audits()
    const answer = await ann.post('/packages/Manage.Lib/Manage', fields, { from: '/packages/Manage.Lib/Manage' })
    expect([answer.status, answer.html.includes(sentence)]).toEqual([400, true])
    if ('alternateId' in fields) expect(answer.html).toContain(`value="${fields.alternateId}"`)
    expect(await audits()).toEqual(before)
  })

  test('gallery 51: a version is deleted after it was typed once more, with the keyboard alone', async () => {
    const page = await newPage(server, { as: ann, expectedErrors: [/400/] })
    await page.goto('/packages/Manage.Gone/Manage')
    await page.getByRole('link', { name: 'Delete version 1.1.0' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Delete Manage.Gone 1.1.0' }).waitFor()
    await expectNoSeriousAxe(page)
    await page.getByLabel('Type 1.1.0 to confirm').focus()
    await page.keyboard.type('1.1')
    await page.keyboard.press('Enter')
    await page.getByText('This is not the version. Type 1.1.0 exactly as it stands here.').waitFor()
    await page.getByLabel('Type 1.1.0 to confirm').focus()
    await page.keyboard.type('1.1.0')
    await page.keyboard.press('Enter')
    await page.getByText('Manage.Gone 1.1.0 was deleted.').waitFor()

    const stranger = await newPage(server, { expectedErrors: [/410/] })
    await stranger.goto('/packages/Manage.Gone/1.1.0')
    await stranger.getByText('This version was deleted').waitFor()
    await expectNoSeriousAxe(stranger)
    await stranger.getByRole('link', { name: 'Other versions' }).click()
    await stranger.getByRole('heading', { level: 1, name: 'Manage.Gone 1.0.0' }).waitFor()
  })

  test('a user who was locked while the page was open changes nothing and reads why', async () => {
    const late = await createUser(server, { name: 'late' })
    const visitor = await signIn(server, late)
    const secret = await createKey(server, late)
    await push(server, secret, { id: 'Manage.Late', version: '1.0.0' })
    await server.deps.db.transaction((tx) =>
      tx.updateTable('accounts').set({ locked_at: Date.now() }).where('id', '=', late.id).execute(),
    )
    const fields = { act: 'unlist', versions: '1.0.0' }
    const answer = await visitor.post('/packages/Manage.Late/Manage', fields, { from: '/packages/Manage.Late/Manage' })
    expect(answer.html).toContain('Your account is locked')
    expect((await visitor.get('/packages/Manage.Late')).html).not.toContain('You have unlisted this version')
  })
})
