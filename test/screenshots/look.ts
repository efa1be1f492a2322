import type { Browser, Page } from 'playwright-core'
import { findAccountByName } from '../../src/accounts/store.ts'
import type { TestServer } from '../server.ts'
import { signIn } from '../session.ts'
import type { Reader } from './pages.ts'

/** How somebody looks at the gallery. */
export type Look = {
  readonly language: 'en' | 'zh-CN'
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

/** A page in a browser profile of its own, signed in where the reader has an account. */
export async function openLook(browser: Browser, server: TestServer, reader: Reader, look: Look): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: look.language,
    colorScheme: look.theme,
    viewport: { width: look.width, height: look.height },
    reducedMotion: 'reduce',
  })
  if (reader !== 'stranger') {
    const account = await findAccountByName(server.deps.db.read, reader)
    if (!account) throw new Error(`there is no ${reader}`)
    const { cookies } = await signIn(server, account)
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: server.url, httpOnly: true })))
  }
  return context.newPage()
}
