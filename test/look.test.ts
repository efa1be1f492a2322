import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAccountByName } from '../src/accounts/store.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import type { PageOptions } from './browser.ts'
import { startGallery } from './screenshots/gallery.ts'
import { pages, type Reader } from './screenshots/pages.ts'
import type { TestServer } from './server.ts'
import { signIn } from './session.ts'

const readers = Object.keys(pages) as Reader[]

/** Pages that are refused on purpose are errors to the browser, too. */
const expectedErrors = [/status of 4\d\d/]

/** What every page owes to people who do not see it, or not as it was drawn (WCAG 2.2 AA). */
describe.skipIf(!hasBrowser)('every page', () => {
  let server: TestServer
  closeBrowserAfterAll()
  beforeAll(async () => void (server = await startGallery()))
  afterAll(() => server.close())

  async function openAs(reader: Reader, options: PageOptions): Promise<Page> {
    if (reader === 'stranger') return newPage(server, { expectedErrors, ...options })
    const account = await findAccountByName(server.deps.db.read, reader)
    if (!account) throw new Error(`there is no ${reader}`)
    return newPage(server, { expectedErrors, ...options, as: await signIn(server, account) })
  }

  /** Opens all pages of this reader, and tells every fault at the end. */
  async function visit(page: Page, paths: readonly string[], look: (path: string) => Promise<void>): Promise<void> {
    const faults: string[] = []
    for (const path of paths) {
      await page.goto(path)
      await look(path).catch((error: unknown) => faults.push(`${path}: ${String(error)}`))
    }
    expect(faults).toEqual([])
  }

  test.each(readers)(
    'is sound for screen readers, flows at four times the size and with wider text: %s',
    async (reader) => {
      const page = await openAs(reader, { viewport: { width: 320, height: 512 } })
      await visit(page, pages[reader], async () => {
        const faults = await page.evaluate<string[]>(faultsOfStructure)
        expect(faults, faults.join('\n')).toEqual([])
        await expectNoSidewaysScroll(page)
        await page.evaluate(spaceTextOut)
        await expectNoSidewaysScroll(page)
      })
    },
  )

  /** Those that no other test looks at with axe; what they are made of is on the page of components. */
  const looked: readonly (readonly [Reader, readonly string[]])[] = [
    ['stranger', ['/', '/packages', '/packages?q=nothing-like-that', '/packages/Fabrikam.Pinyin', '/nothing-here']],
    [
      'stranger',
      ['/packages/Contoso.Queue', '/packages/Contoso.Gone', '/packages/Contoso.Templates', '/profiles/contoso'],
    ],
    ['ann', ['/', '/account/Packages', '/packages/Contoso.Core/Manage', '/packages/Contoso.Core/2.0.0/delete']],
    ['cleo', ['/packages/Fabrikam.Pdf/Manage', '/account/apikeys']],
  ]
  test.each(looked)('has no serious fault in either theme: %s, %j', { timeout: 120_000 }, async (reader, paths) => {
    const light = await openAs(reader, { theme: 'light', viewport: { width: 1200, height: 900 } })
    await visit(light, paths, () => expectNoSeriousAxe(light))
    const dark = await openAs(reader, { theme: 'dark', language: 'zh-CN', viewport: { width: 390, height: 844 } })
    await visit(dark, paths, async () => {
      await expectNoSeriousAxe(dark)
      expect(await dark.evaluate('document.documentElement.lang')).toBe('zh-CN')
    })
  })

  const walked: readonly (readonly [Reader, string])[] = [
    ['stranger', '/'],
    ['stranger', '/packages?q=contoso'],
    ['stranger', '/packages/Contoso.Core'],
    ['stranger', '/packages/Contoso.Core/2.0.0/files/content/settings.json'],
    ['ann', '/account/apikeys'],
    ['ann', '/packages/Contoso.Core/Manage'],
    ['root', '/admin/users'],
  ]
  test.each(walked)('shows where the focus is, and nothing lies above it: %s, %s', async (reader, path) => {
    const page = await openAs(reader, { viewport: { width: 1200, height: 700 } })
    await page.goto(path)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip-link')
    const faults: string[] = []
    for (let presses = 0; presses < 150; presses++) {
      await page.keyboard.press('Tab')
      const fault = await page.evaluate<string | null>(faultOfFocus)
      if (fault === 'at the end') break
      if (fault !== null) faults.push(fault)
    }
    expect(faults).toEqual([])
  })

  test('the skip link leads to the content, and the next press of Tab goes on there', async () => {
    const page = await openAs('stranger', {})
    await page.goto('/packages/Contoso.Core')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(`document.activeElement.closest('main') !== null`)).toBe(true)
  })

  test('in the contrast theme of a system the current tab and the chosen suggestion still stand out', async () => {
    const page = await openAs('stranger', {})
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto('/stats/packages')
    const lineBelow = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).borderBottomWidth`)
    expect(await lineBelow('.tabs [aria-current]')).toBe('3px')
    expect(await lineBelow('.tabs a:not([aria-current])')).toBe('0px')
    await page.getByRole('combobox').pressSequentially('contoso')
    await page.locator('.suggestions > li').first().waitFor()
    await page.keyboard.press('ArrowDown')
    const ground = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`)
    expect(await ground('.suggestions > [aria-selected=true]')).not.toBe(
      await ground('.suggestions > [aria-selected=false]'),
    )
  })

  test('moves nothing for those who ask for less motion', async () => {
    const page = await openAs('stranger', {})
    await page.goto('/dev/components')
    const moving = `[...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element)
      return parseFloat(transitionDuration) > 0 || parseFloat(animationDuration) > 0
    }).length`
    expect(await page.evaluate(moving)).toBe(0)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await page.evaluate(moving)).toBeGreaterThan(0)
  })

  test('prints without what only works on a screen, in the light, with nothing cut off', async () => {
    const page = await openAs('stranger', { theme: 'dark' })
    await page.goto('/packages/Contoso.Core/2.0.0/files/content/settings.json')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.site-nav, .site-footer, .search').filter({ visible: true }).count()).toBe(0)
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.file-text')).maxHeight`)).toBe('none')
    expect(await page.evaluate(`getComputedStyle(document.documentElement).colorScheme`)).toBe('light')
  })

  test('tells other sites what they show beside a link to it, unless it is for nobody else', async () => {
    const page = await openAs('stranger', {})
    const told = `Object.fromEntries([...document.querySelectorAll('meta[property^="og:"]')].map((meta) => [meta.getAttribute('property'), meta.content]))`
    await page.goto('/packages/Contoso.Core')
    expect(await page.evaluate(told)).toMatchObject({
      'og:title': 'Contoso.Core 2.2.0',
      'og:description': expect.stringContaining('What all of our services share') as string,
      'og:url': `${server.url}/packages/Contoso.Core`,
    })
    const image = await page.getAttribute('meta[property="og:image"]', 'content')
    expect(image).toContain(server.url)
    expect((await page.request.get(image ?? '')).headers()['content-type']).toBe('image/png')
    await page.goto('/users/account/LogOn')
    expect(await page.evaluate(told)).toEqual({})
  })
})

/** Headings, landmarks, tables and fields, as far as axe does not look at them or only advises. */
const faultsOfStructure = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)]
  const levels = all('h1, h2, h3, h4, h5, h6').filter((head) => head.checkVisibility()).map((head) => Number(head.tagName[1]))
  const count = (selector, wanted) => (all(selector).length === wanted ? [] : [all(selector).length + ' of ' + selector])
  const tag = (element) => element.outerHTML.slice(0, 120)
  return [
    ...count('h1', 1),
    ...count('main', 1),
    ...count('body > header', 1),
    ...count('body > footer', 1),
    ...count('#announcer[role=status]', 1),
    ...levels.flatMap((level, i) => (i > 0 && level > levels[i - 1] + 1 ? ['a heading of level ' + level + ' below one of ' + levels[i - 1]] : [])),
    ...all('main table:not(.prose table)').filter((table) => table.querySelector('th[scope]') === null).map((table) => 'no scope: ' + tag(table)),
    ...all('input[type=password]:not([autocomplete]), input[type=email]:not([autocomplete])').map((field) => 'no autocomplete: ' + tag(field)),
    ...all('nav:not([aria-label], [aria-labelledby])').map((nav) => 'a way without a name: ' + tag(nav)),
  ]
})()`

/** What people with dyslexia set for themselves (WCAG 1.4.12). Set by script: the content policy lets no style in. */
const spaceTextOut = `(() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }')
  document.adoptedStyleSheets = [sheet]
})()`

/** Whether what has the focus shows it and can be seen: null, or what is wrong. */
const faultOfFocus = `(() => {
  const element = document.activeElement
  if (element === null || element === document.body) return 'at the end'
  const name = element.outerHTML.slice(0, 100)
  const around = element.closest('.search form') ?? element
  const isRinged = [element, around].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1
  })
  if (!isRinged) return 'no ring: ' + name
  const box = element.getClientRects()[0]
  const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + box.height / 2]
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return 'out of sight: ' + name
  const top = document.elementFromPoint(x, y)
  return top !== null && (element.contains(top) || top.contains(element)) ? null : 'hidden by ' + top?.className + ': ' + name
})()`
