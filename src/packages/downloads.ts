import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { otherClient } from './download-client.ts'
import { addDownloads, type DownloadCount } from './download-store.ts'

const flushEveryMs = 5000

/** Anybody can make names of clients up: a day keeps so many apart, and counts the rest together. */
const mostClientsPerDay = 200

/** Counts downloads in memory and writes them every few seconds and at shutdown: no write on the read path. */
export type DownloadCounter = {
  /** `client` is what `toDownloadClient` made of the User-Agent. */
  count(versionKey: number, client: string): void
  flush(): Promise<void>
  /** Stops the timer and writes what is left. */
  stop(): Promise<void>
}

export function startDownloadCounter(deps: { db: Database; now: () => Date; log: Logger }): DownloadCounter {
  const clients = createClientLimit()
  let counts = new Map<string, DownloadCount>()
  let flushing: Promise<void> = Promise.resolve()

  function add(count: DownloadCount): void {
    const key = `${count.versionKey} ${count.day} ${count.client}`
    const waiting = counts.get(key)
    counts.set(key, waiting ? { ...count, downloads: waiting.downloads + count.downloads } : count)
  }

  async function writeAll(): Promise<void> {
    const batch = [...counts.values()]
    if (batch.length === 0) return
    counts = new Map()
    try {
      await deps.db.transaction((tx) => addDownloads(tx, batch))
    } catch (error) {
      deps.log.warn({ error }, 'download counts could not be written and wait for the next attempt')
      for (const count of batch) add(count)
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
      add({ versionKey, day, client: clients.admit(day, client), downloads: 1 })
    },
    flush,
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}

function createClientLimit(): { admit(day: number, client: string): string } {
  let today = 0
  let seen = new Set<string>()
  return {
    admit(day, client) {
      if (day !== today) {
        today = day
        seen = new Set()
      }
      if (!seen.has(client) && seen.size >= mostClientsPerDay) return otherClient
      seen.add(client)
      return client
    },
  }
}
