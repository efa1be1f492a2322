import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../chromium.ts'
import type { TestServer } from '../server.ts'
import { listPages } from '../surfaces.ts'
import { startGallery } from './gallery.ts'
import { openLook, type Look } from './look.ts'
import { missing, pages, withoutPicture, type Reader } from './pages.ts'
import { states } from './states.ts'

/** `npm run screenshots [-- PART-OF-AN-ADDRESS]`: screenshots/READER/ADDRESS.LANGUAGE.THEME.WIDTH.png. */
const folder = join(import.meta.dirname, '..', '..', 'screenshots')
const wanted = process.env.SCREENSHOTS_OF ?? ''

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startGallery()
  browser = await startChromium()
  if (wanted === '') rmSync(folder, { recursive: true, force: true })
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

const looks: readonly Look[] = (['en', 'zh-CN'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    [1200, 390].map((width) => ({ language, theme, width, height: width === 390 ? 844 : 900 })),
  ),
)

test.each(Object.keys(pages) as Reader[])('pictures for %s', async (reader) => {
  mkdirSync(join(folder, reader), { recursive: true })
  const paths = pages[reader].filter(isWanted)
  const faults: string[] = []
  for (const look of looks) {
    const page = await openLook(browser, server, reader, look)
    for (const path of paths) {
      const status = (await page.goto(path))?.status() ?? 0
      if (status >= 500 || (status === 404) !== missing.includes(path)) faults.push(`${path} answers ${status}`)
      await takePicture(page, reader, path, look)
    }
    for (const state of states.filter((one) => one.reader === reader && isWanted(one.name))) {
      await page.goto(state.path)
      await state.act(page)
      await takePicture(page, reader, state.name, look)
      await state.undo?.(page)
    }
    await page.context().close()
  }
  expect([...new Set(faults)]).toEqual([])
})

function isWanted(name: string): boolean {
  return name.toLowerCase().includes(wanted.toLowerCase())
}

async function takePicture(page: Page, reader: Reader, of: string, look: Look): Promise<void> {
  const name = of.replace(/[^a-z0-9.]+/gi, '-').replace(/^-|-$/g, '') || 'home'
  const file = `${name}.${look.language}.${look.theme}.${look.width}.png`
  await page.screenshot({ path: join(folder, reader, file), fullPage: true })
}

test('every page has a picture, or a reason why not', () => {
  const routes = listPages(server.deps)
    .filter((route) => route.startsWith('GET '))
    .map((route) => route.slice('GET '.length))
  const all = Object.values(pages)
    .flat()
    .map((path) => path.toLowerCase().replace(/\?.*/, ''))
  const isShown = (route: string) => {
    const pattern = route.replace(/\/:\w+(?:\{(?:[^{}]|\{[^}]*\})*\})?\??/g, '/[^/]+(?:/.+)?')
    return all.some((path) => new RegExp(`^${pattern}$`).test(path))
  }
  const missing = routes.filter((route) => !isShown(route) && !withoutPicture.some(([pattern]) => pattern.test(route)))
  expect(missing).toEqual([])
})
