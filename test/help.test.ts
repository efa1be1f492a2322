import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Account } from '../src/accounts/account.ts'
import { tasks } from '../src/help/tasks.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { buildNupkg } from './build-nupkg.ts'
import { hasDotnet, openDotnet, type Dotnet } from './dotnet.ts'
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
    expect(own).not.toContain('made up')
    const strange = textOf((await openVisitor(server).get('/help/source-mapping')).html)
    expect(strange).toContain('<package pattern="Contoso.*" />')
    expect(strange).toContain('Contoso.Core in the examples is made up')
    expect(strange).toContain('Sign in to see your own packages in them.')
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

  /** What the buttons of this page would copy, in their order. */
  async function snippetsOf(task: string, who = visitor): Promise<readonly string[]> {
    const { html } = await who.get(`/help/${task}`)
    return Array.from(html.matchAll(/data-text="([^"]*)"/g), ([, text = '']) =>
      text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    )
  }

  const find = (snippets: readonly string[], beginning: string): string => {
    const found = snippets.find((text) => text.startsWith(beginning))
    if (found === undefined) throw new Error(`no snippet begins ${beginning}: ${snippets.join('\n\n')}`)
    return found
  }

  /** A computer of its own, on which nobody has set anything up, and no way to nuget.org, which has no part in this. */
  function openComputer(): Dotnet {
    const dotnet = openDotnet(server)
    rmSync(join(dotnet.folder, 'nuget.config'))
    const settings = join(dotnet.folder, '.home', '.nuget', 'NuGet')
    mkdirSync(settings, { recursive: true })
    writeFileSync(join(settings, 'NuGet.Config'), '<configuration><packageSources /></configuration>')
    return dotnet
  }

  describe.skipIf(!hasDotnet)('with the real client', { timeout: 180_000 }, () => {
    test('what it says, copied into a terminal line by line, sets up, packs, pushes, finds, adds and unlists', async () => {
      const computer = openComputer()
      const shell = async (text: string, cwd: string) => {
        const { code, text: said } = await computer.shell(text.replace(/\bKEY\b/g, secret), { cwd })
        expect([code, said], text).toEqual([0, expect.not.stringMatching(/\berror\b|warn(ing)? [A-Z]+\d/)])
        return said
      }
      const setUp = await snippetsOf('set-up')
      const publish = await snippetsOf('push')
      await shell(find(setUp, 'dotnet nuget add source'), computer.folder)

      // Two projects in a solution: pack takes both, and the push takes what was packed.
      const properties = { Version: '1.0.0', Description: 'What it does.', PackageLicenseExpression: 'MIT' }
      for (const id of ['Fabrikam.One', 'Fabrikam.Two']) {
        computer.project(id, { properties: { ...properties, PackageId: id } })
      }
      const projects = ['Fabrikam.One', 'Fabrikam.Two'].map((id) => `  <Project Path="${id}/${id}.csproj" />`)
      writeFileSync(join(computer.folder, 'Fabrikam.slnx'), `<Solution>\n${projects.join('\n')}\n</Solution>\n`)
      await shell(find(publish, 'dotnet pack'), computer.folder)
      expect(await shell(find(publish, 'dotnet nuget push'), computer.folder)).toContain('Your package was pushed.')

      const found = await shell(find(setUp, 'dotnet package search'), computer.folder)
      expect(found).toMatch(/Fabrikam\.Core .*1\.0\.0/)
      const user = computer.project('User', { properties: { NuGetAudit: 'false' } })
      await shell(find(setUp, 'dotnet add package').replace('Fabrikam.Core', 'Fabrikam.One'), user)
      expect(readFileSync(join(user, 'User.csproj'), 'utf8')).toContain('Include="Fabrikam.One" Version="1.0.0"')

      await shell(find(publish, 'dotnet nuget delete').replace('Fabrikam.Core', 'Fabrikam.Two'), computer.folder)
      const { html } = await openVisitor(server).get('/packages?q=fabrikam.two')
      expect(html).not.toContain('/packages/Fabrikam.Two')
    })

    test('the step of a pipeline pushes, and mapped sources and central versions restore', async () => {
      const computer = openComputer()
      mkdirSync(join(computer.folder, 'packages'))
      const nupkg = await buildNupkg({ id: 'Fabrikam.New', version: '1.0.0' })
      writeFileSync(join(computer.folder, 'packages', 'Fabrikam.New.1.0.0.nupkg'), nupkg)
      const { jobs } = parse(find(await snippetsOf('github-actions'), 'name: Publish')) as {
        jobs: { publish: { steps: { run?: string }[] } }
      }
      const step = jobs.publish.steps.at(-1)?.run ?? ''
      for (const said of ['Your package was pushed.', 'already exists']) {
        const pushed = await computer.shell(step, { cwd: computer.folder, env: { LODE_KEY: secret } })
        expect([pushed.code, pushed.text]).toEqual([0, expect.stringContaining(said)])
      }

      // Its other source, nuget.org, is nobody's business here: packages do not come from there, nor do vulnerabilities.
      const central = await snippetsOf('central-packages')
      const project = computer.project('Mapped', {
        properties: { NuGetAudit: 'false' },
        xml: find(central, '<ItemGroup>'),
      })
      writeFileSync(join(project, 'Directory.Packages.props'), find(central, '<Project>'))
      writeFileSync(join(project, 'nuget.config'), find(await snippetsOf('source-mapping'), '<?xml'))
      const restored = await computer.run(['restore'], { cwd: project })
      expect([restored.code, restored.text]).toEqual([0, expect.not.stringMatching(/warn|error/)])
    })

    test('of a private gallery, too: the source with its key, and the file that has it from the environment', async () => {
      const hidden = await startTestServer({ settings: { LODE_READS: 'private' } })
      try {
        const ben = await createUser(hidden, { name: 'ben' })
        const key = await createKey(hidden, ben)
        await push(hidden, key, { id: 'Secret.Core', version: '1.0.0' })
        const snippets = await snippetsOf('source-mapping', await signIn(hidden, ben))
        const computer = openComputer()
        const project = computer.project('Reader', {
          properties: { NuGetAudit: 'false' },
          packages: { 'Secret.Core': '1.0.0' },
        })
        writeFileSync(join(project, 'nuget.config'), find(snippets, '<?xml'))
        const refused = await computer.shell('dotnet restore', { cwd: project })
        expect([refused.code, refused.text]).toEqual([1, expect.stringMatching(/NU1301|401/)])
        const line = find(snippets, 'export ').replace(/\bKEY$/, key)
        const restored = await computer.shell(`${line}\ndotnet restore`, { cwd: project })
        expect([restored.code, restored.text]).toEqual([0, expect.not.stringMatching(/warn|error/)])

        const setUp = await snippetsOf('set-up', await signIn(hidden, ben))
        const lines = [find(setUp, 'dotnet nuget add source'), find(setUp, 'dotnet package search')]
        const said = await computer.shell(lines.join('\n').replace(/\bKEY\b/g, key), { cwd: computer.folder })
        expect([said.code, said.text]).toEqual([0, expect.stringMatching(/Secret\.Core .*1\.0\.0/)])
      } finally {
        await hidden.close()
      }
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
