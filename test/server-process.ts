import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The built program as operators run it: `dist/main.js` and `dist/cli.js` in processes of their own. */

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundles `src/` when it changed since the last time. */
export async function ensureBuilt(): Promise<void> {
  const bootstrap = pathToFileURL(join(root, 'scripts', 'bootstrap.mjs')).href
  const module = (await import(bootstrap)) as { ensureBuilt(): Promise<boolean> }
  await module.ensureBuilt()
}

/** Settings for one instance in `folder`; everything else of the environment that starts with LODE_ is left out. */
export function instanceEnv(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LODE_') && name !== 'NODE_OPTIONS')
  return { ...Object.fromEntries(inherited), LODE_LOG_LEVEL: 'error', LODE_ACCESS_LOG: 'off', ...settings }
}

/** A port that nobody listens on: this one or one of the next where a number is wished for, otherwise any. */
export async function freePort(wished = 0): Promise<number> {
  const server = createServer()
  try {
    await once(server.listen(wished, '127.0.0.1'), 'listening')
  } catch {
    return freePort(wished + 1)
  }
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

export type ServerProcess = {
  readonly url: string
  readonly child: ChildProcess
  /** Milliseconds from the process's start to its first answer. */
  readonly startMs: number
  /** What it has printed so far. */
  output(): string
  /** Ends it without warning, as a power cut would. */
  kill(): Promise<void>
  /** Ends it as an operator would; answers the exit code. */
  stop(): Promise<number | null>
}

/** Starts the server, under `wrapper` (such as `taskset -c 0`) when given, and waits for its first answer. */
export async function startServerProcess(
  env: NodeJS.ProcessEnv,
  options: { readonly wrapper?: readonly string[] } = {},
): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${env.LODE_PORT}`
  const command = [...(options.wrapper ?? []), process.execPath, join(root, 'dist', 'main.js')]
  const startedAt = performance.now()
  const child = spawn(command[0] ?? '', command.slice(1), { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  const endWithUs = () => child.kill('SIGKILL') // a test that fails or times out leaves no server behind
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
    return child.exitCode
  }
  while (!(await answers(`${url}/health`))) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}:\n${output}`)
    if (performance.now() - startedAt > 60_000) {
      await end('SIGKILL')
      throw new Error(`the server did not answer within a minute:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const startMs = performance.now() - startedAt
  return {
    url,
    child,
    startMs,
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

export type CommandResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Runs `lode …` beside whatever server there is. */
export async function lode(env: NodeJS.ProcessEnv, args: readonly string[], input = ''): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], { env, cwd: root })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

/** The same, when failing would be a fault of the test. */
export async function lodeOrThrow(env: NodeJS.ProcessEnv, args: readonly string[], input = ''): Promise<string> {
  const result = await lode(env, args, input)
  if (result.code !== 0) throw new Error(`lode ${args.join(' ')} ended with ${result.code}: ${result.stderr}`)
  return result.stdout
}

/** Makes a user that may push everything, and answers the secret of its key. */
export async function createPublisher(env: NodeJS.ProcessEnv, name: string): Promise<string> {
  await lodeOrThrow(
    env,
    ['user', 'create', name, '--email', `${name}@example.com`, '--password-stdin'],
    'correct horse battery',
  )
  const key = ['key', 'create', '--user', name, '--name', 'test', '--actions', 'push', '--glob', '*', '--expires', '1d']
  return (await lodeOrThrow(env, key)).trim()
}

/** Pushes as the stock client does, without its multipart wrapping. Throws when the connection breaks. */
export async function pushPackage(url: string, secret: string, bytes: Uint8Array): Promise<Response> {
  return fetch(`${url}/api/v2/package/`, {
    method: 'PUT',
    headers: { 'X-NuGet-ApiKey': secret, 'Content-Type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  })
}
