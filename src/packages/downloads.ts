import type { Logger } from 'pino'
import { sql } from 'kysely'
import type { Database, Db } from '../db/database.ts'

const flushEveryMs = 5000

/** Counts downloads in memory and writes them every few seconds and at shutdown: no write on the read path. */
export type DownloadCounter = {
  /** `client` is the name and version that the User-Agent begins with, such as `NuGet xplat/7.0.0`. */
  count(versionKey: number, client: string): void
  flush(): Promise<void>
  /** Stops the timer and writes what is left. */
  stop(): Promise<void>
}

type Count = { readonly versionKey: number; readonly day: number; readonly client: string; downloads: number }

export function startDownloadCounter(deps: { db: Database; now: () => Date; log: Logger }): DownloadCounter {
  let counts = new Map<string, Count>()
  let flushing: Promise<void> = Promise.resolve()

  async function writeAll(): Promise<void> {
    const batch = counts
    if (batch.size === 0) return
    counts = new Map()
    try {
      await deps.db.transaction((tx) => addDownloads(tx, [...batch.values()]))
    } catch (error) {
      deps.log.warn({ error }, 'download counts could not be written and wait for the next attempt')
      for (const [key, { downloads, ...rest }] of batch) {
        const waiting = counts.get(key)
        counts.set(key, { ...rest, downloads: downloads + (waiting?.downloads ?? 0) })
      }
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.then(writeAll)
    return flushing
  }

  const timer = setInterval(() => void flush(), flushEveryMs).unref()
  return {
    count(versionKey, client) {
      const day = Math.floor(deps.now().getTime() / 86_400_000)
      const key = `${versionKey} ${day} ${client}`
      const entry = counts.get(key)
      if (entry) entry.downloads += 1
      else counts.set(key, { versionKey, day, client, downloads: 1 })
    },
    flush,
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}

/** Adds to the daily counts and to the totals of versions and packages. */
async function addDownloads(tx: Db, counts: readonly Count[]): Promise<void> {
  // Always in the same order, so that two processes that flush at once cannot wait for each other's rows.
  for (const { versionKey, day, client, downloads } of counts.toSorted((a, b) => a.versionKey - b.versionKey)) {
    await tx
      .insertInto('download_counts')
      .values({ version_key: versionKey, day, client, downloads })
      .onConflict((conflict) =>
        conflict
          .columns(['version_key', 'day', 'client'])
          .doUpdateSet({ downloads: sql`download_counts.downloads + excluded.downloads` }),
      )
      .execute()
  }
  for (const [versionKey, own] of Map.groupBy(counts, (count) => count.versionKey)) {
    const sum = own.reduce((total, count) => total + count.downloads, 0)
    const version = await tx
      .updateTable('versions')
      .set((set) => ({ downloads: set('downloads', '+', sum) }))
      .where('id', '=', versionKey)
      .returning('package_key')
      .executeTakeFirst()
    if (!version) continue
    await tx
      .updateTable('packages')
      .set((set) => ({ downloads: set('downloads', '+', sum) }))
      .where('id', '=', version.package_key)
      .execute()
  }
}

/** The client's name and version from its User-Agent; at most 60 characters, `unknown` when it sent none. */
export function toDownloadClient(userAgent: string | undefined): string {
  const client = (userAgent ?? '').split('(')[0]?.trim().slice(0, 60)
  return client === undefined || client === '' ? 'unknown' : client
}
