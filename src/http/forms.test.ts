import { beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/databases.ts'
import { messages } from './messages.ts'
import { makeTestBrowser, makeTestSite, signInSomebody, type TestSite } from './test-pages.tsx'

let site: TestSite

beforeAll(async () => {
  site = makeTestSite(await openTestDatabase('sqlite'))
  site.app.post('/echo', (c) =>
    c.json({
      text: c.var.form.text('a'),
      raw: c.var.form.raw('a'),
      all: c.var.form.all('b'),
      has: c.var.form.has('c'),
    }),
  )
  return () => site.deps.db.close()
})

async function openBrowser() {
  const browser = makeTestBrowser(site)
  await browser.open('/anything')
  return browser
}

/** The page says why, offers a way out and the number of the request. */
async function expectRefused(response: Response, sentence: string) {
  const html = await response.text()
  expect(response.status).toBe(400)
  expect(html).toContain(sentence)
  expect(html).toContain('href="/"')
  expect(html).toContain('request-1')
}

describe('a form that one of our pages sent', () => {
  test('is read: trimmed text, raw text, repeated fields', async () => {
    const browser = await openBrowser()
    const response = await browser.post('/echo', { a: '  x ', b: ' 1 ' })
    expect(await response.json()).toEqual({ text: 'x', raw: '  x ', all: ['1'], has: false })
  })

  test('may be multipart; files in it are dropped', async () => {
    const browser = await openBrowser()
    const body = new FormData()
    body.set('form_token', browser.formToken)
    body.set('a', 'x')
    body.set('c', new File(['content'], 'c.txt'))
    const response = await browser.send('/echo', { method: 'POST', body })
    expect(await response.json()).toEqual({ text: 'x', raw: 'x', all: [], has: false })
  })

  test('passes with the headers that browsers send', async () => {
    const browser = await openBrowser()
    const headers = { Origin: 'http://localhost:5633', 'Sec-Fetch-Site': 'same-origin' }
    expect((await browser.post('/echo', {}, headers)).status).toBe(200)
    expect((await browser.post('/echo', {}, { 'Sec-Fetch-Site': 'none' })).status).toBe(200)
  })
})

describe('a form is refused', () => {
  const foreign = messages.formForeign.en.replace('{address}', 'http://localhost:5633')

  test.each([['http://evil.example'], ['null'], ['http://localhost:5634'], ['https://localhost:5633']])(
    'from the origin %s',
    async (origin) => {
      const browser = await openBrowser()
      await expectRefused(await browser.post('/echo', {}, { Origin: origin }), foreign)
    },
  )

  test.each([['cross-site'], ['same-site'], ['nonsense']])('with Sec-Fetch-Site %s', async (fetchSite) => {
    const browser = await openBrowser()
    await expectRefused(await browser.post('/echo', {}, { 'Sec-Fetch-Site': fetchSite }), foreign)
  })

  test('without a form token, or with a wrong one', async () => {
    const browser = await openBrowser()
    const other = await openBrowser()
    for (const token of ['', 'x', other.formToken, `${browser.formToken}x`]) {
      await expectRefused(await browser.post('/echo', { form_token: token }), messages.formStale.en)
    }
  })

  test('with the token from before sign-in', async () => {
    const browser = await openBrowser()
    const { token } = await signInSomebody(site, { name: 'ann' })
    browser.jar.set('lode_session', token)
    await expectRefused(await browser.post('/echo', {}), messages.formStale.en)
  })

  test('when it is larger than 1 MB, whether or not it says so', async () => {
    const browser = await openBrowser()
    await expectRefused(
      await browser.post('/echo', { a: 'x'.repeat(1_048_577) }),
      'The form was larger than 1 MB. Send less and try again.',
    )

    const chunk = new TextEncoder().encode('x'.repeat(65_536))
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(chunk), // never ends
    })
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    }
    await expectRefused(await browser.send('/echo', init), 'The form was larger than 1 MB. Send less and try again.')
  })

  test.each([
    ['application/json', '{}'],
    ['text/plain', 'form_token=x'],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', '--x\r\nbroken'],
  ])('as %s', async (type, body) => {
    const browser = await openBrowser()
    const response = await browser.send('/echo', { method: 'POST', body, headers: { 'Content-Type': type } })
    await expectRefused(response, messages.formUnreadable.en)
  })

  test('in the language of the reader', async () => {
    const browser = await openBrowser()
    await expectRefused(
      await browser.post('/echo', { form_token: '' }, { 'Accept-Language': 'zh' }),
      messages.formStale.zh,
    )
  })
})
