import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { start } from './instance.ts'
import { median, round, type Row } from './table.ts'

/** From the process's start to its first answer. */
export async function measureStarts(env: NodeJS.ProcessEnv, packages: number, count: number): Promise<Row> {
  const starts: number[] = []
  for (let i = 0; i < count; i++) {
    const server = await start(env)
    starts.push(server.startMs)
    await server.stop()
  }
  return {
    what: `start with ${round(packages)} packages`,
    must: '≤ 1 s to the first answer',
    measured: `${round(median(starts))} ms (${round(Math.min(...starts))} to ${round(Math.max(...starts))})`,
    isMet: median(starts) <= 1000,
  }
}

/** `npm start` when nothing has to be installed or built. */
export async function measureNpmStart(env: NodeJS.ProcessEnv): Promise<Row> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const startedAt = performance.now()
    const child = spawn('npm', ['start'], { cwd: root, env, stdio: 'ignore', detached: true })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    while (!(await answers(`http://127.0.0.1:${env.LODE_PORT}/health`))) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    times.push(performance.now() - startedAt)
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    await exited
  }
  return {
    what: 'second `npm start`',
    must: '',
    measured: `${round(median(times))} ms to the first answer`,
    isMet: null,
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}
