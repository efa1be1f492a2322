import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { changeDeprecation } from '../src/publish/deprecate.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import type { NupkgOptions } from './build-nupkg.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, type Visitor } from './session.ts'

/** On a machine that does much else. */
const patient = { timeout: 15_000 }

const refused = { expectedErrors: [/status of 4\d\d/] }

describe.skipIf(!hasBrowser)('finding packages', () => {
  let server: TestServer
  let ann: Account
  let visitor: Visitor
  let secret: string

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    ann = await createUser(server, { name: 'ann' })
    visitor = await signIn(server, ann)
    secret = await createKey(server, ann)
  })
  afterAll(() => server.close())

  /** With this many downloads, which the index learns with the next push. */
  async function publish(pkg: NupkgOptions & { id: string }, downloads: number, key = secret): Promise<void> {
    expect((await push(server, key, { ...pkg, version: '0.9.0' })).status).toBe(201)
    await server.deps.db.transaction((tx) =>
      tx.updateTable('packages').set({ downloads }).where('package_id', '=', pkg.id).execute(),
    )
    expect((await push(server, key, pkg)).status).toBe(201)
    expect((await unlist(server, key, pkg.id, '0.9.0')).status).toBe(200)
  }

  const tool = (id: string, framework: string, more: NupkgOptions = {}) => ({
    id,
    packageTypes: ['DotnetTool'],
    files: { [`tools/${framework}/any/tool.dll`]: 'placeholder' },
    ...more,
  })
  const library = (id: string, framework: string, more: NupkgOptions = {}) => ({
    id,
    files: { [`lib/${framework}/${id}.dll`]: 'placeholder' },
    ...more,
  })

  const ids = (page: Page) => page.locator('.result-title > a').allTextContents()

  test('an empty gallery says how the first package gets here: on the home page, and where packages would be', async () => {
    for (const path of ['/', '/packages']) {
      const page = await newPage(server, { scripts: false })
      await page.goto(path)
      await page.getByRole('heading', { name: 'The first package can be yours' }).waitFor()
      const steps = page.locator('.first-package > ol > li')
      expect(await steps.count()).toBe(3)
      expect(await steps.nth(0).getByRole('link', { name: 'Sign up' }).getAttribute('href')).toBe(
        '/users/account/SignUp',
      )
      expect(await steps.nth(1).getByRole('link').getAttribute('href')).toBe('/account/apikeys')
      expect(await steps.nth(2).textContent()).toContain(
        `dotnet nuget push "packages/*.nupkg" --api-key KEY --source ${server.url}/v3/index.json`,
      )
      await expectNoSidewaysScroll(page)
    }
    const own = await newPage(server, { as: visitor })
    await own.goto('/')
    await own.getByText('You have an account: ann.').waitFor()
    expect(await own.getByRole('link', { name: 'Sign up' }).count()).toBe(0)
    await expectNoSeriousAxe(own)
  })

  describe('among several', () => {
    beforeAll(async () => {
      const contoso = await createOrganization(server, { name: 'contoso', administrator: ann })
      const forContoso = await createKey(server, ann, { owner: contoso })
      await publish(tool('Find.Tool', 'net8.0', { tags: 'cli build', description: 'Builds and packs.' }), 10)
      await publish(tool('Find.Tool.Popular', 'net6.0', { tags: 'cli' }), 5000, forContoso)
      await publish(tool('Find.Tool.Early', 'net8.0', { version: '1.0.0-beta' }), 900)
      await publish(tool('Find.Tool.Next', 'net10.0'), 800)
      await publish(tool('Find.Tool.Gone', 'net8.0'), 700)
      await publish(library('Find.Standard', 'netstandard2.0', { tags: 'mail letters' }), 300)
      await publish(library('Find.Framework', 'net48', { description: 'Sends letters.' }), 200)
      await publish(library('Find', 'net8.0'), 1)
      const deprecation = { reasons: ['Legacy'], message: null, alternate: null } as const
      const change = { id: 'Find.Tool.Gone', versions: ['1.0.0'], deprecation, isListed: null }
      const actor = { account: ann, through: 'page', address: null } as const
      expect((await changeDeprecation(server.deps, { kind: 'user', user: ann }, change, actor)).ok).toBe(true)
      const current = async () => (await visitor.get('/packages?q=find&deprecated=false')).html
      while ((await current()).includes('Find.Tool.Gone')) await setTimeout(50) // the index follows
    })

    test.each([
      ['with script', true, 1280],
      ['without script, on a phone', false, 390],
    ])(
      'gallery 53: without prereleases, for net8.0, tools, by downloads: the set, the order, the address, and back, %s',
      async (_, scripts, width) => {
        const page = await newPage(server, { scripts, viewport: { width, height: 900 } })
        await page.goto('/packages?q=find')
        if (width < 800) await page.locator('.search-filters > summary').click()
        await page.getByLabel('Package type').selectOption('.NET tool')
        await page.getByRole('checkbox', { name: 'Prerelease versions' }).check()
        await page
          .locator('summary')
          .filter({ has: page.getByRole('img', { name: 'Certain versions of .NET', exact: true }) })
          .click()
        await page.getByRole('checkbox', { name: 'net8.0', exact: true }).check()
        await page.getByRole('button', { name: 'Apply' }).click()
        await page.waitForURL(/tfms=net8\.0/)
        await page.getByRole('navigation', { name: 'Sort by' }).getByRole('link', { name: 'Downloads' }).click()
        await page.waitForURL(/sortby=downloads-desc/)
        expect(await ids(page)).toEqual(['Find.Tool.Popular', 'Find.Tool.Gone', 'Find.Tool'])
        expect(new URL(page.url()).search).toBe(
          '?q=find&packagetype=dotnettool&tfms=net8.0&prerel=false&sortby=downloads-desc',
        )
        await page.getByText('3 packages').waitFor()
        await page.reload()
        expect(await ids(page)).toHaveLength(3)
        await expectNoSidewaysScroll(page)
        if (scripts) await expectNoSeriousAxe(page)

        await page.getByRole('link', { name: 'Remove the filter net8.0' }).click()
        await page.waitForURL((url) => !url.search.includes('tfms'))
        expect(await ids(page)).toEqual(['Find.Tool.Popular', 'Find.Tool.Next', 'Find.Tool.Gone', 'Find.Tool'])
        await page.locator('.chips').getByRole('link', { name: 'Clear the filters' }).click()
        await page.waitForURL((url) => !url.search.includes('prerel'))
        expect(new URL(page.url()).search).toBe('?q=find&sortby=downloads-desc')
        expect(await ids(page)).toHaveLength(8)
      },
    )

    test('frameworks count as the client sees them, unless only named ones are asked for; deprecated ones can be left out', async () => {
      const page = await newPage(server)
      const found = async (query: string) => {
        await page.goto(`/packages?q=find&sortby=totalDownloads-desc&${query}`)
        return ids(page)
      }
      expect(await found('frameworks=netframework')).toEqual(['Find.Standard', 'Find.Framework'])
      expect(await found('frameworks=netframework&includeComputedFrameworks=false')).toEqual(['Find.Framework'])
      expect(await found('tfms=net472&frameworkFilterMode=any')).toEqual(['Find.Standard'])
      expect(await found('packageType=dotnettool&deprecated=false')).not.toContain('Find.Tool.Gone')
      expect(await found('packageType=Theme')).toEqual([])
      await page.getByText('“theme” is none of the usual package types.').waitFor()
    })

    test('the box of a family says that some of its versions are chosen, and the address stays short', async () => {
      const page = await newPage(server)
      await page.goto('/packages?tfms=net8.0')
      const family = page.getByRole('checkbox', { name: '.NET', exact: true })
      const isMixed = () => family.evaluate((box) => (box as HTMLInputElement).indeterminate)
      expect(await isMixed()).toBe(true)
      await family.check()
      expect([await isMixed(), await page.getByRole('checkbox', { name: 'net8.0', exact: true }).isChecked()]).toEqual([
        false, false,
      ]) // prettier-ignore
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.waitForURL('**/packages?frameworks=net')
    })

    test('gallery 54: fields find what they say, an unknown one is ignored, the exact ID comes first', async () => {
      const page = await newPage(server)
      const found = async (query: string) => {
        await page.goto(`/packages?q=${encodeURIComponent(query)}`)
        return ids(page)
      }
      expect(await found('packageid:find.tool')).toEqual(['Find.Tool'])
      expect(await found('tags:mail')).toEqual(['Find.Standard'])
      expect(await found('owner:nobody')).toEqual([])
      expect(await found('owner:CONTOSO')).toEqual(['Find.Tool.Popular'])
      expect(await found('owner:ann tags:cli')).toEqual(['Find.Tool'])
      expect(await found('nonsense:x letters')).toEqual(['Find.Standard', 'Find.Framework'])
      expect((await found('find'))[0]).toBe('Find')
      expect(await page.locator('.result').first().textContent()).toContain('exact match')
      expect(await page.getByText('exact match').count()).toBe(1)
      await page.getByRole('link', { name: 'build', exact: true }).click()
      await page.waitForURL(/q=tags/)
      expect(await ids(page)).toEqual(['Find.Tool'])
    })

    test('a row says whose the package is, how much it is used, what it is for, and leads on', async () => {
      const page = await newPage(server, { as: visitor })
      await page.goto('/packages?q=packageid:Find.Tool.Popular')
      const row = page.locator('.result')
      const text = (await row.textContent()) ?? ''
      for (const part of ['1.0.0', '.NET tool', 'by contoso', '5,000 downloads', '.NET 6.0', 'cli']) {
        expect(text).toContain(part)
      }
      expect(await row.getByRole('link', { name: 'Manage Find.Tool.Popular' }).count()).toBe(1)
      await row.getByRole('link', { name: 'contoso' }).click()
      await page.getByRole('heading', { level: 1, name: 'contoso' }).waitFor()
      await page.getByRole('link', { name: 'Search these packages' }).click()
      await page.waitForURL('**/packages?q=owner%3Acontoso')
      expect(await page.getByRole('link', { name: 'Profile of contoso' }).getAttribute('href')).toBe(
        '/profiles/contoso',
      )
      const stranger = await newPage(server)
      await stranger.goto('/packages?q=packageid:Find.Tool.Popular')
      expect(await stranger.getByRole('link', { name: /^Manage/ }).count()).toBe(0)
    })

    test('nothing found says what would find something: without the filters, by one word, corrected, elsewhere', async () => {
      const page = await newPage(server)
      await page.goto('/packages?q=letters&packagetype=template')
      await page.getByText('No package matches “letters” with these filters').waitFor()
      await page.getByText('Without the filters there are 2 packages.').waitFor()
      await expectNoSeriousAxe(page)
      await page.locator('.empty').getByRole('link', { name: 'Clear the filters' }).click()
      await page.waitForURL('**/packages?q=letters')
      expect(await ids(page)).toHaveLength(2)

      await page.goto('/packages?q=letters+banana+mail')
      await page.getByText('Of the words alone there is something for:').waitFor()
      expect(await page.locator('.empty .chip').allTextContents()).toEqual(['letters (2)', 'mail (1)'])
      expect(await page.getByRole('link', { name: 'How to set up the sources' }).getAttribute('href')).toBe(
        '/help/set-up',
      )

      await page.goto('/packages?q=Find.Standrad')
      await page.getByText('Nothing matches “Find.Standrad” as typed.').waitFor()
      await page.getByRole('link', { name: 'find standard' }).click()
      await page.waitForURL('**/packages?q=find+standard')
      expect(await ids(page)).toEqual(['Find.Standard'])
    })

    test('an exact ID that filters keep away is named, and a page beyond the last leads back', async () => {
      const page = await newPage(server)
      await page.goto('/packages?q=find.tool&packagetype=template')
      expect(await page.getByRole('link', { name: 'Find.Tool', exact: true }).getAttribute('href')).toBe(
        '/packages/Find.Tool',
      )
      await page.goto('/packages?q=find&page=7')
      await page.getByText('There are no more packages here').waitFor()
      expect(await page.getByText('Page 7').count()).toBe(0)
      await page.getByRole('link', { name: 'Last page' }).click()
      await page.waitForURL('**/packages?q=find')
      expect((await visitor.get('/packages?q=find&page=999999')).status).toBe(200)
      const long = await visitor.get(`/packages?q=${'wide+'.repeat(190)}`)
      expect(/<h1>(.*?)<\/h1>/.exec(long.html)?.[1]?.length).toBeLessThan(130)
    })

    test('an ID that is not here is answered with what is near, and with ways to go on', async () => {
      const page = await newPage(server, refused)
      expect((await page.goto('/packages/Find.Standrad'))?.status()).toBe(404)
      await page.getByRole('heading', { level: 1, name: 'Find.Standrad is not in this gallery' }).waitFor()
      expect(await ids(page)).toEqual(['Find.Standard'])
      await expectNoSeriousAxe(page)
      await page.getByRole('link', { name: 'Search for Find.Standrad' }).click()
      await page.waitForURL('**/packages?q=Find.Standrad')
      expect((await visitor.get('/packages/not..an..id')).html).toContain('There is nothing here')
      const label = await visitor.get('/packages/Find.Tool/latest/prerelease/rc')
      expect([label.status, label.html]).toEqual([
        404,
        expect.stringContaining('no prerelease version whose label begins'),
      ])
      const nobody = await visitor.get('/profiles/nobody.here')
      expect([nobody.status, nobody.html]).toEqual([404, expect.stringContaining('is named nobody.here.')])
    })

    test('gallery 46: search shows the version below when the newest is unlisted, at once', async () => {
      await publish({ id: 'Find.Two', version: '1.9.0' }, 3)
      expect((await push(server, secret, { id: 'Find.Two', version: '2.0.0' })).status).toBe(201)
      const stable = async () =>
        /Stable: <a href="([^"]+)/.exec((await visitor.get('/packages?q=packageid:Find.Two')).html)?.[1]
      const shown = async () =>
        /package-version">([^<]+)/.exec((await visitor.get('/packages?q=packageid:Find.Two')).html)?.[1]
      expect([await shown(), await stable()]).toEqual(['2.0.0', undefined])
      expect((await push(server, secret, { id: 'Find.Two', version: '3.0.0-rc' })).status).toBe(201)
      expect([await shown(), await stable()]).toEqual(['3.0.0-rc', '/packages/Find.Two/2.0.0'])
      for (const version of ['2.0.0', '3.0.0-rc']) {
        expect((await unlist(server, secret, 'Find.Two', version)).status).toBe(200)
      }
      expect(await shown()).toBe('1.9.0')
      expect((await unlist(server, secret, 'Find.Two', '1.9.0')).status).toBe(200)
      expect(await shown()).toBeUndefined()
    })

    test('typing suggests IDs, which arrow keys choose; what is chosen is said, and Enter opens it', async () => {
      const page = await newPage(server)
      await page.goto('/packages/Find.Standard')
      const field = page.getByRole('combobox', { name: 'Search packages' })
      expect(await field.getAttribute('aria-expanded')).toBe('false')
      await field.pressSequentially('find.t')
      const options = page.getByRole('listbox', { name: 'Package IDs that fit' }).getByRole('option')
      await expect.poll(() => options.count(), patient).toBe(5)
      expect(await options.first().textContent()).toBe('Find.Tool.Popular')
      await expect.poll(() => page.locator('#announcer').textContent(), patient).toBe('Suggestions: 5')
      expect(await field.getAttribute('aria-expanded')).toBe('true')
      await expectNoSeriousAxe(page)
      await field.press('ArrowDown')
      await field.press('ArrowDown')
      const chosen = page.getByRole('option', { selected: true })
      expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'))
      const id = (await chosen.textContent()) ?? ''
      await field.press('Enter')
      await page.waitForURL(`**/packages/${id}`)
    })

    test('Escape closes the suggestions and keeps the text, also while they are on their way; a field asks for none', async () => {
      const page = await newPage(server)
      let asked = 0
      await page.route('**/v3/autocomplete?*', async (route) => {
        asked++
        await setTimeout(300)
        await route.continue().catch(() => {})
      })
      await page.goto('/')
      const field = page.getByRole('combobox')
      await field.pressSequentially('find')
      await expect.poll(() => page.getByRole('option').count(), patient).toBeGreaterThan(0)
      await field.press('Escape')
      expect([await page.getByRole('option').count(), await field.inputValue()]).toEqual([0, 'find'])
      await field.press('End')
      await field.pressSequentially('.')
      await expect.poll(() => asked, patient).toBeGreaterThan(1)
      await field.press('Escape')
      await page.waitForTimeout(600)
      expect(await page.getByRole('option').count()).toBe(0)
      const before = asked
      await field.fill('owner:ann')
      await page.waitForTimeout(300)
      expect(asked).toBe(before)
      await field.press('Enter')
      await page.waitForURL('**/packages?q=owner%3Aann')
    })

    test('what the service suggests is shown as text, whatever it is', async () => {
      const page = await newPage(server)
      const attacks = ['<img src=x onerror=document.title=1>', '"><script>document.title=1</script>', '\u202efind']
      await page.route('**/v3/autocomplete?*', (route) =>
        route.fulfill({ json: { totalHits: 3, data: [...attacks, 7, null] } }),
      )
      await page.goto('/')
      const title = await page.title()
      await page.getByRole('combobox').pressSequentially('img')
      await expect.poll(() => page.getByRole('option').allTextContents(), patient).toEqual(attacks)
      expect([await page.title(), await page.locator('.suggestions :is(img, script)').count()]).toEqual([title, 0])
    })

    test('a browser completes a search from its address line, and a robot finds its way where it may', async () => {
      const description = (await visitor.get('/opensearch.xml')).html
      const template = /x-suggestions\+json" method="get" template="([^"]+)"/.exec(description)?.[1] ?? ''
      const answer = await fetch(template.replace('{searchTerms}', 'find.tool'))
      expect(answer.headers.get('Content-Type')).toBe('application/x-suggestions+json')
      const [text, found, , pages] = (await answer.json()) as [string, string[], string[], string[]]
      expect([text, found[0], pages[0]]).toEqual(['find.tool', 'Find.Tool', `${server.url}/packages/Find.Tool`])
      expect((await visitor.get('/sitemap.xml')).status).toBe(404)
    })
  })
})
