import { AxeBuilder } from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, onTestFailed, onTestFinished } from 'vitest'
import { startChromium } from './chromium.ts'
import type { Visitor } from './session.ts'
import type { TestServer } from './server.ts'

export { hasBrowser } from './chromium.ts'

let launched: Promise<Browser> | null = null

/** One Chromium per test file, started by the first page. */
function launchBrowser(): Promise<Browser> {
  launched ??= startChromium()
  return launched
}

/** Call once in the test file's body: closes the browser after its tests. */
export function closeBrowserAfterAll(): void {
  afterAll(async () => {
    const browser = await launched
    launched = null
    await browser?.close()
  })
}

export type PageOptions = {
  readonly language?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Signed in as this visitor (session.ts). */
  readonly as?: Visitor
  /** False: as people without scripts see it. */
  readonly scripts?: boolean
  /** True: as if our content policy were not there, so that what a page leaves out must be enough. */
  readonly withoutPolicy?: boolean
  /** Errors in the console that this test provokes, such as a 404 it asks for. */
  readonly expectedErrors?: readonly RegExp[]
}

/**
 * A page in a browser profile of its own, gone when the test ends. The test fails if the page wrote an error to the
 * console, threw, or broke the content policy, and leaves a screenshot in test-results/ when it fails itself.
 */
export async function newPage(server: Pick<TestServer, 'url'>, options: PageOptions = {}): Promise<Page> {
  const browser = await launchBrowser()
  const context = await browser.newContext({
    baseURL: server.url,
    locale: options.language ?? 'en',
    colorScheme: options.theme ?? 'light',
    viewport: options.viewport ?? { width: 1280, height: 900 },
    javaScriptEnabled: options.scripts ?? true,
    bypassCSP: options.withoutPolicy ?? false,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  if (options.as) await signInAs(context, server.url, options.as)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors = collectErrors(page)

  onTestFailed(async ({ task }) => {
    const folder = join(import.meta.dirname, '..', 'test-results')
    mkdirSync(folder, { recursive: true })
    const name = task.name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true }).catch(() => {})
  })
  onTestFinished(async () => {
    const unexpected = errors.filter((text) => !options.expectedErrors?.some((pattern) => pattern.test(text)))
    await context.close()
    expect(unexpected, 'errors in the browser').toEqual([])
  })
  return page
}

async function signInAs(context: BrowserContext, url: string, visitor: Visitor): Promise<void> {
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url, httpOnly: true })))
}

/** Chromium reports breaches of the content policy, failed requests and `console.error` alike as console errors. */
function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return errors
}

/** Fails on every serious or critical finding of axe about WCAG 2.2 AA, naming the elements. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
    )
  expect(serious, [`axe on ${page.url()}`, ...serious].join('\n')).toEqual([])
}

/** Fails when the page is wider than its window: the sign of a layout that breaks on a phone. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window, widest] = (await page.evaluate(`[
    document.documentElement.scrollWidth, innerWidth,
    [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 8).map((element) => element.tagName + '.' + element.getAttribute('class')).join(' '),
  ]`)) as [number, number, string]
  expect(content, `width of ${page.url()}: ${widest}`).toBeLessThanOrEqual(window)
}
