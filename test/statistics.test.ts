import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { formatDate } from '../src/i18n/format.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { canRunOn } from './databases.ts'
import { hasDotnet, openDotnet, type Dotnet } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

const day = 86_400_000
const xplat = 'NuGet xplat/7.0.0 (Linux)'
const paket = 'Paket/8.0.3'

/** Downloads a package file so many times, as this client. */
async function download(server: TestServer, id: string, version: string, userAgent: string, times = 1): Promise<void> {
  const file = `/v3/flat/${id.toLowerCase()}/${version}/${id.toLowerCase()}.${version}.nupkg`
  for (let i = 0; i < times; i++) {
    const response = await fetch(server.url + file, { headers: { 'User-Agent': userAgent } })
    expect(response.status).toBe(200)
    await response.arrayBuffer()
  }
}

/** Writes what was counted, and lets what is kept of it grow old. */
async function settle(server: TestServer): Promise<void> {
  await server.deps.downloads.flush()
  server.clock.advance(11_000)
}

type Report = { readonly downloads: number; readonly rows: readonly Readonly<Record<string, unknown>>[] }

describe.each(['sqlite', 'postgres'] as const)('statistics on %s', (database) => {
  describe.skipIf(!canRunOn(database))('of a gallery', () => {
    let server: TestServer
    let ann: Account
    let secret: string
    let visitor: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database, now: new Date('2026-11-24T12:00:00Z') })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
      visitor = openVisitor(server)
    })
    afterAll(() => server.close())

    const textAt = async (path: string, who = visitor) => textOf((await who.get(path)).html)

    test('an empty gallery says that nothing was downloaded, on every page, and its files have heads only', async () => {
      for (const path of ['/stats', '/stats/packages', '/stats/packages?period=all', '/stats/packageversions']) {
        const page = await visitor.get(path)
        expect(page.status, path).toBe(200)
        expect(textOf(page.html), path).toMatch(/Nothing (has been|was) downloaded/)
        expect(textOf(page.html), path).toContain('Last updated:')
        expect(page.html, path).not.toContain('chart.js')
      }
      expect((await visitor.get('/stats/packages?format=csv')).html).toBe('package,downloads\r\n')
      expect((await visitor.get('/stats?format=csv&table=clients')).html).toBe('client,clientVersion,downloads\r\n')
      for (const path of [
        '/stats/packages/nothing',
        '/stats/packages/nothing/1.0.0',
        '/stats/reports/packages/nothing',
      ]) {
        expect((await visitor.get(path)).status, path).toBe(404)
      }
    })

    test('a package nobody downloaded says so, and so does a period without downloads', async () => {
      expect((await push(server, secret, { id: 'Counted.Core' })).status).toBe(201)
      expect((await push(server, secret, { id: 'Counted.Core', version: '2.0.0' })).status).toBe(201)
      expect((await push(server, secret, { id: 'Counted.Other' })).status).toBe(201)
      expect(await textAt('/stats/packages/Counted.Core')).toContain('No downloads between these days')
      expect(await textAt('/packages/Counted.Core')).toContain('Nothing was downloaded in the last six weeks.')
    })

    test('every download counts once: totals, lists, clients and weeks', async () => {
      await download(server, 'Counted.Core', '1.0.0', xplat, 3)
      await download(server, 'Counted.Core', '2.0.0', paket, 2)
      await download(server, 'Counted.Other', '1.0.0', 'Mozilla/5.0 (X11)')
      await settle(server)
      const page = await textAt('/stats')
      expect(page).toContain('2 packages 3 versions 6 downloads')
      expect(page).toMatch(/1 Counted\.Core 5 2 Counted\.Other 1/)
      expect(page).toMatch(/1 Counted\.Core 1\.0\.0 3 2 Counted\.Core 2\.0\.0 2/)
      expect((await visitor.get('/stats?format=csv&table=clients')).html).toBe(
        'client,clientVersion,downloads\r\nNuGet xplat,7.0.0,3\r\nPaket,8.0.3,2\r\nbrowser,,1\r\n',
      )
      const weeks = (await visitor.get('/stats?format=csv&table=weeks')).html.trim().split('\r\n')
      expect(weeks).toHaveLength(7)
      expect(weeks.at(-1)).toMatch(/^\d{4}-\d\d-\d\d,6$/)
      expect(await (await fetch(`${server.url}/stats/totals`)).json()).toEqual({
        packages: 2,
        versions: 3,
        downloads: 6,
      })
    })

    test('a list as a file says what it is, and nothing takes it for a page', async () => {
      const csv = await visitor.get('/stats/packageversions?period=all&format=csv')
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
      expect(csv.headers.get('content-disposition')).toMatch(
        /^attachment; filename="downloads-packageversions-all-\d{4}-\d\d-\d\d\.csv"$/,
      )
      expect(csv.headers.get('x-content-type-options')).toBe('nosniff')
      expect(csv.html).toBe(
        'package,version,downloads\r\nCounted.Core,1.0.0,3\r\nCounted.Core,2.0.0,2\r\nCounted.Other,1.0.0,1\r\n',
      )
    })

    test('a package is told apart by the columns asked for, on the page, as CSV and as JSON', async () => {
      const path = '/stats/packages/counted.core'
      const page = await textAt(path)
      expect(page).toContain('Downloads of Counted.Core')
      expect(page).toMatch(/5 downloads from .* to /)
      expect(page).toMatch(/Version Downloads 1\.0\.0 3 2\.0\.0 2/)
      const csv = async (query: string, of = path) =>
        (await visitor.get(`${of}?format=csv${query}`)).html.trim().split('\r\n')
      expect(await csv('&by=client')).toEqual(['client,downloads', 'NuGet xplat,3', 'Paket,2'])
      expect(await csv('&by=client-version&by=version&by=client')).toEqual([
        'version,client,clientVersion,downloads',
        '1.0.0,NuGet xplat,7.0.0,3',
        '2.0.0,Paket,8.0.3,2',
      ])
      expect(await csv('', `${path}/2.0`)).toEqual(['client,clientVersion,downloads', 'Paket,8.0.3,2'])
      expect((await visitor.get(`${path}?format=csv`)).headers.get('content-disposition')).toContain(
        'downloads-Counted.Core-',
      )
      expect(await csv('&by=version', `${path}/2.0.0`)).toEqual(['client,clientVersion,downloads', 'Paket,8.0.3,2'])
      expect(await (await fetch(`${server.url}/stats/reports/packages/Counted.Core`)).json()).toMatchObject({
        id: 'Counted.Core',
        version: null,
        downloads: 5,
        rows: [
          { version: '1.0.0', client: 'NuGet xplat', clientVersion: '7.0.0', downloads: 3 },
          { version: '2.0.0', client: 'Paket', clientVersion: '8.0.3', downloads: 2 },
        ],
      })
      expect(await (await fetch(`${server.url}/stats/reports/packages/Counted.Core/2.0.0`)).json()).toMatchObject({
        version: '2.0.0',
        rows: [{ client: 'Paket', clientVersion: '8.0.3', downloads: 2 }],
      })
    })

    test('a version that strangers do not see is counted without its name; its owners read the name', async () => {
      expect((await unlist(server, secret, 'Counted.Core', '1.0.0')).status).toBe(200)
      const stranger = await textAt('/stats/packages/Counted.Core')
      expect(stranger).toMatch(/Unlisted and deleted versions 3 2\.0\.0 2/)
      expect(stranger).not.toMatch(/\b1\.0\.0\b/)
      expect(await textAt('/stats/packages/Counted.Core', await signIn(server, ann))).toMatch(/1\.0\.0 3 2\.0\.0 2/)
      const report = (await (await fetch(`${server.url}/stats/reports/packages/Counted.Core`)).json()) as Report
      expect(report.rows[0]).toMatchObject({ version: '', downloads: 3 })
      const packages = await textAt('/packages/Counted.Core')
      expect(packages).toContain('Downloads in the last six weeks')
      expect(packages).toContain('5 downloads in the last six weeks')
    })

    test('what is hidden on the package page is hidden in its statistics', async () => {
      expect((await push(server, secret, { id: 'Counted.Hidden' })).status).toBe(201)
      await server.deps.db.transaction(async (tx) => {
        const { id } = await tx
          .selectFrom('packages')
          .select('id')
          .where('lower_id', '=', 'counted.hidden')
          .executeTakeFirstOrThrow()
        await tx.updateTable('packages').set({ locked_at: 1 }).where('id', '=', id).execute()
        await tx.updateTable('versions').set({ listed: 0 }).where('package_key', '=', id).execute()
      })
      for (const path of ['packages', 'reports/packages'].map((folder) => `/stats/${folder}/Counted.Hidden`)) {
        expect((await visitor.get(path)).status, path).toBe(404)
        expect((await visitor.get(`${path}/1.0.0?format=csv`)).status, path).toBe(404)
        expect((await (await signIn(server, ann)).get(path)).status, path).toBe(200)
      }
    })

    test('six weeks later the lists of six weeks are empty, all time is not, and any period can be asked for', async () => {
      const today = server.clock.now()
      server.clock.advance(60 * day)
      try {
        expect(await textAt('/stats')).toContain('Nothing was downloaded in the last six weeks.')
        expect(await textAt('/stats/packages')).toContain('Nothing was downloaded in the last six weeks.')
        expect(await textAt('/stats/packages?period=all')).toMatch(/1 Counted\.Core 5/)
        const path = '/stats/packages/Counted.Core'
        expect(await textAt(path)).toContain('No downloads between these days')
        for (const period of ['year', 'all']) {
          expect(await textAt(`${path}?period=${period}`), period).toContain('5 downloads from')
        }
        const date = today.toISOString().slice(0, 10)
        expect(await textAt(`${path}?from=${date}&to=${date}`)).toContain('5 downloads from')
        expect((await visitor.get(`${path}?from='&to=9999-99-99&by=%3Cb%3E&period=x`)).status).toBe(200)
        const ages = await visitor.get(`${path}?from=0001-01-01`)
        expect([ages.status, ages.html.length < 200_000]).toEqual([200, true])
        expect(textOf(ages.html)).toContain(`The first download was counted on ${formatDate('en', today)}.`)
      } finally {
        server.clock.set(today)
      }
    })

    test('the home page shows what was published last and downloaded most, and how to begin', async () => {
      server.clock.advance(11_000)
      await expect.poll(() => textAt('/')).toMatch(/Recently published Counted\.Other 1\.0\.0 .*Counted\.Core 2\.0\.0/)
      const page = await textAt('/')
      expect(page).toMatch(/Most downloaded In the last six weeks Counted\.Core 5 downloads Counted\.Other 1 download/)
      expect(page).toContain(
        `dotnet nuget add source ${server.url}/v3/index.json --name lode --allow-insecure-connections`,
      )
      expect(page).toMatch(/dotnet add package PACKAGE .*dotnet restore/)
      expect(page).toMatch(/dotnet nuget push PACKAGE\.nupkg --api-key KEY --source/)
      expect(page).not.toContain('Counted.Hidden')
    })
  })
})

describe('on a private gallery', () => {
  test('statistics are for those who signed in', async () => {
    const server = await startTestServer({ settings: { LODE_READS: 'private' } })
    try {
      for (const path of ['/stats', '/stats/packages', '/stats/totals', '/stats/reports/packages/a']) {
        const answer = await openVisitor(server).get(path)
        expect([answer.status, answer.location], path).toEqual([
          303,
          `/users/account/LogOn?returnUrl=${encodeURIComponent(path)}`,
        ])
      }
      const ann = await signIn(server, await createUser(server, { name: 'ann' }))
      expect((await ann.get('/stats')).status).toBe(200)
    } finally {
      await server.close()
    }
  })
})

describe('with LODE_STATISTICS=private', () => {
  test('owners see their own packages, administrators everything, and others totals alone', async () => {
    const server = await startTestServer({ settings: { LODE_STATISTICS: 'private' } })
    try {
      const ann = await createUser(server, { name: 'ann' })
      const secret = await createKey(server, ann)
      await push(server, secret, { id: 'Counted.Core' })
      await download(server, 'Counted.Core', '1.0.0', xplat, 3)
      await settle(server)
      const [owner, other, admin] = [
        await signIn(server, ann),
        await signIn(server, await createUser(server, { name: 'ben' })),
        await signIn(server, await createUser(server, { name: 'root', admin: true })),
      ]
      const gallery = ['/stats', '/stats/packages', '/stats/packageversions', '/stats/totals']
      const ofPackage = ['/stats/packages/Counted.Core', '/stats/packages/Counted.Core/1.0.0?format=csv']
      const reports = ['/stats/reports/packages/Counted.Core', '/stats/reports/packages/Counted.Core/1.0.0']
      const statuses = (who: Visitor, paths: readonly string[]) =>
        Promise.all(paths.map(async (path) => (await who.get(path)).status))
      const all = [...gallery, ...ofPackage, ...reports]
      for (const who of [openVisitor(server), other]) {
        expect(new Set(await statuses(who, all))).toEqual(new Set([404]))
        const page = (await who.get('/packages/Counted.Core')).html
        expect(page).not.toMatch(/href="\/stats|last six weeks|download-chart/)
        expect(textOf(page)).toContain('All versions 3 This version 3')
        const home = (await who.get('/')).html
        expect(home).not.toMatch(/href="\/stats/)
        expect(textOf(home)).toContain('1 package 1 version')
        expect(textOf(home)).not.toMatch(/\d downloads|Most downloaded/)
      }
      expect(new Set(await statuses(owner, gallery))).toEqual(new Set([404]))
      expect(new Set(await statuses(owner, [...ofPackage, ...reports]))).toEqual(new Set([200]))
      expect(textOf((await owner.get('/packages/Counted.Core')).html)).toContain('3 downloads in the last six weeks')
      expect(new Set(await statuses(admin, all))).toEqual(new Set([200]))
      expect((await admin.get('/')).html).toContain('href="/stats"')
    } finally {
      await server.close()
    }
  })
})

describe.skipIf(!hasBrowser)('statistics in a browser', () => {
  let server: TestServer
  let secret: string

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    secret = await createKey(server, await createUser(server, { name: 'ann' }))
    const long = `A.Rather.Long.Name.${'Of.A.Package.'.repeat(5)}Here`
    for (const id of ['Plotted.Core', long]) {
      for (const version of ['1.0.0', '1.1.0', '2.0.0-beta.1']) {
        expect((await push(server, secret, { id, version, description: `What ${id} does.` })).status).toBe(201)
      }
    }
    const start = server.clock.now()
    for (const [i, client] of [xplat, paket, 'curl/8.9', 'Mozilla/5.0', 'something of its own'].entries()) {
      server.clock.set(new Date(start.getTime() - (20 - 4 * i) * day))
      await download(server, 'Plotted.Core', '1.0.0', client, i + 1)
      await download(server, 'Plotted.Core', i % 2 === 0 ? '1.1.0' : '2.0.0-beta.1', client, 3)
      await download(server, long, '1.0.0', client)
    }
    server.clock.set(start)
    await settle(server)
  })
  afterAll(() => server.close())

  const pages = [
    '/',
    '/stats',
    '/stats/packages',
    '/stats/packageversions?period=all',
    '/stats/packages/Plotted.Core',
    '/stats/packages/Plotted.Core?by=version&by=client&by=client-version&period=year',
    '/stats/packages/Plotted.Core/1.0.0',
    '/packages/Plotted.Core',
  ]

  test.each([
    ['en', 'light', 1200],
    ['zh-CN', 'dark', 390],
  ] as const)('its pages have no serious fault and fit the window: %s, %s, %d wide', async (language, theme, width) => {
    const page = await newPage(server, { language, theme, viewport: { width, height: 800 } })
    for (const path of pages) {
      await page.goto(path)
      await expectNoSidewaysScroll(page)
      for (const details of await page.locator('download-chart details').all()) await details.locator('summary').click()
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
    }
  })

  test('the library draws over what the page drew, in its place, and tells the numbers of the day pointed at', async () => {
    const page = await newPage(server)
    await page.addInitScript(`window.moved = 0
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.moved += value)))
        .observe({ type: 'layout-shift', buffered: true })`)
    await page.goto('/stats/packages/Plotted.Core')
    const chart = page.locator('download-chart').first()
    await chart.locator('.uplot canvas').waitFor()
    expect(await page.evaluate('window.moved')).toBeLessThan(0.01)
    const values = () => chart.locator('.chart-value').allTextContents()
    const total = await values()
    expect(total).toEqual(['15', '9', '6'])
    const over = chart.locator('.u-over')
    const { width } = (await over.boundingBox()) ?? { width: 0 }
    await over.hover({ position: { x: width - 1, y: 20 } })
    await expect.poll(values).toEqual(['0', '0', '0'])
    expect(await chart.locator('.chart-day').textContent()).toMatch(/\d{4}$/)
    await page.mouse.move(1, 1)
    await expect.poll(values).toEqual(total)
  })

  test('without script the lines, the table and the form are all there', async () => {
    const page = await newPage(server, { scripts: false })
    await page.goto('/stats/packages/Plotted.Core')
    const picture = page.getByRole('img', { name: /^By version/ })
    expect(await picture.isVisible()).toBe(true)
    expect(await picture.locator('polyline').count()).toBe(3)
    await page.getByText('The numbers as a table').first().click()
    const table = page.locator('download-chart').first().getByRole('table')
    expect(await table.isVisible()).toBe(true)
    expect(await table.locator('tbody tr').count()).toBe(42)
    await page.getByLabel('Client', { exact: true }).check()
    await page.getByLabel('Version', { exact: true }).uncheck()
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('link', { name: 'Last year' }).click()
    expect(new URL(page.url()).search).toBe('?period=year&by=client')
    expect(await page.getByRole('columnheader', { name: 'Client' }).count()).toBe(1)
    expect(await page.getByRole('row', { name: 'Paket' }).first().textContent()).toContain('5')
  })

  test('the library is loaded where there is a plot of it, and nowhere else', async () => {
    const visitor = openVisitor(server)
    const scripts = async (path: string) => (await visitor.get(path)).html.match(/<script [^>]*>/g)?.length
    expect(await scripts('/stats/packages/Plotted.Core')).toBe(2)
    for (const path of ['/', '/packages', '/packages/Plotted.Core', '/stats/packages'])
      expect(await scripts(path), path).toBe(1)
    const manifest = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', 'dist', 'public', 'manifest.json'), 'utf8'),
    ) as Record<string, string>
    expect(Object.keys(manifest)).toContain('chart.js')
  })
})

describe.skipIf(!hasBrowser || !hasDotnet)('statistics with the stock client', () => {
  let server: TestServer
  let dotnet: Dotnet
  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    dotnet = openDotnet(server)
  })
  afterAll(() => server.close())

  test(
    'gallery 65: three restores raise totals, version and client statistics by three',
    { timeout: 120_000 },
    async () => {
      const secret = await createKey(server, await createUser(server, { name: 'ann' }))
      for (const version of ['1.0.0', '2.0.0']) {
        expect((await push(server, secret, { id: 'SixtyFive', version })).status).toBe(201)
      }
      const report = async (path: string) =>
        (await (await fetch(`${server.url}/stats/reports/packages/${path}`)).json()) as Report
      expect((await report('SixtyFive')).downloads).toBe(0)
      const project = dotnet.project('Consumer', { packages: { SixtyFive: '[1.0.0]' } })
      for (let restored = 1; restored <= 3; restored++) {
        dotnet.forgetDownloads()
        const answer = await dotnet.run(['restore', '--no-cache', '--force'], { cwd: project })
        expect(answer.code, answer.text).toBe(0)
        await settle(server)
        expect((await report('SixtyFive')).downloads).toBe(restored)
      }
      expect((await report('SixtyFive/1.0.0')).rows).toEqual([
        { client: expect.stringMatching(/^NuGet/), clientVersion: expect.stringMatching(/^\d+\./), downloads: 3 },
      ])
      expect((await report('SixtyFive/2.0.0')).rows).toEqual([])

      const page = await newPage(server)
      await page.goto('/')
      await page.getByRole('link', { name: 'Statistics', exact: true }).click()
      await page.locator('.counters', { hasText: '3 downloads' }).waitFor()
      const rows = (name: string | RegExp) => page.getByRole('row', { name })
      expect(await rows(/^1 SixtyFive 3$/).count()).toBe(1)
      expect(await rows(/^1 SixtyFive 1\.0\.0 3$/).count()).toBe(1)
      expect(await rows(/^NuGet .* 3$/).count()).toBe(1)
      await page.goto('/packages/SixtyFive/1.0.0')
      await page.getByRole('img', { name: '3 downloads in the last six weeks' }).waitFor()
      await page.getByRole('link', { name: 'Full statistics' }).first().click()
      await page.getByText(/^3 downloads from /).waitFor()
      expect(await rows('1.0.0 3').count()).toBe(1)
    },
  )
})
