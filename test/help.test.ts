import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { tasks } from '../src/help/tasks.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { buildNupkg } from './build-nupkg.ts'
import { hasDotnet, openDotnet } from './dotnet.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

describe('help', () => {
  let server: TestServer
  let ann: Account
  let secret: string
  let visitor: Visitor

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    ann = await createUser(server, { name: 'ann' })
    secret = await createKey(server, ann)
    for (const id of ['Fabrikam.Core', 'Fabrikam.Mail']) await push(server, secret, { id, version: '1.0.0' })
    visitor = await signIn(server, ann)
  })
  afterAll(() => server.close())

  test('is found from the home page and from every footer', async () => {
    const { html } = await visitor.get('/')
    expect(html.match(/href="\/help"/g)).toHaveLength(2)
    expect((await visitor.get('/account')).html).toContain('href="/help"')
    expect((await visitor.get('/help/nothing')).status).toBe(404)
  })

  test('is about the packages of whoever reads, and about none that is theirs for strangers', async () => {
    const own = textOf((await visitor.get('/help/source-mapping')).html)
    expect(own).toContain('<package pattern="Fabrikam.*" />')
    expect(own).not.toContain('Sign in, and')
    const strange = textOf((await openVisitor(server).get('/help/source-mapping')).html)
    expect(strange).toContain('<package pattern="Contoso.*" />')
    expect(strange).toContain('Sign in, and the examples are about your own packages.')
  })

  test('of a private gallery is for its readers, and has the key as the password', async () => {
    const hidden = await startTestServer({ settings: { LODE_READS: 'private' } })
    try {
      expect((await openVisitor(hidden).get('/help')).status).toBe(303)
      const reader = await signIn(hidden, await createUser(hidden, { name: 'ben' }))
      const page = textOf((await reader.get('/help/set-up')).html)
      expect(page).toContain('This gallery is private')
      expect(page).toContain('--username ben --password KEY')
      expect(page).toContain('%LODE_KEY%')
    } finally {
      await hidden.close()
    }
  })

  /** What the button of this label would copy. */
  async function snippetOf(task: string, label: string): Promise<string> {
    const { html } = await visitor.get(`/help/${task}`)
    const before = html.slice(0, html.indexOf(`aria-label="${label}"`))
    const text = /.*data-text="([^"]*)"/s.exec(before)?.[1] ?? ''
    return text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
  }

  describe.skipIf(!hasDotnet)('with the real client', { timeout: 120_000 }, () => {
    test('what it says pushes, and restores with mapped sources and central versions', async () => {
      const dotnet = openDotnet(server)
      const folder = join(dotnet.folder, 'work')
      mkdirSync(join(folder, 'packages'), { recursive: true })
      const file = join(folder, 'packages', 'Fabrikam.New.1.0.0.nupkg')
      writeFileSync(file, await buildNupkg({ id: 'Fabrikam.New', version: '1.0.0' }))
      const pipeline = await snippetOf('github-actions', 'Copy: .github/workflows/publish.yml')
      const line = /run: dotnet (nuget push .*)/.exec(pipeline)?.[1] ?? ''
      const words = line.replaceAll('"', '').replace('$LODE_KEY', secret).split(' ')
      const pushed = await dotnet.run(words, { cwd: folder })
      expect([pushed.code, pushed.text]).toEqual([0, expect.stringContaining('Your package was pushed.')])

      // Its other source, nuget.org, is nobody's business here: packages do not come from there, nor do vulnerabilities.
      const properties = { NuGetAudit: 'false' }
      const xml = await snippetOf('central-packages', 'Copy: In each project file')
      const project = dotnet.project('Mapped', { properties, xml })
      writeFileSync(
        join(project, 'Directory.Packages.props'),
        await snippetOf('central-packages', 'Copy: Directory.Packages.props'),
      )
      writeFileSync(join(project, 'nuget.config'), await snippetOf('source-mapping', 'Copy: nuget.config'))
      const restored = await dotnet.run(['restore'], { cwd: project })
      expect([restored.code, restored.text]).toEqual([0, expect.not.stringMatching(/warn|error/)])
    })
  })

  describe.skipIf(!hasBrowser)('in a browser', () => {
    test.each([
      ['en', 'light', 1200],
      ['zh-CN', 'dark', 390],
    ] as const)('its pages are accessible and fit the window: %s, %s, %d wide', async (language, theme, width) => {
      const page = await newPage(server, { language, theme, viewport: { width, height: 800 }, as: visitor })
      for (const path of ['/help', ...tasks.map(({ name }) => `/help/${name}`)]) {
        await page.goto(path)
        await expectNoSeriousAxe(page)
        await expectNoSidewaysScroll(page)
      }
    })
  })
})
