import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { askSupport } from '../src/contact/ask-support.ts'
import { closeTicket, reopenTicket } from '../src/contact/close-ticket.ts'
import { contactOwners } from '../src/contact/contact-owners.ts'
import { reportAbuse } from '../src/contact/report-abuse.ts'
import { createKey as makeKey } from '../src/keys/create-key.ts'
import { keyActions } from '../src/keys/key.ts'
import { requestPrefix } from '../src/prefixes/request-prefix.ts'
import { changeDeprecation } from '../src/publish/deprecate.ts'
import { changeReadme } from '../src/publish/write-readme.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { buildNupkg, type NupkgOptions } from './build-nupkg.ts'
import {
  addresses,
  fileNames,
  markdownAttacks,
  reflected,
  repositories,
  textAttacks,
  textFiles,
  type Attack,
} from './hostile/page-attacks.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, type Visitor } from './session.ts'

/**
 * Whatever a package holds does nothing but look odd. A few packages hold every attack of hostile/page-attacks.ts; the
 * pages that show them are opened in Chromium, with our content policy and without it, so that neither the policy nor
 * what the pages leave out has to do the other's work.
 */
const packages = 8

const pixel = Buffer.from('89504e470d0a1a0a', 'hex')
const icons = [
  Buffer.concat([pixel, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="hacked(1)"></svg>')]),
  Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<!doctype html><script>hacked(1)</script>')]),
]

/** Named in READMEs (page-attacks.ts): what they are is told by their bytes, not by their names. */
const pictures = {
  'content/page.png': '<!doctype html><script>hacked(1)</script>',
  'content/drawing.png': '<svg xmlns="http://www.w3.org/2000/svg" onload="hacked(1)"></svg>',
  'content/real.png': icons[0] ?? '',
  [`content/"onerror="hacked(1)'.png`]: icons[0] ?? '',
}

/** Every `packages`th, beginning with this one. */
const share = <T>(all: readonly T[], part: number): T[] => all.filter((_, i) => i % packages === part)
const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T
const joined = (attacks: readonly Attack[], between: string) => attacks.map(({ text }) => text).join(between)

const closing = markdownAttacks.filter(({ name }) => /^(an open|plain text)/.test(name))
const others = markdownAttacks.filter((one) => !closing.includes(one))

function markdownOf(part: number): string {
  return ['# Hostile', joined(share(others, part), '\n\n'), '\n\nThe end.\n\n', pick(closing, part).text].join('\n\n')
}

/** All of them, where one text has room for it. Those that swallow what follows come last, one after the other. */
const everyMarkdown = ['# Hostile', ...others, ...closing]
  .map((one) => (typeof one === 'string' ? one : one.text))
  .join('\n\n')

/** As part of an attribute. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A circle through all of them, one that is not here, and IDs as odd as IDs may be. */
function dependenciesOf(part: number) {
  const ids = [
    `Hostile.P${(part + 1) % packages}`,
    'Contoso.Core',
    `${'_'.repeat(90)}.${part}`,
    '__proto__',
    'constructor',
  ]
  return ids.map((id) => ({ id, version: '1.0.0' }))
}

function hostilePackage(part: number): NupkgOptions & { id: string } {
  const texts = [0, 1, 2].map((i) => pick(textAttacks, part * 3 + i))
  const words = joined(texts, '\n')
  const license = part % 2 === 0 ? 'LICENSE.md' : 'LICENSE.txt'
  return {
    id: `Hostile.P${part}`,
    title: pick(texts, 0).text,
    authors: `${pick(texts, 1).text}, Lode`,
    description: part === packages - 1 ? 'd'.repeat(3000) : words,
    tags: words,
    readme: part === packages - 1 ? undefined : markdownOf(part), // without one the description stands in its place
    license: null,
    icon: pick(icons, part),
    dependencies: [{ dependencies: dependenciesOf(part) }],
    metadata: [
      `<license type="file">${license}</license>`,
      `<summary>${escaped(words)}</summary>`,
      `<releaseNotes>${escaped(`${words}\n${joined(textAttacks, '\n')}`)}</releaseNotes>`,
      `<copyright>${escaped(words)}</copyright>`,
      `<projectUrl>${escaped(pick(addresses, part).text)}</projectUrl>`,
      `<repository type="git" url="${escaped(pick(repositories, part).text)}" branch="${escaped(pick(texts, 2).text)}" commit="${escaped(pick(texts, 1).text)}" />`,
      '<x:script xmlns:x="http://www.w3.org/1999/xhtml">hacked(1)</x:script>',
    ].join('\n'),
    files: {
      [license]: markdownOf(packages - 1 - part),
      ...pictures,
      ...Object.fromEntries(share(textFiles, part).map(({ name, text }) => [`content/${name}`, text])),
      ...Object.fromEntries(share(fileNames, part).map(({ text: name }) => [`content/${name}`, 'text'])),
      ...Object.fromEntries(share(fileNames, part).map(({ text }) => [`tools/${text}/x.txt`, 'text'])),
    },
  }
}

/** What is wrong with the page that is open: markup that came from an attack, or something that lies over the rest. */
const findFaults = `(() => {
  const faults = []
  const fault = (what, element) => faults.push(what + ': ' + element.outerHTML.slice(0, 160))
  const own = (url) => new URL(url, location.href).origin === location.origin
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName
    const at = (attribute) => element.getAttribute(attribute)
    for (const { name: attribute } of element.attributes) {
      if (/^on/i.test(attribute)) fault('a handler', element)
      if (attribute === 'srcdoc' || attribute === 'srcset') fault(attribute, element)
      if (attribute === 'style' && element.closest('.prose, .file-text')) fault(attribute, element)
    }
    if (['iframe', 'object', 'embed', 'base', 'style', 'video', 'audio', 'template', 'math', 'dialog'].includes(name)) {
      fault('an element that no page has', element)
    }
    if (name === 'script' && !(at('src') ?? '').startsWith('/assets/')) fault('a script', element)
    if (name === 'meta' && element.hasAttribute('http-equiv')) fault('a meta element', element)
    if ((name === 'link' || name === 'img' || name === 'use') && !own(at('href') ?? at('src') ?? '')) fault('far', element)
    if (name === 'form' && !own(element.getAttribute('action') ?? '')) fault('a form that leads away', element)
    if (element.hasAttribute('formaction') && !own(at('formaction'))) fault('a button that leads away', element)
    const link = at('href') ?? at('xlink:href')
    if (name === 'a' && link !== null && !/^(https?:|mailto:|[/?#](?![/\\\\]))/i.test(link)) fault('a link', element)
    if (element.id !== '' && document.querySelectorAll('#' + CSS.escape(element.id)).length > 1) fault('an ID twice', element)
  }
  for (const name of ['main', 'header', 'footer', 'title']) {
    const found = document.querySelectorAll(name === 'title' ? 'head > title' : 'body > ' + name)
    if (found.length !== 1) faults.push(found.length + ' of ' + name)
  }
  if (document.getElementById('content')?.localName !== 'main') faults.push('#content is not main')
  const clips = (element) => {
    for (let above = element; above && above.localName !== 'main'; above = above.parentElement) {
      if (above !== element && getComputedStyle(above).overflowX !== 'visible') return true
    }
    return false
  }
  const main = document.querySelector('main').getBoundingClientRect()
  for (const element of document.querySelectorAll('main *')) {
    if (getComputedStyle(element).position === 'fixed') fault('fixed', element)
    if (!element.checkVisibility()) continue // in a closed block
    const box = element.getBoundingClientRect()
    if (box.width < 3 || box.height < 3 || clips(element) || !element.checkVisibility()) continue // folded away
    if (box.top < main.top - 1 || box.bottom > main.bottom + 1 || box.left < -1) fault('outside of main', element)
  }
  for (const selector of ['.mark', 'footer button']) {
    const element = document.querySelector(selector)
    element.scrollIntoView({ block: 'center' })
    const { left, top, width, height } = element.getBoundingClientRect()
    if (!element.contains(document.elementFromPoint(left + width / 2, top + height / 2))) fault('covered', element)
  }
  return faults
})()`

/** What a reader's hands would do to everything that an attack could have left. */
const touchEverything = `(() => {
  const events = ['mouseover', 'mouseenter', 'focus', 'pointerdown', 'toggle', 'load', 'error', 'animationend']
  for (const element of document.querySelectorAll('main *, body > :not(header, main, footer)')) {
    for (const event of events) element.dispatchEvent(new Event(event, { bubbles: false }))
  }
})()`

type Watch = {
  readonly page: Page
  open(path: string): Promise<void>
  /** Looks at what is open now; `path` is where the page may have gone since. */
  look(path: string, act?: () => Promise<unknown>): Promise<void>
  strikes: string[]
}

/** A page that writes down everything that an attack could do to it. */
async function watch(server: TestServer, options: Parameters<typeof newPage>[1]): Promise<Watch> {
  const page = await newPage(server, options)
  const strikes: string[] = []
  let expected = ''
  await page.exposeFunction('hacked', (text: unknown) => strikes.push(`a script ran: ${String(text)}`))
  page.on('dialog', (dialog) => {
    strikes.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => strikes.push(`a window: ${popup.url()}`))
  page.on('download', (download) => strikes.push(`a download: ${download.url()}`))
  page.on('frameattached', (frame) => strikes.push(`a frame: ${frame.url()}`))
  page.on('framenavigated', (frame) => {
    if (frame.url() !== expected && frame.url() !== 'about:blank') strikes.push(`a way to ${frame.url()}`)
  })
  await page.context().route(
    (url) => /^(https?|wss?):$/.test(url.protocol) && url.origin !== server.url,
    (route) => {
      strikes.push(`asked ${route.request().url()}`)
      return route.abort()
    },
  )
  async function look(path: string, act: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    expected = new URL(path, server.url).href
    await act()
    await page.evaluate(touchEverything)
    const faults = (await page.evaluate(findFaults)) as string[]
    expect([...strikes.splice(0), ...faults], path).toEqual([])
    await expectNoSidewaysScroll(page)
  }
  return { page, strikes, look, open: (path) => look(path, () => page.goto(path)) }
}

describe.skipIf(!hasBrowser)('hostile content', () => {
  let server: TestServer
  let ann: Account
  let visitor: Visitor
  let paths: readonly string[]

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    ann = await createUser(server, { name: 'ann', admin: true })
    visitor = await signIn(server, ann)
    const secret = await createKey(server, ann)
    for (let part = 0; part < packages; part++) {
      const answer = await push(server, secret, hostilePackage(part))
      expect([part, answer.status, answer.phrase]).toEqual([part, 201, expect.anything()])
    }
    expect((await push(server, secret, { ...hostilePackage(1), id: 'Hostile.P0', version: '1.1.0' })).status).toBe(201)
    await writeElsewhere(server, ann)
    paths = await listPaths()
  })
  afterAll(() => server.close())

  /** Words of people that pages show beside packages. */
  async function writeElsewhere({ deps }: TestServer, user: Account): Promise<void> {
    const actor = { account: user, through: 'page', address: '203.0.113.7' } as const
    const stranger = { ...actor, account: null }
    const words = joined(textAttacks, '\n').slice(0, 900)
    const deprecation = { reasons: ['Other'], message: words, alternate: null } as const
    const change = { id: 'Hostile.P2', versions: ['1.0.0'], deprecation, isListed: null }
    expect((await changeDeprecation(deps, { kind: 'user', user }, change, actor)).ok).toBe(true)
    const prefix = { pattern: 'Hostile.*', accountName: user.name, message: words }
    expect((await requestPrefix(deps, user, prefix, actor)).ok).toBe(true)
    for (const [i, { text }] of textAttacks.entries()) {
      const said = { message: `${text}\n${words}`, hasAskedOwners: false, wantsCopy: true }
      const pkg = { id: 'Hostile.P0', version: '1.0.0' }
      const told =
        i % 2 === 0
          ? await reportAbuse(deps, { ...said, package: pkg, reason: 'other', email: 'e@example.com' }, stranger)
          : await askSupport(deps, user, { ...said, subject: text.slice(0, 100) }, actor)
      expect(told.ok, text).toBe(true)
    }
    expect((await closeTicket(deps, 1, words, actor)).ok && (await reopenTicket(deps, 1, actor)).ok).toBe(true)
    const write = { id: 'Hostile.P0', version: '1.0.0', message: words, wantsCopy: true }
    expect((await contactOwners(deps, user, write, actor)).ok).toBe(true)
    const agents = [
      'NuGet <svg onload=hacked(1)>/1.0',
      'NuGet "><img src=x>/1.2',
      'Mozilla/5.0 <script>hacked(1)</script>',
    ]
    for (const agent of [...agents, 'NuGet x'.repeat(40)]) {
      for (let part = 0; part < packages; part++) {
        const path = `/v3/flat/hostile.p${part}/1.0.0/hostile.p${part}.1.0.0.nupkg`
        await (await fetch(server.url + path, { headers: { 'User-Agent': agent } })).arrayBuffer()
      }
    }
    await deps.downloads.flush()
    const readme = { id: 'Hostile.P0', version: '1.1.0', markdown: everyMarkdown }
    expect((await changeReadme(deps, { kind: 'user', user }, readme, actor)).ok).toBe(true)
    const staged = await buildNupkg({ ...hostilePackage(2), id: 'Hostile.Staged' })
    expect((await visitor.upload('/packages/manage/upload', staged)).status).toBe(303)
    for (const { text } of textAttacks) {
      const fields = { name: text.slice(0, 60), actions: new Set(keyActions), globs: ['*'], packageIds: [] }
      const key = { fields, lifetime: { days: 9 }, ownerName: user.name, formTokenHash: null }
      expect((await makeKey(deps, user, key, actor)).ok, text).toBe(true)
    }
  }

  async function listPaths(): Promise<readonly string[]> {
    const each = Array.from({ length: packages }, (_, part) => `/packages/Hostile.P${part}/1.0.0`)
    const files = await Promise.all(each.map((path) => listFiles(`${path}/files`)))
    expect(files.flat().length).toBeGreaterThan(2 * packages + textFiles.length + 2 * fileNames.length)
    return [
      ...each,
      ...each.flatMap((path) => ['license', 'dependencies'].map((page) => `${path}/${page}`)),
      ...files.flat(),
      '/packages/Hostile.P0/compare',
      ...['Hostile.P0.nuspec', 'README.md', 'LICENSE.md'].map(
        (file) => `/packages/Hostile.P0/compare/${file}?from=1.0.0&to=1.1.0`,
      ),
      '/packages/Hostile.P0?versions=all',
      '/',
      '/stats',
      '/stats/packages',
      '/stats/packageversions?period=all',
      '/stats/packages/Hostile.P0?by=version&by=client&by=client-version',
      '/stats/packages/Hostile.P0/1.0.0',
      '/packages/Hostile.P0/1.0.0/ReportAbuse',
      '/packages/Hostile.P0/1.0.0/ContactOwners',
      `/policies/Contact?subject=${encodeURIComponent(pick(textAttacks, 0).text)}`,
      '/admin/tickets',
      ...(await listTickets()),
      '/help/set-up',
      '/help/source-mapping',
      '/help/central-packages',
      '/packages?q=hostile',
      '/packages?q=hostile&packagetype=%22%3E%3Cscript%3E&tfms=net8.0&deprecated=false',
      '/profiles/ann',
      '/account/Packages',
      '/packages/Hostile.P2/Manage',
      '/packages/Hostile.P0/1.1.0',
      '/packages/Hostile.P0/1.1.0/Edit',
      '/packages/Hostile.P0/Manage',
      '/packages/Hostile.P0/sponsors',
      '/packages/manage/upload',
      '/account/apikeys',
      '/admin/packages?q=hostile',
      '/admin/users',
      '/admin/prefixes',
      '/admin/audit',
      '/admin/mails',
    ]
  }

  async function listTickets(): Promise<readonly string[]> {
    const { html } = await visitor.get('/admin/tickets')
    const links = [...new Set(html.match(/\/admin\/tickets\/\d+/g))]
    expect(links.length).toBe(textAttacks.length)
    return links
  }

  /** The page of this folder, and of everything below it, as its links say. */
  async function listFiles(path: string): Promise<readonly string[]> {
    const { status, html } = await visitor.get(path)
    expect([path, status]).toEqual([path, 200])
    const links = Array.from(html.matchAll(/<td>\s*<a href="([^"]+)"/g), ([, href = '']) => unescapeHtml(href))
    const below = await Promise.all(links.filter((href) => href.startsWith(`${path}/`)).map(listFiles))
    return [path, ...below.flat()]
  }

  const unescapeHtml = (text: string) =>
    text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')

  /** Addresses that answer that there is nothing, or that a question was refused. */
  const answers = [/status of 4\d\d/]

  test('there are at least 80 attacks, each of another kind', () => {
    const lists = [markdownAttacks, textAttacks, fileNames, textFiles, addresses, repositories, reflected]
    for (const list of lists) expect(new Set(list.map(({ text }) => text)).size).toBe(list.length)
    expect(lists.flat().length).toBeGreaterThan(120)
  })

  test(
    'does nothing on any page that shows it, with and without our content policy',
    { timeout: 300_000 },
    async () => {
      const wide = await watch(server, { as: visitor, viewport: { width: 1200, height: 900 } })
      const dark = { theme: 'dark', language: 'zh-CN', withoutPolicy: true } as const
      const phone = await watch(server, { as: visitor, viewport: { width: 390, height: 800 }, ...dark })
      // Pages that show an attack as it is are opened twice, those that only name or list it once, in turns.
      const faults: string[] = []
      const note = (error: unknown) => faults.push(error instanceof Error ? error.message : String(error))
      for (const [i, path] of paths.entries()) {
        const isOften = !/\/(files|tickets|stats|help|policies)\b|ReportAbuse|ContactOwners/.test(path)
        const looks = [...(isOften || i % 2 === 0 ? [wide] : []), ...(isOften || i % 2 === 1 ? [phone] : [])]
        for (const { open } of looks) await open(path).catch(note)
        if (isOften && !/P[2-7]\/1\.0\.0\/license/.test(path)) await expectNoSeriousAxe(phone.page).catch(note)
      }
      expect(faults).toEqual([])
    },
  )

  test('in a README that somebody writes does nothing in its preview, in place and on a page of its own', async () => {
    const path = '/packages/Hostile.P0/1.1.0/Edit'
    for (const withoutPolicy of [false, true]) {
      const { page, open, look } = await watch(server, { as: visitor, withoutPolicy })
      await open(path)
      await look(path, async () => {
        await page.getByLabel('Markdown').fill(everyMarkdown)
        await page.getByRole('button', { name: 'Preview' }).click()
        await page.locator('#preview h2').first().waitFor()
      })
      await look(`${path}#preview`, async () => {
        await page.evaluate(`(() => {
          const form = document.querySelector('readme-editor form')
          form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'act', value: 'preview' }))
          document.querySelector('#preview').remove()
          form.submit()
        })()`)
        await page.locator('#preview').waitFor()
      })
    }
  })

  test('in an address is said back as text', async () => {
    const options = { as: visitor, expectedErrors: answers, withoutPolicy: true }
    const { page, open } = await watch(server, options)
    for (const { text } of reflected.slice(0, -1)) await open(text)
    await page.context().clearCookies() // or the sign-in page leads on
    await open(pick(reflected, reflected.length - 1).text)
  })

  test('in feeds, badges, downloads and pictures is text or a picture, and runs nothing when opened by itself', async () => {
    const blocked = [/sandbox/i, /Content Security Policy/, ...answers]
    const page = await newPage(server, { expectedErrors: blocked })
    const strikes: string[] = []
    await page.exposeFunction('hacked', () => strikes.push('a script ran'))
    page.on('request', (request) => new URL(request.url()).origin !== server.url && strikes.push(request.url()))
    for (let part = 0; part < packages; part++) {
      const at = `/packages/hostile.p${part}`
      for (const path of [
        `${at}/atom.xml`,
        `${at}/atom.xml?prerel=<script>`,
        `${at}/badge.svg`,
        `${at}/badge.svg?show=<svg/onload=hacked(1)>`,
      ]) {
        const { status, headers } = await visitor.get(path)
        expect([path, status, headers.get('X-Content-Type-Options')]).toEqual([path, 200, 'nosniff'])
        expect([path, headers.get('Content-Security-Policy')]).toEqual([path, expect.stringContaining('sandbox')])
        await page.goto(path)
        expect([path, strikes]).toEqual([path, []])
      }
      const real = await visitor.get(`${at}/1.0.0/files/content/real.png?picture`)
      expect([real.status, real.headers.get('Content-Type')]).toEqual([200, 'image/png'])
      expect(real.headers.get('Content-Security-Policy')).toContain('sandbox')
      for (const name of ['page.png', 'drawing.png']) {
        expect((await visitor.get(`${at}/1.0.0/files/content/${name}?picture`)).status, name).toBe(404)
      }
    }
    for (const file of ['badge.svg', 'atom.xml']) {
      const path = `/packages/${encodeURIComponent('"><script>hacked(1)</script>')}/${file}`
      expect((await page.goto(path))?.status()).toBe(404)
      expect([path, strikes]).toEqual([path, []])
    }
  })

  test('opened by its own address runs nothing', async () => {
    const blocked = [/sandbox/i, /Content Security Policy/, ...answers]
    const page = await newPage(server, { expectedErrors: blocked })
    const strikes: string[] = []
    await page.exposeFunction('hacked', () => strikes.push('a script ran'))
    for (let part = 0; part < packages; part++) {
      const id = `hostile.p${part}`
      for (const file of ['icon', `${id}.nuspec`, 'license', 'readme']) {
        const path = `/v3/flat/${id}/1.0.0/${file}`
        const { status, headers } = await visitor.get(path)
        if (file === 'readme' && part === packages - 1) continue // the one that has none
        expect([path, status]).toEqual([path, 200])
        expect([path, headers.get('X-Content-Type-Options')]).toEqual([path, 'nosniff'])
        expect([path, headers.get('Content-Security-Policy')]).toEqual([path, expect.stringContaining('sandbox')])
        if (file !== 'readme') await page.goto(path) // Chromium keeps Markdown as a file
        expect([path, strikes]).toEqual([path, []])
      }
    }
  })

  test('that no package may hold is refused at the door', async () => {
    const secret = await createKey(server, ann)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="hacked(1)"></svg>')
    const nuspec = (metadata: string) => ({ id: 'Hostile.Refused', metadata })
    const refused: readonly (NupkgOptions & { id: string })[] = [
      { id: 'Hostile.Refused', icon: svg },
      { ...nuspec('<icon>icon.svg</icon>'), files: { 'icon.svg': svg } },
      { id: '<img src=x onerror=hacked(1)>' },
      { id: 'Hostile.Refused', version: '1.0.0-<script>' },
      nuspec('<projectUrl>javascript:hacked(1)</projectUrl>'),
      nuspec('<iconUrl>data:image/svg+xml,x</iconUrl>'),
      { ...nuspec('<readme>page.html</readme>'), files: { 'page.html': '<script>hacked(1)</script>' } },
      { id: 'Hostile.Refused', dependencies: [{ dependencies: [{ id: '"><script>', version: '1.0.0' }] }] },
      { id: 'Hostile.Refused', dependencies: [{ targetFramework: '"><script>', dependencies: [] }] },
      { id: 'Hostile.Refused', files: { 'content/javascript:hacked(1)': 'x' } },
      { id: 'Hostile.Refused', files: { '../../page.html': 'x' } },
      { id: 'Hostile.Refused', files: { 'content/a\nb.txt': 'x' } },
    ]
    for (const one of refused) {
      expect([one.id, one.metadata, (await push(server, secret, one)).status]).toEqual([one.id, one.metadata, 400])
    }
    expect((await visitor.get('/packages/Hostile.Refused')).status).toBe(404)
  })
})
