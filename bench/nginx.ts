import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { dirname, join } from 'node:path'
import { freePort } from '../test/server-process.ts'
import { onServerCore } from './machine.ts'
import type { Contestant } from './wrk.ts'

export type Nginx = Contestant & { stop(): Promise<void> }

/** Debian's nginx serving files: the limit that Lode is compared with. */
export async function startNginx(folder: string): Promise<Nginx> {
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  writeFileSync(config, configText(folder, port))
  const args = ['-c', config, '-p', folder, '-e', join(folder, 'error.log')]
  const child: ChildProcess = spawn('taskset', [...onServerCore.slice(1), 'nginx', ...args], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  process.once('exit', () => child.kill('SIGTERM'))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
    const isUp = await fetch(url).then(
      (response) => response.arrayBuffer().then(() => true),
      () => false,
    )
    if (isUp) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    url,
    pids: [child.pid ?? 0],
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function configText(folder: string, port: number): string {
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  return `${user} daemon off; master_process off; worker_processes 1; pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 100000000;
  default_type application/octet-stream; client_body_temp_path ${folder}/tmp;
  server { listen 127.0.0.1:${port}; root ${folder}/files; }
}
`
}

/** Saves what Lode answers (at the address `host`), plain and compressed, where nginx finds it under the same path. */
export async function mirror(lode: string, folder: string, path: string, host?: string): Promise<void> {
  const file = join(folder, 'files', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await fetchRaw(lode + path, 'identity', host))
  const compressed = await fetchRaw(lode + path, 'gzip', host)
  if (compressed[0] === 0x1f && compressed[1] === 0x8b) writeFileSync(`${file}.gz`, compressed)
}

/** The body as it is sent: `fetch` would inflate it. */
async function fetchRaw(url: string, encoding: string, host: string | undefined): Promise<Buffer> {
  const headers = { 'Accept-Encoding': encoding, ...(host !== undefined && { Host: host }) }
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`))
      response.toArray().then((chunks: Buffer[]) => resolve(Buffer.concat(chunks)), reject)
    }).on('error', reject)
  })
}
