import { Worker } from 'node:worker_threads'
import type { Deps } from '../deps.ts'
import { SearchUnavailable, type AutocompleteAnswer, type Search, type SearchAnswer } from './search.ts'
import type { FromWorker, ToWorker, WorkerRequest, WorkerSettings } from './worker-messages.ts'

/** From sources Node strips the types itself; the bundle has the worker beside it. */
const defaultWorker = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './search-worker.js', import.meta.url)

/**
 * Starts the worker thread that keeps `<dataFolder>/search.db` beside the catalog and answers searches from it. Resolves
 * when the index is open; filling it goes on behind. A worker that fails is started again; calls meanwhile throw
 * `SearchUnavailable`.
 */
export async function startSearch(deps: Pick<Deps, 'config' | 'log'>, workerUrl: URL = defaultWorker): Promise<Search> {
  const worker = new SupervisedWorker(deps, workerUrl)
  await worker.start()
  return {
    query: (request) => worker.ask<SearchAnswer>({ kind: 'search', request }),
    autocompleteIds: (request) => worker.ask<AutocompleteAnswer>({ kind: 'autocomplete', request }),
    async reached(committedUs, timeoutMs) {
      let timer: NodeJS.Timeout | undefined
      const tooLong = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), timeoutMs)
      })
      const asked = worker.ask<boolean>({ kind: 'reached', committedUs, timeoutMs }).catch(() => false)
      return await Promise.race([asked, tooLong]).finally(() => clearTimeout(timer))
    },
    close: () => worker.close(),
  }
}

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }

/** A small nursery saves 8 MB at rest; the upper bound turns a leak into a restart of the thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 256 }
const slowestRestartMs = 5000
const closeWithinMs = 3000

/** One worker thread, its open requests, and a new thread after each failure. */
class SupervisedWorker {
  readonly #deps: Pick<Deps, 'config' | 'log'>
  readonly #url: URL
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | null = null
  #isReady = false
  #isClosing = false
  #failures = 0
  #lastId = 0
  #restart: NodeJS.Timeout | undefined

  constructor(deps: Pick<Deps, 'config' | 'log'>, url: URL) {
    this.#deps = deps
    this.#url = url
  }

  /** Rejects when the worker cannot start at all: the index cannot be opened or made. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => this.#launch(resolve, reject))
  }

  ask<T>(request: WorkerRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#worker || !this.#isReady) {
        reject(new SearchUnavailable('Search is not available at the moment.'))
        return
      }
      const id = ++this.#lastId
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.#worker.postMessage({ ...request, id } satisfies ToWorker)
    })
  }

  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#restart)
    const worker = this.#worker
    if (!worker) return
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    const timer = setTimeout(() => void worker.terminate(), closeWithinMs)
    worker.postMessage({ kind: 'close' } satisfies ToWorker)
    await exited
    clearTimeout(timer)
  }

  #launch(onReady?: () => void, onFailure?: (error: Error) => void): void {
    const { dataFolder, database } = this.#deps.config
    const workerData: WorkerSettings = { dataFolder, database }
    const worker = new Worker(this.#url, {
      workerData,
      name: 'search',
      resourceLimits,
    })
    let cause: Error = new Error('the thread ended')
    let hasStarted = false
    this.#worker = worker
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        hasStarted = true
        this.#isReady = true
        onReady?.()
      } else this.#receive(message)
    })
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', () => {
      this.#worker = null
      this.#isReady = false
      this.#rejectAll()
      if (this.#isClosing) return
      if (!hasStarted && onFailure) onFailure(cause)
      else this.#launchLater(cause)
    })
  }

  #receive(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    if (message.kind === 'log') {
      this.#deps.log[message.level](message.error === undefined ? {} : { err: message.error }, message.message)
      return
    }
    this.#failures = 0
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.kind === 'answer') pending?.resolve(message.value)
    else pending?.reject(new SearchUnavailable(`Search failed: ${message.message}`))
  }

  #launchLater(cause: Error): void {
    if (this.#failures === 0) this.#deps.log.error({ err: cause }, 'search stopped and is started again')
    const delay = Math.min(slowestRestartMs, 100 * 2 ** this.#failures++)
    this.#restart = setTimeout(() => this.#launch(), delay)
  }

  #rejectAll(): void {
    for (const { reject } of this.#pending.values()) reject(new SearchUnavailable('Search stopped while it answered.'))
    this.#pending.clear()
  }
}
