import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { copyVersions } from './copy-versions.ts'
import { hasDotnet, openDotnet } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, textOf, type Visitor } from './session.ts'

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
    await push(server, secret, { id: 'Manage.Hidden', version: '1.0.0' })
    await unlist(server, secret, 'Manage.Hidden', '1.0.0')
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
      await page.getByRole('heading', { level: 1, name: 'Deprecate 2 versions of Manage.Lib?' }).waitFor()
      await page.getByText('Builds that ask for exactly these versions go on.').waitFor()
      if (as.scripts) await expectNoSeriousAxe(page)
      await page.getByRole('button', { name: 'Back' }).click()
      expect(await page.getByLabel('From which version on').inputValue()).toBe('3.0') // all that was typed is kept
      await page.getByRole('button', { name: 'Deprecate the chosen versions' }).click()
      await page.getByRole('button', { name: 'Deprecate 2 versions' }).click()
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

      await page.getByRole('radio', { name: 'All 3 versions' }).check()
      await page.getByRole('button', { name: 'Undo the deprecation' }).click()
      await page.getByText('1 version is so already and not touched.').waitFor()
      await page.getByRole('button', { name: 'Undo 2 deprecations' }).click()
      await page.getByText('2 versions of Manage.Lib are not deprecated any more').waitFor()
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
    ['a range is no range', { act: 'unlist', which: 'range', from: '[1.0,2.0)' }, '“[1.0,2.0)” is not a version.'],
    ['a range holds nothing', { act: 'unlist', which: 'range', from: '5.0' }, 'No version lies in this range.'],
    [
      'the alternate is not listed',
      { act: 'deprecate', versions: '1.0.0', reasons: 'isLegacy', alternateId: 'Manage.Hidden' },
      'is not in this gallery',
    ],
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

  test('many versions are changed by what they have in common, after what follows was said', async () => {
    const secret = await createKey(server, owner)
    const versions = ['1.0.0', '1.1.0-beta.1', '1.1.0', '2.0.0-rc.1', '2.0.0']
    for (const version of versions) await push(server, secret, { id: 'Manage.Many', version })
    const page = await newPage(server, { as: ann, viewport: { width: 390, height: 800 } })
    await page.goto('/packages/Manage.Many/Manage')
    await expectNoSidewaysScroll(page)
    await page.getByRole('radio', { name: 'A range' }).check()
    await page.getByLabel('From version').fill('1.1')
    await page.getByLabel('To version').fill('2.0')
    await page.getByRole('button', { name: 'Unlist the chosen versions' }).click()
    await page.getByRole('heading', { level: 1, name: 'Unlist 3 versions of Manage.Many?' }).waitFor()
    await page.getByText('Search shows 1.0.0 instead of 2.0.0').waitFor()
    expect(await page.locator('.version-words').innerText()).toMatch(/2\.0\.0\s+2\.0\.0-rc\.1\s+1\.1\.0$/)
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: 'Unlist 3 versions' }).click()
    await page.getByText('3 versions of Manage.Many are unlisted now.').waitFor()
    await page.getByText('Search shows 1.0.0 now.').waitFor()

    await page.getByRole('radio', { name: 'Prereleases (2)' }).check()
    await page.getByRole('button', { name: 'Relist the chosen versions' }).click() // one of them is listed already
    await page.getByText('Manage.Many 2.0.0-rc.1 is listed again.').waitFor()
    await page.getByRole('radio', { name: 'All 5 versions' }).check()
    await page.getByRole('button', { name: 'Unlist the chosen versions' }).click()
    await page.getByText('Nothing of Manage.Many is in search any more.').waitFor()
    await page.getByText('2 versions are so already and not touched.').waitFor()
    await expectNoSeriousAxe(page)
  })

  test('when another version comes between the question and the answer, it is asked again', async () => {
    const secret = await createKey(server, owner)
    for (const version of ['1.0.0', '1.1.0']) await push(server, secret, { id: 'Manage.Raced', version })
    const confirmed = { act: 'unlist', which: 'all', confirmed: '2' }
    await push(server, secret, { id: 'Manage.Raced', version: '1.2.0' })
    const asked = await ann.post('/packages/Manage.Raced/Manage', confirmed)
    expect([asked.status, textOf(asked.html)]).toEqual([200, expect.stringContaining('Unlist 3 versions')])
    expect((await ann.post('/packages/Manage.Raced/Manage', { ...confirmed, confirmed: '3' })).status).toBe(303)
  })

  test('a package with hundreds of versions shows some, those that are ticked, and all when asked', async () => {
    const secret = await createKey(server, owner)
    await push(server, secret, { id: 'Manage.Rows', version: '1.0.0' })
    await copyVersions(server.deps, 'Manage.Rows', 249)
    const rows = async (path: string) => {
      const { html } = await ann.get(path)
      expect(new Set(html.match(/ id="version-\d+"/g)).size).toBe((html.match(/ id="version-/g) ?? []).length)
      return (html.match(/<input type="checkbox"[^>]*name="versions"/g) ?? []).length
    }
    expect(await rows('/packages/Manage.Rows/Manage')).toBe(100)
    expect(await rows('/packages/Manage.Rows/Manage?rows=all')).toBe(250)
    expect(await rows('/packages/Manage.Rows/1.0/Manage')).toBe(101) // the oldest, in another form
  })

  test('the package to use instead is suggested while one types, and put into the field', async () => {
    const page = await newPage(server, { as: ann })
    await page.goto('/packages/Manage.Lib/Manage')
    const field = page.getByLabel('Package to use instead')
    await field.pressSequentially('manage.ne')
    await page.getByRole('option', { name: 'Manage.Next' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('Manage.Next')
    expect(new URL(page.url()).pathname).toBe('/packages/Manage.Lib/Manage')
  })

  test('a README is written with a preview in place, saved, and taken back', async () => {
    const page = await newPage(server, { as: ann, theme: 'dark', viewport: { width: 390, height: 800 } })
    await page.goto('/packages/Manage.Next/Manage')
    await page.getByRole('link', { name: 'Write a README for 3.0.0' }).click()
    await page.getByRole('heading', { level: 1, name: 'README of Manage.Next 3.0.0' }).waitFor()
    await page.getByLabel('Markdown').fill('## How\n\n```csharp\nvar a = 1;\n```\n')
    await page.evaluate(`document.querySelector('textarea').dataset.same = ''`)
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('heading', { name: 'How', exact: true }).waitFor()
    expect(await page.locator('textarea[data-same]').count()).toBe(1) // the same field: what can be undone stays
    await expectNoSeriousAxe(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The README of Manage.Next 3.0.0 is saved.').waitFor()
    await page.getByRole('heading', { name: 'How', exact: true }).waitFor()
    await page.goto('/packages/Manage.Next/Manage')
    await page.getByRole('link', { name: 'Change the README of 3.0.0' }).click()
    await page.getByRole('button', { name: 'Remove this README' }).click()
    await page.getByText('Manage.Next 3.0.0 shows what its package holds again.').waitFor()
  })

  test('a sponsor link is added, shown, and removed after a second press', async () => {
    const page = await newPage(server, { as: await signIn(server, owner) })
    await page.goto('/packages/Manage.Next/Manage')
    await page.getByLabel('Address').fill('https://opencollective.com/manage')
    await page.getByRole('button', { name: 'Add link' }).click()
    await page.getByText('The page of Manage.Next shows https://opencollective.com/manage now.').waitFor()
    await page.goto('/packages/Manage.Next')
    await page.getByRole('link', { name: 'opencollective.com/manage' }).waitFor()
    await expectNoSeriousAxe(page)
    await page.goto('/packages/Manage.Next/Manage')
    await page.locator('.sponsor-removal summary').click()
    await expectNoSeriousAxe(page)
    await page.getByRole('button', { name: 'Remove this link' }).click()
    await page.getByText('does not show https://opencollective.com/manage any more').waitFor()
  })

  test('gallery 51: a version of an hour ago is deleted after it was typed once more, with the keyboard alone', async () => {
    server.clock.advance(3_600_000)
    const page = await newPage(server, { as: await signIn(server, owner), expectedErrors: [/400/] })
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

    const again = await push(server, await createKey(server, owner), { id: 'Manage.Gone', version: '1.1.0' })
    expect([again.status, again.phrase]).toEqual([
      403,
      expect.stringContaining('Manage.Gone 1.1.0 was deleted and cannot be published again'),
    ])
  })

  test('later than the operator allows, the page says so before anything is typed, and leads on', async () => {
    server.clock.advance(80 * 3_600_000)
    const visitor = await signIn(server, owner)
    const manage = await visitor.get('/packages/Manage.Lib/Manage')
    expect(textOf(manage.html)).toContain('You can delete a version within 72 hours of publishing it')
    expect(manage.html).not.toContain('/Delete"')
    const page = await visitor.get('/packages/Manage.Lib/1.0.0/Delete')
    expect(textOf(page.html)).toContain('This version was published more than 72 hours ago: only an administrator may')
    expect(page.html).not.toContain('name="confirm"')
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

describe.skipIf(!hasBrowser || !hasDotnet)('managing a package beside the stock client', { timeout: 180_000 }, () => {
  closeBrowserAfterAll()

  test('gallery 47: what the page deprecates, "dotnet list package --deprecated" says; once it is cleared, nothing', async () => {
    const server = await startTestServer()
    const owner = await createUser(server, { name: 'ann' })
    const secret = await createKey(server, owner)
    for (const version of ['1.0.0', '1.1.0']) await push(server, secret, { id: 'Client.Lib', version })
    await push(server, secret, { id: 'Client.Next', version: '3.0.0' })
    const dotnet = openDotnet(server)
    const folder = dotnet.project('Deprecated', { packages: { 'Client.Lib': '1.1.0' } })
    expect((await dotnet.run(['restore'], { cwd: folder })).code).toBe(0)
    const listDeprecated = async () => {
      dotnet.forgetDownloads() // it keeps documents for half an hour
      return (await dotnet.run(['list', 'package', '--deprecated'], { cwd: folder })).text
    }

    const page = await newPage(server, { as: await signIn(server, owner) })
    await page.goto('/packages/Client.Lib/Manage')
    await page.getByRole('radio', { name: 'All 2 versions' }).check()
    await page.getByRole('checkbox', { name: 'it has critical bugs' }).check()
    await page.getByLabel('Package to use instead').fill('Client.Next')
    await page.getByRole('textbox', { name: 'Message' }).fill('Loses mail.')
    await page.getByRole('button', { name: 'Deprecate the chosen versions' }).click()
    await page.getByRole('button', { name: 'Deprecate 2 versions' }).click()
    await page.getByText('2 versions of Client.Lib are deprecated now').waitFor()
    expect(await listDeprecated()).toMatch(/> Client\.Lib +1\.1\.0 +1\.1\.0 +CriticalBugs +Client\.Next >= 0\.0\.0/)

    await page.getByRole('radio', { name: 'All 2 versions' }).check()
    await page.getByRole('button', { name: 'Undo the deprecation' }).click()
    await page.getByRole('button', { name: 'Undo 2 deprecations' }).click()
    await page.getByText('2 versions of Client.Lib are not deprecated any more').waitFor()
    expect(await listDeprecated()).toContain('has no deprecated packages')
    await server.close()
  })
})
