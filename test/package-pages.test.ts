import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, hasBrowser, newPage } from './browser.ts'
import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import { copyVersions } from './copy-versions.ts'
import { createKey, createUser } from './people.ts'
import { buildPng } from './png.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, type Visitor } from './session.ts'

describe.skipIf(!hasBrowser)('the pages about packages', () => {
  let server: TestServer
  let owner: Account
  let ann: Visitor
  let secret: string

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    owner = await createUser(server, { name: 'ann' })
    ann = await signIn(server, owner)
    secret = await createKey(server, owner)
    await push({ id: 'Pages.Lib', version: '1.0.0', tags: 'mail pages', description: 'Sends letters.' })
    await push({ id: 'Pages.Lib', version: '1.9.0', tags: 'mail pages', description: 'Sends letters.' })
    await push({ id: 'Pages.Lib', version: '2.0.0', tags: 'mail pages', description: 'Sends letters.' })
    await push({ id: 'Pages.Tool', packageTypes: ['DotnetTool'], description: 'A tool.' })
    await push({ id: 'Pages.Mcp', packageTypes: ['DotnetTool', 'McpServer'], description: 'A server.' })
    await push({ id: 'Pages.Template', packageTypes: ['Template'], description: 'A template.' })
    await push({ id: 'Pages.Sdk', packageTypes: ['MSBuildSdk'], description: 'An SDK.' })
  })
  afterAll(() => server.close())

  async function push(options: NupkgOptions): Promise<void> {
    const body = new Uint8Array(await buildNupkg(options))
    const response = await fetch(`${server.url}/api/v2/package/`, {
      method: 'PUT',
      body,
      headers: { 'X-NuGet-ApiKey': secret },
    })
    expect(response.status).toBe(201)
  }

  test.each([
    [
      'Pages.Lib',
      '2.0.0',
      [
        '.NET CLI',
        'Package Manager',
        'PackageReference',
        'Central versions',
        'Paket',
        'Script & Interactive',
        'File-based app',
        'Cake',
      ],
    ],
    ['Pages.Tool', '1.0.0', ['Global tool', 'Local tool', 'Run once', 'Cake', 'NUKE']],
    ['Pages.Mcp', '1.0.0', ['VS Code', 'Global tool', 'Local tool', 'Run once', 'Cake', 'NUKE']],
    ['Pages.Sdk', '1.0.0', ['Project SDK', 'File-based app']],
    ['Pages.Template', '1.0.0', ['dotnet new']],
  ])(
    'gallery 43: %s has the tabs of its kind, and Copy puts what is shown into the clipboard',
    async (id, version, names) => {
      const page = await newPage(server)
      await page.goto(`/packages/${id}`)
      const hasTabs = names.length > 1 // one way alone has its name above it
      if (hasTabs) expect(await page.getByRole('tab').allTextContents()).toEqual(names)
      else expect(await page.locator('.install h3').allTextContents()).toEqual(names)
      for (const name of names) {
        if (hasTabs) await page.getByRole('tab', { name, exact: true }).click()
        const commands = (hasTabs ? page.getByRole('tabpanel') : page.locator('.install')).locator('.command')
        expect(await commands.count()).toBe(name === 'Central versions' ? 2 : 1)
        for (const command of await commands.all()) {
          const shown = (await command.locator('code').textContent()) ?? ''
          expect(shown).toContain(id)
          await command.getByRole('button').click()
          await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
        }
        expect(await commands.first().locator('code').textContent()).toContain(version)
      }
      await expectNoSeriousAxe(page)
    },
  )

  test('gallery 43: the tab chosen last is chosen on the next page; one that is not there gives way to the first', async () => {
    const page = await newPage(server)
    const chosen = () => page.getByRole('tab', { selected: true }).textContent()
    await page.goto('/packages/Pages.Lib')
    expect(await chosen()).toBe('.NET CLI')
    await page.getByRole('tab', { name: 'Cake' }).click()
    await page.goto('/packages/Pages.Tool')
    expect(await chosen()).toBe('Cake')
    await page.goto('/packages/Pages.Sdk')
    expect(await chosen()).toBe('Project SDK')
    await page.goto('/packages/Pages.Lib')
    expect(await chosen()).toBe('Cake')
  })

  test.each([1200, 390])('nothing moves when the script comes late, %d wide', async (width) => {
    const page = await newPage(server, { viewport: { width, height: 900 } })
    await page.addInitScript(
      `globalThis.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true })`,
    )
    await page.route('**/assets/*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.continue()
    })
    await page.goto('/packages/Pages.Lib')
    await page.getByRole('tablist').waitFor()
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))')
    expect(await page.evaluate('shifts')).toEqual([])
  })

  test('every way to install is shown where the script does not come, and where none runs', async () => {
    const lost = await newPage(server, { expectedErrors: [/ERR_FAILED/] })
    await lost.route('**/assets/*.js', (route) => route.abort())
    for (const page of [lost, await newPage(server, { scripts: false })]) {
      await page.goto('/packages/Pages.Lib')
      await page.getByRole('heading', { name: '.NET CLI' }).waitFor()
      await page.getByRole('heading', { name: 'Cake' }).waitFor()
      expect(await page.locator('.tab-bar').isVisible()).toBe(false)
    }
  })

  test('gallery 44: script, script links and foreign images in a README do nothing; the owner is told', async () => {
    const readme = [
      '# Hello <script>window.hacked = 1</script>',
      '[press me](javascript:window.hacked=2) ![spy](https://spy.example/pixel.png)',
      '<img src=x onerror="window.hacked=3"> <a href="#" onclick="window.hacked=4">x</a>',
      '<svg onload="window.hacked=5"></svg>',
    ].join('\n\n')
    await push({
      id: 'Pages.Hostile',
      readme,
      description: '<script>window.hacked=6</script>',
      title: '"><img src=x onerror=window.hacked=7>',
    })
    const requested: string[] = []
    const page = await newPage(server)
    page.on('request', (request) => requested.push(request.url()))
    await page.goto('/packages/Pages.Hostile')
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(await page.locator('#readme a[href^="javascript"], #readme img, #readme script').count()).toBe(0)
    expect(requested.every((url) => url.startsWith(server.url))).toBe(true)
    expect(await page.getByText('not shown').count()).toBe(0)

    const own = await newPage(server, { as: ann })
    await own.goto('/packages/Pages.Hostile')
    await own.getByText('1 image of this README is not shown').waitFor()
  })

  test('gallery 44: pictures in the package are shown in their size, and links to headings lead there', async () => {
    await push({
      id: 'Pages.Pictured',
      readme: [
        '[to the end](#install--use) :rocket:',
        '![A drawing](docs/picture.png) ![](./docs/picture.png)',
        ...Array.from({ length: 40 }, () => 'Words.'),
        '## Install & use',
      ].join('\n\n'),
      files: { 'docs/picture.png': buildPng(3, 2) },
    })
    const page = await newPage(server)
    await page.goto('/packages/Pages.Pictured')
    const pictures = page.locator('#readme img')
    expect(await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('alt')))).toEqual([
      'A drawing',
      'picture.png',
    ])
    await pictures.first().scrollIntoViewIfNeeded()
    await expect.poll(() => pictures.first().evaluate((one) => (one as { naturalWidth?: number }).naturalWidth)).toBe(3)
    expect(await pictures.first().getAttribute('width')).toBe('3')
    await page.getByText('🚀').waitFor()
    await page.getByRole('link', { name: 'to the end' }).click()
    await expect
      .poll(() => page.getByRole('heading', { name: 'Install & use' }).evaluate((h) => h.getBoundingClientRect().top))
      .toBeLessThan(200)
    await expectNoSeriousAxe(page)
  })

  test('gallery 45: an unlisted version is in the list of its owners and not in that of strangers', async () => {
    for (const version of ['1.0.0', '2.0.0']) await push({ id: 'Pages.Hidden', version })
    await ann.post('/packages/Pages.Hidden/Manage', { act: 'unlist', versions: '2.0.0' })
    const rows = async (options: Parameters<typeof newPage>[1]) => {
      const page = await newPage(server, options)
      await page.goto('/packages/Pages.Hidden')
      return page.locator('#versions tbody tr td:first-child').allInnerTexts()
    }
    expect(await rows({ as: ann })).toEqual(['2.0.0 unlisted', '1.0.0'])
    expect(await rows({})).toEqual(['1.0.0'])
    const stranger = await newPage(server)
    await stranger.goto('/packages/Pages.Hidden/2.0.0')
    await stranger.getByText('The owners have unlisted this version').waitFor()
  })

  test('gallery 46: once the owner unlists 2.0, the latest is 1.9 on the page and in search', async () => {
    const page = await newPage(server, { as: ann })
    await page.goto('/packages/Pages.Lib/Manage')
    await page.getByRole('checkbox', { name: '2.0.0' }).check()
    await page.getByRole('button', { name: 'Unlist the chosen versions' }).click()
    await page.getByText('Pages.Lib 2.0.0 is unlisted now').waitFor()
    for (const reader of [page, await newPage(server)]) {
      await reader.goto('/packages/Pages.Lib')
      await reader.getByRole('heading', { level: 1, name: 'Pages.Lib 1.9.0' }).waitFor()
      await reader.goto('/packages?q=Pages.Lib')
      const text = (await reader.locator('.result').first().textContent()) ?? ''
      expect([text.includes('1.9.0'), text.includes('2.0.0')]).toEqual([true, false])
      await reader.goto('/packages/Pages.Lib/latest')
      await reader.getByRole('heading', { level: 1, name: 'Pages.Lib 1.9.0' }).waitFor()
    }

    await page.goto('/packages/Pages.Lib/Manage')
    await page.getByRole('checkbox', { name: '2.0.0' }).check()
    await page.getByRole('button', { name: 'Relist the chosen versions' }).click()
    await page.getByText('is listed again').waitFor()
    await page.goto('/packages/Pages.Lib')
    await page.getByRole('heading', { level: 1, name: 'Pages.Lib 2.0.0' }).waitFor()
  })

  test('gallery 45: twenty versions are shown first, all of them when asked for', async () => {
    for (let i = 0; i < 22; i++) await push({ id: 'Pages.Many', version: `1.${i}.0` })
    const page = await newPage(server)
    await page.goto('/packages/Pages.Many')
    expect(await page.locator('#versions tbody tr').count()).toBe(20)
    await page.getByRole('link', { name: 'Show all 22 versions' }).click()
    await expect.poll(() => page.locator('#versions tbody tr').count()).toBe(22)
  })

  test('gallery 45: prereleases and deprecated versions can be hidden, and the address keeps it', async () => {
    for (const version of ['1.0.0', '1.1.0', '2.0.0-rc']) await push({ id: 'Pages.Filtered', version })
    await ann.post('/packages/Pages.Filtered/Manage', { act: 'deprecate', versions: '1.1.0', reasons: 'isLegacy' })
    const page = await newPage(server, { scripts: false })
    await page.goto('/packages/Pages.Filtered')
    const rows = () => page.locator('#versions tbody a').allTextContents()
    expect(await rows()).toEqual(['2.0.0-rc', '1.1.0', '1.0.0'])
    await page.getByRole('link', { name: 'Hide 1 prerelease' }).click()
    expect(await rows()).toEqual(['1.1.0', '1.0.0'])
    await page.getByRole('link', { name: 'Hide 1 deprecated' }).click()
    expect(await rows()).toEqual(['1.0.0'])
    await page.reload()
    expect(await rows()).toEqual(['1.0.0'])
    await page.getByRole('link', { name: 'Show 1 prerelease' }).click()
    expect(await rows()).toEqual(['2.0.0-rc', '1.0.0'])
  })

  test.each([100, 5000])('gallery 56: a page of %i versions is light, and its table has pages', async (count) => {
    const id = `Pages.V${count}`
    await push({ id, version: '1.0.0' })
    await copyVersions(server.deps, id, count - 1)
    const page = await newPage(server)
    const bodies = new Map<string, Buffer>()
    const keepBody = async (response: Response) => {
      if (/document|stylesheet|script/.test(response.request().resourceType()))
        bodies.set(response.url(), await response.body())
    }
    page.on('response', keepBody)
    await page.goto(`/packages/${id}`, { waitUntil: 'networkidle' })
    page.off('response', keepBody)
    const zipped = [...bodies.values()].map((body) => gzipSync(body).length)
    expect((await fetch(page.url())).headers.get('Content-Encoding')).toBe('gzip')
    expect(bodies.size).toBeGreaterThanOrEqual(3)
    expect(zipped.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(50 * 1024)
    expect(await page.locator('#versions tbody tr').count()).toBe(20)

    await page.getByRole('link', { name: `Show all ${count} versions` }).click()
    await expect.poll(() => page.locator('#versions tbody tr').count()).toBe(Math.min(count, 500))
    if (count > 500) {
      await page.getByRole('link', { name: 'Next' }).click()
      await page.getByText('Page 2 of 10').waitFor()
      expect(await page.locator('#versions tbody a').first().textContent()).toBe(`1.${count - 501}.0`)
    }
    const odd = await fetch(`${server.url}/packages/${id.toLowerCase()}/1.0.0.0?versions=all`, { redirect: 'manual' })
    expect([odd.status, odd.headers.get('Location')]).toEqual([301, `/packages/${id}/1.0.0?versions=all`])
    await page.goto(`/packages/${id}/01.0`)
    expect(new URL(page.url()).pathname).toBe(`/packages/${id}/1.0.0`)
  })

  test('gallery 55: the feed is found on the page, opens, and leaves out what is unlisted and on request prereleases', async () => {
    for (const version of ['1.0.0', '1.2.0', '1.10.0', '2.0.0-rc.1']) await push({ id: 'Pages.Fed', version })
    await ann.post('/packages/Pages.Fed/Manage', { act: 'unlist', versions: '1.2.0' })
    const page = await newPage(server, { expectedErrors: [/sandbox/i, /Content Security Policy/] })
    await page.goto('/packages/Pages.Fed')
    const announced = await page.locator('link[type="application/atom+xml"]').getAttribute('href')
    const link = page.getByRole('link', { name: 'Atom feed' })
    expect(await link.getAttribute('href')).toBe(announced)
    const [feed] = await Promise.all([page.waitForResponse(/atom\.xml$/), link.click()])
    const titles = (xml: string) => Array.from(xml.matchAll(/<entry>.*?<title>([^<]*)</g), ([, title]) => title)
    expect(titles(await feed.text())).toEqual(['Pages.Fed 2.0.0-rc.1', 'Pages.Fed 1.10.0', 'Pages.Fed 1.0.0'])
    const stable = await page.goto(`${announced}?prerel=false`)
    expect(titles((await stable?.text()) ?? '')).toEqual(['Pages.Fed 1.10.0', 'Pages.Fed 1.0.0'])
  })

  test('protocol 71: owners in search are accounts, not what the manifest says', async () => {
    const answer = await fetch(`${server.url}/v3/query?q=packageid:Pages.Tool&semVerLevel=2.0.0`)
    const { data } = (await answer.json()) as { data: { owners: string[]; authors: string[] }[] }
    expect(data[0]).toMatchObject({ owners: ['ann'], authors: ['Lode'] })
  })

  test('a stranger cannot manage a package, and an odd or unknown version leads somewhere sensible', async () => {
    const bob = await signIn(server, await createUser(server, { name: 'bob' }))
    expect((await bob.get('/packages/Pages.Lib/Manage')).status).toBe(403)
    const acts = { act: 'unlist', versions: '1.0.0', confirm: '1.0.0' }
    for (const address of ['/packages/Pages.Lib/Manage', '/packages/Pages.Lib/1.0.0/Delete']) {
      expect((await bob.post(address, acts, { from: '/account' })).status).toBe(403)
    }
    expect((await bob.get('/packages/Pages.Lib/1.0.0')).html).not.toContain('unlisted this version')
    const odd = await bob.get('/packages/pages.lib/1.0')
    expect([odd.status, odd.location]).toEqual([301, '/packages/Pages.Lib/1.0.0'])
    const missing = await bob.get('/packages/Pages.Lib/9.9.9')
    expect(missing.status).toBe(404)
    expect(missing.html).toContain('There is no version 9.9.9')
    expect((await bob.get('/packages/No.Such')).status).toBe(404)
  })
})
