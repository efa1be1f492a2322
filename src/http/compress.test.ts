import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { compressText } from './compress.ts'
import type { Env } from './env.ts'

const words = 'Words of a page. '.repeat(200)

const app = new Hono<Env>()
  .use(compressText())
  .get('/page', (c) => c.html(words))
  .post('/page', (c) => c.html(words))
  .get('/own', (c) => {
    c.set('account', { id: 1 } as Env['Variables']['account'])
    return c.html(words)
  })
  .get('/short', (c) => c.html('a few words'))
  .get('/picture', (c) => c.body(words, 200, { 'Content-Type': 'image/png' }))
  .get('/feed', (c) => c.body(words, 200, { 'Content-Type': 'application/atom+xml', ETag: '"x"' }))

async function ask(path: string, init: RequestInit = { headers: { 'Accept-Encoding': 'gzip, br' } }) {
  const { status, headers, ...answer } = await read(await app.request(path, init))
  return { status, headers, encoding: headers.get('Content-Encoding'), ...answer }
}

async function read(answer: Response) {
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

test('a page is compressed for whoever asks for it, and says that it depends on that', async () => {
  const { encoding, headers, bytes } = await ask('/page')
  expect([encoding, headers.get('Vary')]).toEqual(['gzip', 'Accept-Encoding'])
  expect(bytes.length).toBeLessThan(words.length / 5)
  expect(gunzipSync(bytes).toString()).toBe(words)
  const plain = await ask('/page', {})
  expect([plain.encoding, plain.headers.get('Vary'), plain.bytes.toString()]).toEqual([null, 'Accept-Encoding', words])
})

test.each([
  ['what somebody signed in reads', '/own', 'GET', words],
  ['the answer to a form', '/page', 'POST', words],
  ['a few words', '/short', 'GET', 'a few words'],
  ['a picture', '/picture', 'GET', words],
])('%s is not compressed', async (_what, path, method, body) => {
  const { status, encoding, bytes } = await ask(path, { method, headers: { 'Accept-Encoding': 'gzip' } })
  expect([status, encoding, bytes.toString()]).toEqual([200, null, body])
})

test('a compressed feed has a tag of its own, which stands for the same state', async () => {
  expect((await ask('/feed')).headers.get('ETag')).toBe('W/"x"')
  expect((await ask('/feed', {})).headers.get('ETag')).toBe('"x"')
})
