import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { expect, test } from 'vitest'
import { sendText } from './compress.ts'
import type { Env } from './env.ts'

const words = 'Words of a page. '.repeat(200)
const html = { 'Content-Type': 'text/html; charset=UTF-8' }

const app = new Hono<Env>()
  .get('/page', (c) => sendText(c, words, 200, html))
  .post('/page', (c) => sendText(c, words, 200, html))
  .get('/own', (c) => {
    c.set('account', { id: 1 } as Env['Variables']['account'])
    return sendText(c, words, 200, html)
  })
  .get('/short', (c) => sendText(c, 'a few words', 200, html))
  .get('/feed', etag(), (c) => sendText(c, words, 200, { 'Content-Type': 'application/atom+xml' }))

async function ask(path: string, init: RequestInit = { headers: { 'Accept-Encoding': 'gzip, br' } }) {
  const answer = await app.request(path, init)
  const { status, headers } = answer
  return { status, headers, encoding: headers.get('Content-Encoding'), bytes: Buffer.from(await answer.arrayBuffer()) }
}

test('a page is compressed for whoever asks for it, and says that it depends on that', async () => {
  const { encoding, headers, bytes } = await ask('/page')
  expect([encoding, headers.get('Vary'), headers.get('Content-Type')]).toEqual([
    'gzip',
    'Accept-Encoding',
    'text/html; charset=UTF-8',
  ])
  expect(bytes.length).toBeLessThan(words.length / 5)
  expect(gunzipSync(bytes).toString()).toBe(words)
  const plain = await ask('/page', {})
  expect([plain.encoding, plain.headers.get('Vary'), plain.bytes.toString()]).toEqual([null, 'Accept-Encoding', words])
})

test.each([
  ['what somebody signed in reads', '/own', 'GET', words],
  ['the answer to a form', '/page', 'POST', words],
  ['a few words', '/short', 'GET', 'a few words'],
])('%s is not compressed', async (_what, path, method, body) => {
  const { status, encoding, bytes } = await ask(path, { method, headers: { 'Accept-Encoding': 'gzip' } })
  expect([status, encoding, bytes.toString()]).toEqual([200, null, body])
})

test('a feed has a tag for each form in which it is sent, and either is known again', async () => {
  for (const encoding of ['gzip', 'identity']) {
    const first = await ask('/feed', { headers: { 'Accept-Encoding': encoding } })
    const tag = first.headers.get('ETag') ?? ''
    const again = await ask('/feed', { headers: { 'Accept-Encoding': encoding, 'If-None-Match': tag } })
    expect([encoding, tag === '', again.status]).toEqual([encoding, false, 304])
  }
  const [zipped, plain] = [await ask('/feed'), await ask('/feed', {})]
  expect(zipped.headers.get('ETag')).not.toBe(plain.headers.get('ETag'))
})
