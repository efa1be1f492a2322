import { once } from 'node:events'
import { createServer, request } from 'node:http'

/** Stands between a client and a server: notes what was asked and answered, and can refuse some paths. */
export type RecordingProxy = {
  readonly url: string
  /** Since the start or the last `forget`. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[]
  /** Paths that match answer 503 from now on; null lets everything pass. */
  block(paths: RegExp | null): void
  forget(): void
  close(): Promise<void>
}

/** Keeps the Host header, so that the addresses in documents lead through the proxy again. */
export async function startRecordingProxy(target: { readonly url: string }): Promise<RecordingProxy> {
  const { hostname, port } = new URL(target.url)
  const requests: { method: string; path: string; status: number }[] = []
  let blocked: RegExp | null = null

  const proxy = createServer((incoming, answer) => {
    const { method = '', url: path = '', headers } = incoming
    if (blocked?.test(path)) {
      requests.push({ method, path, status: 503 })
      answer.writeHead(503).end()
      return
    }
    const outgoing = request({ hostname, port, method, path, headers }, (response) => {
      const status = response.statusCode ?? 0
      requests.push({ method, path, status })
      answer.writeHead(status, response.statusMessage, response.headers)
      response.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    incoming.pipe(outgoing)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (typeof address !== 'object' || !address) throw new Error('the proxy has no port')

  return {
    url: `http://localhost:${address.port}`,
    requests,
    block(paths) {
      blocked = paths
    },
    forget() {
      requests.length = 0
    },
    async close() {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
