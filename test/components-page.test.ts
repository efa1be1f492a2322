import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor } from './session.ts'

describe.skipIf(!hasBrowser)('the page of components', () => {
  let server: TestServer
  closeBrowserAfterAll()
  beforeAll(async () => void (server = await startTestServer({ settings: { LODE_DEV_PAGES: 'on' } })))
  afterAll(() => server.close())

  test('is there for developers alone', async () => {
    expect((await openVisitor(server).get('/dev/components')).status).toBe(200)
    const usual = await startTestServer()
    expect((await openVisitor(usual).get('/dev/components')).status).toBe(404)
    await usual.close()
  })

  test.each(
    (['en', 'zh-CN'] as const).flatMap((language) =>
      (['light', 'dark'] as const).map((theme) => [language, theme] as const),
    ),
  )('has no serious fault and fits the window in every state: %s, %s', async (language, theme) => {
    for (const width of [1200, 390]) {
      const page = await newPage(server, { language, theme, viewport: { width, height: 900 } })
      await page.goto('/dev/components')
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
    }
  })
})
