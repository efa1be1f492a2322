import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'

/** The helper itself, against pages with known faults: a helper that finds nothing would make every page test pass. */
describe.skipIf(!hasBrowser)('the browser helper', () => {
  closeBrowserAfterAll()
  let server: Server
  let url = ''
  const pages: Record<string, string> = {
    '/good': '<main><h1>Good</h1><button>Go on</button></main>',
    '/no-name': '<main><h1>Bad</h1><button></button></main>',
    '/inline': '<main><h1>Bad</h1></main><script>document.title = "x"</script>',
    '/favicon.ico': ' ',
    '/wide': '<main><h1>Bad</h1><p>' + 'x'.repeat(2000) + '</p></main>',
  }
  beforeAll(async () => {
    server = createServer((request, response) => {
      const body = pages[request.url ?? '']
      response.writeHead(body ? 200 : 404, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': "default-src 'self'",
      })
      response.end(`<!doctype html><html lang="en"><title>T</title>${body ?? ''}</html>`)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address === 'object' && address) url = `http://127.0.0.1:${address.port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('finds nothing wrong with a good page, also without scripts', async () => {
    for (const scripts of [true, false]) {
      const page = await newPage({ url }, { scripts, language: 'zh-CN' })
      await page.goto('/good')
      await page.getByRole('button', { name: 'Go on' }).click()
      await expectNoSidewaysScroll(page)
      if (scripts) await expectNoSeriousAxe(page)
    }
  })

  test('finds a button without a name', async () => {
    const page = await newPage({ url })
    await page.goto('/no-name')
    await expect(expectNoSeriousAxe(page)).rejects.toThrow('button-name')
  })

  test('finds a page that is wider than a phone', async () => {
    const page = await newPage({ url }, { viewport: { width: 390, height: 844 } })
    await page.goto('/wide')
    await expect(expectNoSidewaysScroll(page)).rejects.toThrow('width of')
  })

  test('lets errors pass that a test expects', async () => {
    const page = await newPage({ url }, { expectedErrors: [/Content Security Policy/, /404/] })
    await page.goto('/inline')
    expect(await page.title()).toBe('T')
    await page.goto('/none')
  })

  test.fails('a breach fails the test that opened the page', async () => {
    const page = await newPage({ url })
    await page.goto('/inline')
  })
})
