import { connect } from 'node:net'
import type { TestServer } from './server.ts'

/** Sends half of a push, after which its key has been looked at; `finish` sends the rest and answers what came back. */
export async function beginUpload(
  server: Pick<TestServer, 'url'>,
  secret: string,
  body: Buffer,
): Promise<{ finish(): Promise<string> }> {
  const { port, host } = new URL(server.url)
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  const head = ['PUT /api/v2/package HTTP/1.1', `Host: ${host}`, `X-NuGet-ApiKey: ${secret}`]
  const more = [`Content-Length: ${body.length}`, 'Connection: close', '', '']
  socket.write([...head, ...more].join('\r\n'))
  socket.write(body.subarray(0, body.length / 2))
  await new Promise((resolve) => setTimeout(resolve, 100))
  return {
    finish: () =>
      new Promise((resolve, reject) => {
        let text = ''
        socket.on('data', (data: Buffer) => (text += data.toString('latin1')))
        socket.on('close', () => resolve(text)).on('error', reject)
        socket.write(body.subarray(body.length / 2))
      }),
  }
}

/**
 * Sends a form with a file as a browser on a slow line does: everything, before it looks for an answer. Answers its first line and
 * headers, and whether the connection was broken before everything had been sent.
 */
export async function uploadSlowly(
  server: Pick<TestServer, 'url'>,
  cookie: string,
  ms: number,
): Promise<{ readonly head: string; readonly isCutOff: boolean }> {
  const { port, host } = new URL(server.url)
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  let text = ''
  let isCutOff = false
  socket.on('data', (data: Buffer) => (text += data.toString('latin1')))
  const ended = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => (isCutOff = true))
  const pieces = 20
  const piece = Buffer.alloc(1000, 'x')
  const head = [`POST /packages/manage/upload HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie}`, `Origin: ${server.url}`]
  const more = ['Content-Type: multipart/form-data; boundary=b', `Content-Length: ${pieces * piece.length}`, '', '']
  socket.write([...head, ...more].join('\r\n'))
  for (let i = 0; i < pieces && !socket.destroyed; i++) {
    await new Promise((resolve) => setTimeout(resolve, ms / pieces))
    if (socket.readableEnded) isCutOff = true
    socket.write(piece)
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.end()
  await ended
  return { head: text.split('\r\n\r\n', 1)[0] ?? '', isCutOff }
}
