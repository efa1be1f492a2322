import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** A real PostgreSQL of our own: a temporary folder, a Unix socket, no TCP port, nothing left when it stops. */
export type Postgres = {
  /** The `LODE_DATABASE` of a database in this server. */
  urlOf(database: string): string
  /** Runs one statement in the maintenance database. */
  execute(sql: string): Promise<void>
  stop(): Promise<void>
}

/** The folder of the newest server binaries, or null when PostgreSQL's server is not installed. */
export function findPostgresBinaries(): string | null {
  const root = '/usr/lib/postgresql' // Debian's place; others have the server on PATH
  const debian = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...debian.map((version) => join(root, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/**
 * The shell that owns the server. It ends the server and removes the folder when its standard input closes, so that
 * nothing stays behind even if the test process is killed.
 */
const keeper = `
folder=$1 binaries=$2 fsync=$3
"$binaries/initdb" -D "$folder/data" -A trust -U lode --no-sync -E UTF8 --locale=C.UTF-8 >"$folder/log" 2>&1 || exit 1
"$binaries/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB \\
  -c fsync=$fsync -c full_page_writes=$fsync -c synchronous_commit=$fsync -c autovacuum=off -c log_min_messages=panic \\
  -c max_wal_size=4GB -c checkpoint_timeout=30min </dev/null >>"$folder/log" 2>&1 &
server=$!
read -r _
kill -QUIT $server 2>/dev/null
wait $server
rm -rf "$folder"
`

/** Starts a server: as the user `postgres` when we are root (it refuses to run as root), else as ourselves. */
export async function startPostgres(options: { fsync?: boolean } = {}): Promise<Postgres> {
  const binaries = findPostgresBinaries()
  if (!binaries) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  const isRoot = process.getuid?.() === 0
  const folder = mkdtempSync('/tmp/lode-postgres-') // not TMPDIR: the user postgres must reach it, socket paths are short
  if (isRoot) execFileSync('chown', ['postgres', folder])

  const shell = ['sh', '-c', keeper, 'sh', folder, binaries, options.fsync ? 'on' : 'off']
  const [command = '', ...args] = isRoot ? ['runuser', '-u', 'postgres', '--', ...shell] : shell
  const child = spawn(command, args, { cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  child.unref() // a caller that crashes is not kept alive by the server
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))

  function urlOf(database: string): string {
    return `postgres://lode@localhost/${database}?host=${encodeURIComponent(folder)}`
  }
  async function stop(): Promise<void> {
    child.ref()
    child.stdin?.end()
    await ended
    rmSync(folder, { recursive: true, force: true }) // when initdb failed, the shell left it
  }
  try {
    await untilItAnswers(urlOf('postgres'), child)
  } catch (error) {
    const log = existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : ''
    await stop()
    throw new Error(`PostgreSQL did not start.\n${log}`, { cause: error })
  }
  return {
    urlOf,
    execute: (sql) => withClient(urlOf('postgres'), async (client) => void (await client.query(sql))),
    stop,
  }
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await withClient(url, async (client) => void (await client.query('select 1')))
    } catch (error) {
      if (child.exitCode !== null || attempt > 600) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
