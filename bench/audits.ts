import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** One of Lighthouse's categories, measured by checks of the same kind: how many were made, and which failed. */
export type Audit = { readonly checks: number; readonly failed: readonly string[] }

/** The share of checks that pass, of 100. */
export function scoreOfAudit({ checks, failed }: Audit): number {
  return checks === 0 ? 100 : ((checks - failed.length) / checks) * 100
}

/** Every rule of axe that applies to the page, those of WCAG 2.2 AA (the size of targets, for one) and good practice. */
export async function auditAccessibility(page: Page): Promise<Audit> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(tags).analyze()
  return {
    checks: violations.length + passes.length,
    failed: violations.map(({ id, nodes }) => `${id} (${nodes.length})`),
  }
}

/** What the page did while it was opened: errors in its console, requests to other hosts, and Chromium's own remarks. */
export type Noises = {
  readonly errors: readonly string[]
  readonly foreign: readonly string[]
  readonly issues: readonly string[]
}

export async function auditPractices(page: Page, noises: Noises, contentPolicy: string): Promise<Audit> {
  return toAudit([
    ...(await evaluate(page, practices)),
    [noises.errors.length === 0, `console: ${noises.errors.join(', ')}`],
    [noises.foreign.length === 0, `asks ${noises.foreign.join(', ')}`],
    [noises.issues.length === 0, `Chromium says ${noises.issues.join(', ')}`],
    [/default-src 'self'/.test(contentPolicy) && !/unsafe-|\*/.test(contentPolicy), 'a weak content policy'],
  ])
}

/** `isShut`: on purpose, as what somebody signed in sees and what a search finds are. */
export async function auditSearchEngines(page: Page, status: number, isShut: boolean): Promise<Audit> {
  const robots = await page.locator('meta[name=robots][content*=noindex]').count()
  return toAudit([
    ...(await evaluate(page, searchEngines)),
    [status === 200, `status ${status}`],
    [robots === (isShut ? 1 : 0), isShut ? 'open to search engines' : 'shut to search engines'],
  ])
}

type Check = readonly [isGood: boolean, otherwise: string]

const toAudit = (checks: readonly Check[]): Audit => ({
  checks: checks.length,
  failed: checks.filter(([isGood]) => !isGood).map(([, otherwise]) => otherwise),
})

async function evaluate(page: Page, script: string): Promise<readonly Check[]> {
  return (await page.evaluate(script)) as readonly Check[]
}

const practices = `(() => {
  const shown = [...document.images].filter((image) => image.checkVisibility() && image.complete && image.naturalWidth > 0)
  const ratio = (width, height) => width / Math.max(1, height)
  const pastes = [...document.querySelectorAll('input, textarea')].every((field) =>
    field.dispatchEvent(new ClipboardEvent('paste', { cancelable: true, bubbles: true })))
  return [
    [document.doctype?.name === 'html' && document.compatMode === 'CSS1Compat', 'no doctype'],
    [document.characterSet === 'UTF-8', 'not UTF-8'],
    [shown.every((image) => Math.abs(ratio(image.width, image.height) / ratio(image.naturalWidth, image.naturalHeight) - 1) < 0.05), 'an image out of shape'],
    [shown.every((image) => image.src.endsWith('.svg') || image.naturalWidth >= image.width), 'an image with too few pixels'],
    [[...document.images].every((image) => image.hasAttribute('height') || image.hasAttribute('width')), 'an image without size'],
    [[...document.querySelectorAll('[src], link[rel=stylesheet]')].every((one) => !/^http:/.test(one.getAttribute('src') ?? one.getAttribute('href') ?? '')), 'something not over https'],
    [[...document.querySelectorAll('a[target=_blank]')].every((link) => link.relList.contains('noopener')), 'a window that knows its opener'],
    [pastes, 'a field that takes no paste'],
  ]
})()`

const searchEngines = `(() => {
  const meta = (name) => document.querySelector('meta[name=' + name + ']')?.content ?? ''
  const words = (link) => (link.ariaLabel ?? link.textContent).trim().toLowerCase()
  const empty = ['click here', 'here', 'this', 'go', 'more', 'learn more', 'start', 'right here', 'click this']
  const links = [...document.querySelectorAll('a')].filter((link) => link.checkVisibility())
  const canonical = document.querySelector('link[rel=canonical]')?.href
  return [
    [document.title.length > 0, 'no title'],
    [meta('description').length > 0, 'no description'],
    [document.documentElement.lang !== '', 'no language'],
    [/width=device-width/.test(meta('viewport')), 'no viewport'],
    [links.every((link) => link.hasAttribute('href') && !link.href.startsWith('javascript:')), 'a link that leads nowhere'],
    [links.every((link) => words(link) !== '' && !empty.includes(words(link))), 'a link that does not say where to'],
    [[...document.images].every((image) => image.hasAttribute('alt')), 'an image without words'],
    [canonical === undefined || new URL(canonical).origin === location.origin, 'an address of another site'],
    [[...document.querySelectorAll('p, li, td, dd')].every((one) => parseFloat(getComputedStyle(one).fontSize) >= 12), 'text too small to read'],
  ]
})()`
