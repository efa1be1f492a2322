import { createHash, randomBytes, randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { DatabaseKind } from '../src/db/database.ts'
import { buildNupkg } from './build-nupkg.ts'
import { startPostgres } from './postgres.ts'
import {
  createPublisher,
  ensureBuilt,
  freePort,
  instanceEnv,
  lode,
  lodeOrThrow,
  pushPackage,
  startServerProcess,
  type ServerProcess,
} from './server-process.ts'

export type CrashOptions = {
  readonly database: DatabaseKind
  /** How often the server is killed while it takes pushes. */
  readonly kills: number
  readonly writers?: number
  readonly onRound?: (line: string) => void
}

export type CrashReport = {
  readonly kills: number
  /** Pushes that were answered with 201: each was found restorable after the kill and at the end. */
  readonly acknowledged: number
  /** Pushes that a kill left without an answer, and how many of them were there nevertheless, whole. */
  readonly unanswered: number
  readonly unansweredButThere: number
  /** Files that kills left behind and `lode verify --repair` removed. */
  readonly removedFiles: number
}

/** All that was ever sent for one ID and version, by SHA-512: two writers may race for it. */
type Attempts = {
  readonly id: string
  readonly version: string
  readonly sent: Set<string>
  acknowledged: string | null
}

/**
 * Kills a real server (SIGKILL) again and again while several writers push, and throws unless every 201 stayed true:
 * the version is listed and has the pushed bytes; whatever else is listed is whole; `lode verify` finds nothing wrong.
 */
export async function crashTest(options: CrashOptions): Promise<CrashReport> {
  await ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'lode-crash-'))
  const postgres = options.database === 'postgres' ? await startPostgres({ fsync: true }) : null
  try {
    await postgres?.execute('create database crash')
    const env = instanceEnv({
      LODE_DATA: folder,
      LODE_HOST: '127.0.0.1',
      LODE_PORT: String(await freePort()),
      ...(postgres && { LODE_DATABASE: postgres.urlOf('crash') }),
    })
    await lodeOrThrow(env, ['migrate'])
    return await runRounds(env, await createPublisher(env, 'crash'), options)
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runRounds(env: NodeJS.ProcessEnv, secret: string, options: CrashOptions): Promise<CrashReport> {
  const all = new Map<string, Attempts>()
  for (let round = 1; round <= options.kills; round++) {
    const server = await startServerProcess(env)
    await checkVersions(server, [...all.values()].slice(-400))
    const writing = Promise.all(Array.from({ length: options.writers ?? 6 }, () => write(server, secret, round, all)))
    writing.catch(() => {}) // looked at after the kill
    const lived = randomInt(20, 900)
    await delay(lived)
    await server.kill()
    await writing
    await requireSound(env, ['verify'])
    options.onRound?.(
      `${round}/${options.kills}: killed after ${lived} ms, ${countAcknowledged(all)} pushes acknowledged`,
    )
  }

  const removed = await requireSound(env, ['verify', '--repair', '--older-than', '0s'])
  const left = await requireSound(env, ['verify'])
  if (left.unreferenced.length > 0) throw new Error(`left after --repair: ${JSON.stringify(left.unreferenced)}`)
  const server = await startServerProcess(env)
  const unansweredButThere = await checkVersions(server, [...all.values()])
  const code = await server.stop()
  if (code !== 0) throw new Error(`the server ended with ${code} after SIGTERM`)
  const acknowledged = countAcknowledged(all)
  return {
    kills: options.kills,
    acknowledged,
    unanswered: all.size - acknowledged,
    unansweredButThere,
    removedFiles: removed.unreferenced.length,
  }
}

function countAcknowledged(all: ReadonlyMap<string, Attempts>): number {
  return [...all.values()].filter((attempts) => attempts.acknowledged !== null).length
}

/** Pushes until the connection breaks. Some pushes are races: another writer sends other bytes as the same version. */
async function write(server: ServerProcess, secret: string, round: number, all: Map<string, Attempts>): Promise<void> {
  for (;;) {
    const isRace = Math.random() < 0.15
    const id = Math.random() < 0.2 ? `Crash.New${randomBytes(4).toString('hex')}` : `Crash.Package${randomInt(6)}`
    const version = `${round}.0.${randomInt(1_000_000_000)}`
    const attempts: Attempts = { id, version, sent: new Set(), acknowledged: null }
    all.set(`${id} ${version}`.toLowerCase(), attempts)
    const pushes = await Promise.allSettled(
      Array.from({ length: isRace ? 2 : 1 }, () => pushOne(server, secret, attempts)),
    )
    const failed = pushes.filter((push) => push.status === 'rejected')
    for (const { reason } of failed) if (reason instanceof BrokenPromise || !server.child.killed) throw reason
    if (failed.length > 0) return
  }
}

class BrokenPromise extends Error {}

async function pushOne(server: ServerProcess, secret: string, attempts: Attempts): Promise<void> {
  const { id, version } = attempts
  const content = randomBytes(randomInt(10, 60_000))
  const bytes = await buildNupkg({ id, version, files: { 'lib/net8.0/x.dll': content } })
  const sha512 = sha512Of(bytes)
  attempts.sent.add(sha512)
  const response = await pushPackage(server.url, secret, bytes)
  if (response.status === 201) {
    if (attempts.acknowledged) throw new BrokenPromise(`${id} ${version} was acknowledged twice`)
    attempts.acknowledged = sha512
  } else if (response.status !== 409) {
    throw new BrokenPromise(`${id} ${version}: ${response.status} ${response.statusText} ${await response.text()}`)
  }
  await response.arrayBuffer().catch(() => {})
}

/** Looks as a client does that never saw these IDs. Answers how many unacknowledged versions are there. */
async function checkVersions(server: ServerProcess, list: readonly Attempts[]): Promise<number> {
  let unexpected = 0
  const flat = await findFlatContainer(server)
  for (const [id, versions] of Map.groupBy(list, (attempts) => attempts.id.toLowerCase())) {
    const listed = await listVersions(flat, id)
    for (const { version, sent, acknowledged } of versions) {
      if (!listed.has(version)) {
        if (acknowledged) throw new BrokenPromise(`${id} ${version} was answered with 201 and is not listed`)
        continue
      }
      const response = await fetch(`${flat}${id}/${version}/${id}.${version}.nupkg`)
      const sha512 = sha512Of(Buffer.from(await response.arrayBuffer()))
      if (response.status !== 200) throw new BrokenPromise(`${id} ${version} is listed, but answers ${response.status}`)
      if (acknowledged ? sha512 !== acknowledged : !sent.has(sha512)) {
        throw new BrokenPromise(`${id} ${version} has other bytes than were pushed`)
      }
      if (!acknowledged) unexpected += 1
    }
  }
  return unexpected
}

async function findFlatContainer(server: ServerProcess): Promise<string> {
  const index = (await (await fetch(`${server.url}/v3/index.json`)).json()) as {
    resources: { '@id': string; '@type': string }[]
  }
  const found = index.resources.find((resource) => resource['@type'] === 'PackageBaseAddress/3.0.0')
  if (!found) throw new Error('the service index has no PackageBaseAddress')
  return found['@id']
}

async function listVersions(flat: string, lowerId: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`${flat}${lowerId}/index.json`)
  if (response.status === 404) return new Set(await response.text().then(() => []))
  return new Set(((await response.json()) as { versions: string[] }).versions)
}

type Report = { problems: unknown[]; unreferenced: unknown[] }

async function requireSound(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Report> {
  const result = await lode(env, [...args, '--json'])
  if (result.code !== 0) throw new BrokenPromise(`lode ${args.join(' ')}: ${result.stderr}${result.stdout}`)
  const report = JSON.parse(result.stdout) as Report
  if (report.problems.length > 0) throw new BrokenPromise(JSON.stringify(report.problems))
  return report
}

function sha512Of(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('base64')
}
