import { readdir } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { openBlobs } from '../blobs/open.ts'
import { receiveUpload, receiveUploadForm } from './receive.ts'

let folder = ''
let blobs: Blobs
beforeAll(async () => {
  folder = temporaryFolder()
  blobs = await openBlobs({ storage: { kind: 'file', path: folder } })
})

const server = createServer()
afterAll(() => server.close())

test.each(['application/octet-stream', 'multipart/form-data; boundary=XX'])(
  'a client that hung up before its %s body is looked at leaves no file',
  async (type) => {
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const headers = { 'Content-Type': type, 'Content-Length': 5000 }
    const client = request({ port, host: '127.0.0.1', method: 'PUT', headers })
    client.on('error', () => {})
    client.write('--XX\r\n')
    const [incoming] = (await once(server, 'request')) as [Parameters<typeof receiveUpload>[1]]
    incoming.on('error', () => {})
    const closed = once(incoming, 'close').catch(() => {})
    client.destroy()
    await closed
    expect(await receiveUpload(blobs, incoming, 100_000)).toEqual({ ok: false, error: { code: 'upload-cut-off' } })
    const left = await readdir(folder, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])
  },
)

type Part = readonly [name: string, value: string]

/** Sends these parts as a browser would, `cut` bytes fewer of them, and answers what became of the form. */
async function receiveParts(parts: readonly Part[], cut = 0) {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const lines = parts.map(([name, value]) => {
    const file = name === 'package' ? '; filename="a.nupkg"\r\nContent-Type: application/octet-stream' : ''
    return `--XX\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  })
  const body = `${lines.join('')}--XX--\r\n`
  const headers = { 'Content-Type': 'multipart/form-data; boundary=XX', 'Content-Length': body.length }
  const client = request({ port, host: '127.0.0.1', method: 'POST', headers })
  client.on('error', () => {})
  const asked = once(server, 'request')
  client.write(body.slice(0, body.length - cut))
  const [incoming] = (await asked) as [Parameters<typeof receiveUpload>[1]]
  incoming.on('error', () => {})
  if (cut > 0) setTimeout(() => client.destroy(), 20)
  const form = { isOwnToken: (token: string) => token === 'ours' }
  const received = await receiveUploadForm(blobs, incoming, 1000, form)
  client.destroy()
  const left = await readdir(folder, { recursive: true, withFileTypes: true })
  expect(left.filter((entry) => entry.isFile())).toEqual([])
  return received.ok ? `${received.value.sizeBytes} bytes` : received.error.code
}

const own: Part = ['form_token', 'ours']
const file: Part = ['package', 'x'.repeat(700)]

test.each<[string, readonly Part[], string]>([
  ['the token, then the file', [own, file], '700 bytes'],
  ['the file, then the token', [file, own], 'form-stale'],
  ['the token of somebody else', [['form_token', 'theirs'], file], 'form-stale'],
  ['no token', [file], 'form-stale'],
  ['no file', [own], 'upload-empty'],
  ['an empty file', [own, ['package', '']], 'upload-empty'],
  ['a file that is too large', [own, ['package', 'x'.repeat(1001)]], 'package-too-large'],
  ['another field between', [own, ['other', 'x'], file], '700 bytes'],
])('of a form only the file that follows the token is taken: %s', async (_, parts, outcome) => {
  expect(await receiveParts(parts)).toBe(outcome)
})

test('a form that is cut off leaves no file', async () => {
  expect(await receiveParts([own, file], 100)).toBe('upload-cut-off')
})
