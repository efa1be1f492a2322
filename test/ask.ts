import { request, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

/** A JSON value that tests look into without declaring its shape. */
export type Json = { readonly [key: string]: Json } & readonly Json[]

/** What came back, before anything decoded it. */
export type Reply = {
  readonly status: number
  readonly phrase: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  json(): Json
}

/** One request on a connection of its own. Nothing is followed, decoded or added. */
export function ask(
  url: string,
  options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Reply> {
  return new Promise<Reply>((resolve, reject) => {
    const { method = 'GET', headers = {} } = options
    const { hostname, port } = new URL(url)
    const path = url.slice(new URL(url).origin.length) || '/' // as given: URL would tidy it up
    const req = request({ host: hostname, port, path, method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('error', reject)
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => {
        const body = Buffer.concat(chunks)
        resolve({
          status: res.statusCode ?? 0,
          phrase: res.statusMessage ?? '',
          headers: res.headers,
          body,
          json: () => JSON.parse(body.toString()) as Json,
        })
      })
    })
    req.on('error', reject)
    req.end()
  })
}

/**
 * Sends bytes and answers everything that comes back until the server closes: say `Connection: close` in the last
 * request. With `half`, our side of the connection is closed at once. Pieces are sent 20 ms apart.
 */
export function askRaw(
  url: string,
  pieces: string | readonly string[],
  options: { readonly half?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (data: string) => (received += data))
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(received))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('connect', async () => {
      for (const piece of [pieces].flat()) {
        socket.write(piece, 'latin1')
        if (typeof pieces !== 'string') await new Promise((next) => setTimeout(next, 20))
      }
      if (options.half) socket.end()
    })
  })
}
