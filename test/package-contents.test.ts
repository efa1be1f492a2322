import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

const hostile = '<script>window.hacked = 1</script>\n<img src=x onerror="window.hacked=2">'
const files = {
  'lib/net8.0/Shown.dll': Buffer.from('MZ\x90\0\x03', 'latin1'),
  'tools/run.ps1': 'Write-Host "hello"\n',
  'content/odd <b>&"\' 名字 #?.txt': 'odd',
  'content/page.html': hostile,
  'content/turned.cs': 'if (isAdmin\u202e) {}',
  'content/empty.txt': '',
  'content/long.txt': 'x'.repeat(600_000),
}

describe.each(['sqlite', 'postgres'] as const)('what is in a package, on %s', (database) => {
  describe.skipIf(!canRunOn(database))('its pages', () => {
    let server: TestServer
    let ann: Account
    let secret: string
    let visitor: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
      visitor = openVisitor(server)
      for (const [version, more] of [
        ['1.0.0', { description: 'Old words.' }],
        ['2.0.0', { description: 'New words.' }],
      ] as const) {
        const own = version === '2.0.0' ? { ...files, 'tools/new.txt': 'new' } : files
        expect((await push(server, secret, { id: 'Shown', version, files: own, ...more })).status).toBe(201)
      }
    })
    afterAll(() => server.close())

    const of = (path: string) => `/packages/shown/2.0.0/files${path}`

    test('folders can be walked from the package page down to a file', async () => {
      expect((await visitor.get('/packages/Shown')).html).toContain('href="/packages/Shown/2.0.0/files"')
      const root = await visitor.get(of(''))
      expect(textOf(root.html)).toMatch(/content\/ 5 files.* lib\/ 1 file,.* tools\/ 2 files,/)
      const link = /href="([^"]+)"[^>]*><bdi>odd/.exec((await visitor.get(of('/content'))).html)?.[1] ?? ''
      const odd = await visitor.get(link.replaceAll('&amp;', '&').replaceAll('&#39;', "'"))
      expect(odd.status).toBe(200)
      expect(odd.html).toContain('odd &lt;b&gt;&amp;')
    })

    test('text is shown as text, whatever it says; anything else says why it is not', async () => {
      const page = await visitor.get(of('/content/page.html'))
      expect(page.html).not.toMatch(/<script>window|<img src=x/)
      expect(textOf(page.html)).toMatch(/window \. hacked = 1|window\.hacked = 1/)
      expect(textOf((await visitor.get(of('/tools/run.ps1'))).html)).toContain('Write-Host "hello"')
      const sentences = [
        ['/lib/net8.0/Shown.dll', 'This file is not text'],
        ['/content/long.txt', 'This file is longer than 512 KB'],
        ['/content/empty.txt', 'This file is empty.'],
        ['/content/turned.cs', 'turn the direction of writing'],
      ] as const
      for (const [path, sentence] of sentences) {
        expect(textOf((await visitor.get(of(path))).html), path).toContain(sentence)
      }
    })

    test('a file is downloaded as it is, and never opened as a page of the gallery', async () => {
      const response = await fetch(`${server.url}${of('/content/page.html')}?download`)
      expect(await response.text()).toBe(hostile)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': "attachment; filename*=UTF-8''page.html",
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
      })
    })

    test.each(['/nothing', '/lib/net8.0/shown', '/..%2f..%2fetc/passwd', '/%00', '/lib%2fnet8.0%2f..'])(
      'there is nothing at %s',
      async (path) => {
        expect((await visitor.get(of(path))).status).toBe(404)
      },
    )

    test('the two newest versions are compared until others are chosen', async () => {
      const newest = textOf((await visitor.get('/packages/Shown/compare')).html)
      expect(newest).toMatch(/Description changed Old words\. New words\./)
      expect(newest).toContain('tools/new.txt added')
      expect(newest).toContain('7 files are the same in both.')
      const same = textOf((await visitor.get('/packages/Shown/compare?from=1.0&to=1.0.0')).html)
      expect(same.match(/No difference\./g)).toHaveLength(3)
      const missing = await visitor.get('/packages/Shown/compare?from=1.0.0&to=<b>9')
      expect(missing.status).toBe(404)
      expect(textOf(missing.html)).toContain('There is no version <b>9 of this package.')
    })

    test('of a text file that changed, the lines are shown; of anything else, why not', async () => {
      const newest = await visitor.get('/packages/Shown/compare')
      const link = /href="(\/packages\/Shown\/compare\/Shown\.nuspec\?[^"]+)"/.exec(newest.html)?.[1] ?? ''
      const page = await visitor.get(link.replaceAll('&amp;', '&'))
      expect(page.status).toBe(200)
      expect(page.html).toMatch(/<del class="diff-line">.*-\s+&lt;description&gt;Old words\./s)
      expect(page.html).toMatch(/<ins class="diff-line">.*\+\s+&lt;description&gt;New words\./s)
      const at = (path: string, query = 'from=1.0.0&to=2.0.0') =>
        visitor.get(`/packages/shown/compare/${path}?${query}`)
      expect(textOf((await at('TOOLS/new.txt')).html)).toContain('+ new')
      expect(textOf((await at('lib/net8.0/Shown.dll')).html)).toContain('not text in both versions')
      expect(textOf((await at('content/long.txt')).html)).toContain('too long to compare')
      expect(textOf((await at('tools/run.ps1')).html)).toContain('The lines are the same')
      const nothing = [
        await at('no/such.txt'),
        await at('tools/run.ps1', 'from=1.0.0&to=9'),
        await at('tools/run.ps1', ''),
      ]
      expect(nothing.map(({ status }) => status)).toEqual([404, 404, 404])
    })

    test('what is hidden on the package page is hidden here; a deleted version has no files', async () => {
      expect((await push(server, secret, { id: 'Hidden', files })).status).toBe(201)
      const { db } = server.deps
      expect((await visitor.get('/packages/hidden/1.0.0/files')).status).toBe(200)
      await db.transaction(async (tx) => {
        const { id } = await tx
          .selectFrom('packages')
          .select('id')
          .where('lower_id', '=', 'hidden')
          .executeTakeFirstOrThrow()
        await tx.updateTable('packages').set({ locked_at: 1 }).where('id', '=', id).execute()
        await tx.updateTable('versions').set({ listed: 0 }).where('package_key', '=', id).execute()
      })
      const diff = 'compare/tools/run.ps1?from=1.0.0&to=1.0.0'
      for (const path of ['1.0.0/files', '1.0.0/files/tools/run.ps1', '1.0.0/files/tools/run.ps1?download', diff]) {
        expect((await visitor.get(`/packages/hidden/${path}`)).status, path).toBe(404)
        expect((await (await signIn(server, ann)).get(`/packages/hidden/${path}`)).status, path).toBe(200)
      }
      await db.transaction((tx) =>
        tx.updateTable('versions').set({ deleted_at: 1 }).where('package_id', '=', 'Hidden').execute(),
      )
      expect((await (await signIn(server, ann)).get('/packages/hidden/1.0.0/files')).status).toBe(404)
    })

    test('of versions pushed before places were kept, files are named but not read', async () => {
      expect((await push(server, secret, { id: 'Older', files })).status).toBe(201)
      const row = await server.deps.db.read
        .selectFrom('version_entries')
        .selectAll()
        .orderBy('version_key', 'desc')
        .executeTakeFirstOrThrow()
      const cells = (JSON.parse(row.entries) as unknown[][]).map((cell) => cell.slice(0, 3))
      const update = { entries: JSON.stringify(cells) }
      await server.deps.db.transaction((tx) =>
        tx.updateTable('version_entries').set(update).where('version_key', '=', row.version_key).execute(),
      )
      const file = await visitor.get('/packages/older/1.0.0/files/tools/run.ps1')
      expect(file.status).toBe(200)
      expect(textOf(file.html)).toContain('Download it to look.')
      expect(textOf(file.html)).not.toContain('Write-Host')
    })
  })
})

describe.skipIf(!hasBrowser)('what is in a package, in a browser', () => {
  let server: TestServer

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    const secret = await createKey(server, await createUser(server, { name: 'ann' }))
    const deep = `lib/net8.0/${'a-rather-long-folder-name/'.repeat(8)}file.txt`
    for (const version of ['1.0.0', '1.1.0']) {
      const own = { ...files, [deep]: version }
      expect((await push(server, secret, { id: 'Shown.In.Browser', version, files: own })).status).toBe(201)
    }
  })
  afterAll(() => server.close())

  test.each([
    ['en', 'light', 1200],
    ['zh-CN', 'dark', 390],
  ] as const)('its pages have no serious fault and fit the window: %s, %s, %d wide', async (language, theme, width) => {
    const page = await newPage(server, { language, theme, viewport: { width, height: 800 } })
    const root = '/packages/Shown.In.Browser/1.1.0/files'
    const folder = `${root}/lib/net8.0/${'a-rather-long-folder-name/'.repeat(8)}`
    const paths = ['', '/content', '/content/page.html', '/content/long.txt', '/tools/run.ps1'].map(
      (path) => root + path,
    )
    const compare = '/packages/Shown.In.Browser/compare'
    const diff = `${compare}/Shown.In.Browser.nuspec?from=1.0.0&to=1.1.0`
    for (const path of [...paths, folder, compare, diff]) {
      await page.goto(path)
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
      expect(await page.evaluate('window.hacked')).toBeUndefined()
    }
  })
})
