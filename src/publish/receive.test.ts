import { readdir } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { openBlobs } from '../blobs/open.ts'
import { receiveUpload } from './receive.ts'

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
