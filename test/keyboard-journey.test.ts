import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { buildNupkg } from './build-nupkg.ts'
import { closeBrowserAfterAll, hasBrowser, newPage } from './browser.ts'
import { startTestServer } from './server.ts'

/** Presses Tab until what has the focus is called so, as somebody without a mouse does; fails after a long way. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return ''
      const label =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : null
      return element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent ?? ''
    })
    if (name.test(focused.trim())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`nothing that is called ${name} can be reached with Tab`)
}

async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

/** Presses Enter and waits for what it leads to. */
async function enterTo(page: Page, address: RegExp): Promise<void> {
  await page.keyboard.press('Enter')
  await page.waitForURL(address)
  await page.waitForLoadState()
}

describe.skipIf(!hasBrowser)('by keyboard alone', { timeout: 60_000 }, () => {
  closeBrowserAfterAll()

  test('sign up, reach API Keys through the menu, make a key, copy it, and push with it', async () => {
    const server = await startTestServer()
    try {
      const page = await newPage(server)
      await page.goto(server.url)
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip')
      await tabTo(page, /^Sign in$/)
      await enterTo(page, /LogOn/)
      await tabTo(page, /^(Sign up|Register|Create an account)/)
      await enterTo(page, /SignUp/)
      await typeInto(page, /^User name/, 'keyboard-ann')
      await typeInto(page, /^E-?mail/, 'ann@contoso.example')
      await typeInto(page, /^Password/, 'correct horse battery staple')
      await page.keyboard.press('Enter')
      await page.waitForLoadState()
      await page.getByRole('button', { name: /keyboard-ann/ }).waitFor()

      await tabTo(page, /keyboard-ann/)
      await page.keyboard.press('Enter')
      await tabTo(page, /^API Keys$/)
      await enterTo(page, /\/account\/apikeys/)
      await typeInto(page, /^Key name/, 'ci')
      await typeInto(page, /^Glob patterns/, '*')
      await tabTo(page, /^Create key$/)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '“ci” is ready' }).waitFor()
      await tabTo(page, /^Copy the API key$/)
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('#announcer').textContent()).toMatch(/copied/i)
      const secret = await page.evaluate(() => navigator.clipboard.readText())

      const body = new Uint8Array(await buildNupkg({ id: 'Keyboard.Only' }))
      const pushed = await fetch(`${server.url}/api/v2/package/`, {
        method: 'PUT',
        body,
        headers: { 'X-NuGet-ApiKey': secret },
      })
      expect(pushed.status).toBe(201)
      await page.close() // before the server, which the page would miss
    } finally {
      await server.close()
    }
  })
})
