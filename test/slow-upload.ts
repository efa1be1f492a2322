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
