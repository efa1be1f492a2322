import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../chromium.ts'
import { freePort } from '../server-process.ts'
import type { TestServer } from '../server.ts'
import { startGallery } from './gallery.ts'
import { openLook, type Look } from './look.ts'
import type { Reader } from './pages.ts'
import { states } from './states.ts'

/** `npm run screenshots -- README.md`: the pictures of the README, into docs/pictures. */
const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures')
const mostBytes = 60_000

type Picture = Pick<Look, 'language' | 'theme'> & {
  readonly name: string
  readonly reader: Reader
  /** An address, or the name of a state. */
  readonly of: string
  /** How far the page is scrolled. */
  readonly top?: number
}

const pictures: readonly Picture[] = [
  { name: 'package', reader: 'stranger', of: '/packages/Contoso.Core', language: 'en', theme: 'light' },
  { name: 'api-key', reader: 'cleo', of: 'state key form filled in', language: 'en', theme: 'light', top: 190 },
  { name: 'statistics', reader: 'stranger', of: '/stats', language: 'en', theme: 'dark' },
  { name: 'publish', reader: 'ben', of: '/packages/manage/upload', language: 'zh-CN', theme: 'light' },
]

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startGallery({ port: await freePort(5633) }) // the one that the README speaks of
  browser = await startChromium()
  mkdirSync(folder, { recursive: true })
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

test.each(pictures)('the picture $name', async ({ name, reader, of, top, language, theme }) => {
  const page = await openLook(browser, server, reader, { language, theme, width: 1200, height: 840 })
  const state = states.find((one) => one.name === of)
  await page.goto(state?.path ?? of)
  await state?.act(page)
  await page.evaluate(`scrollTo(0, ${top ?? 0})`)
  const webp = await toWebp(browser, await page.screenshot())
  await page.context().close()
  expect(webp.byteLength).toBeLessThan(mostBytes)
  writeFileSync(join(folder, `${name}.webp`), webp)
})

/** As good as it can be within what it may weigh. */
async function toWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage()
  const encoded = await page.evaluate<string>(`(${encode})('data:image/png;base64,${png.toString('base64')}')`)
  await page.close()
  return Buffer.from(encoded.slice(encoded.indexOf(',') + 1), 'base64')
}

const encode = `async (address) => {
  const picture = new Image()
  picture.src = address
  await picture.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height })
  canvas.getContext('2d').drawImage(picture, 0, 0)
  const encode = (quality) => {
    const url = canvas.toDataURL('image/webp', quality)
    return url.length * 0.75 < ${mostBytes} || quality < 0.5 ? url : encode(quality - 0.04)
  }
  return encode(0.9)
}`
