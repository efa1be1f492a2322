import { randomUUID } from 'node:crypto'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { createFinder, type Finder } from './find.ts'
import { openOrReplaceIndexFile, type IndexFile } from './index-file.ts'
import { isDamaged, removeIndexFile } from './index-schema.ts'
import { createListedVersions } from './listed-versions.ts'
import { continueRebuild, followCatalog, refreshPopularity, settleIndex } from './indexer.ts'

export type FollowerLog = (level: 'info' | 'error', message: string, error?: unknown) => void

/** Keeps the index beside the catalog, and hands out what answers from it. */
export type Follower = {
  /** Runs `work` on the index; a damaged one is replaced by an empty one, which is then rebuilt. */
  use<T>(work: (finder: Finder) => T): T
  /** Follows the catalog at once; true when the index has this commit, false when it took too long. */
  reached(committedUs: number, timeoutMs: number): Promise<boolean>
  stop(): Promise<void>
}

type Waiter = { readonly committedUs: number; readonly deadline: number; readonly resolve: (reached: boolean) => void }

const pollMs = 1000
const popularityMs = 5 * 60_000

/**
 * Opens the index and follows the catalog: at once when woken, and once a second for what other processes commit. Of the
 * processes on a folder the one that has the lease does the longer work as well: rebuilding, merging, popularity.
 */
export function startFollower(path: string, db: Db, log: FollowerLog): Follower {
  let { file, finder } = open()
  const listListed = createListedVersions(db)
  let isSettled = false
  /** While a rebuild runs, commits up to this one may not be indexed yet, although the cursor is past them. */
  let rebuildFloorUs = -1
  let isStopped = false
  let isFailing = false
  let isMerging = false
  const holder = randomUUID()
  let popularityAt = Date.now() + popularityMs
  /** The package up to which a comparison of popularity came; null when none is under way. */
  let comparedUpTo: number | null = null
  let mustRun = false
  let running: Promise<void> | null = null
  let waiters: readonly Waiter[] = []
  const timer = setInterval(wake, pollMs)
  wake()

  function open(): { file: IndexFile; finder: Finder } {
    const opened = openOrReplaceIndexFile(path)
    if (opened.replacedBecause) log('error', 'the search index was unusable and is made anew', opened.replacedBecause)
    return { file: opened.file, finder: createFinder(opened.file.reader) }
  }

  function wake(): void {
    mustRun = true
    running ??= run().finally(() => {
      running = null
    })
  }

  async function run(): Promise<void> {
    while (mustRun && !isStopped) {
      mustRun = false
      try {
        if (file.isReplaced()) reopen()
        if (!isSettled) await settle()
        if (await step()) mustRun = true
        isFailing = false
      } catch (error) {
        fail(error)
      }
      settleWaiters()
    }
  }

  async function settle(): Promise<void> {
    await settleIndex(file, db)
    const { rebuiltUpTo, cursor } = file.readState()
    rebuildFloorUs = rebuiltUpTo === null ? -1 : cursor.committedUs
    isSettled = true
  }

  /** True when there may be more to do. The catalog goes before everything else: pushes wait for it. */
  async function step(): Promise<boolean> {
    const followed = await followCatalog(file, db, listListed)
    if (followed === 'progress') return true
    if (followed === 'other-process-was-faster') {
      await setTimeout(Math.random() * 20)
      return true
    }
    const isRebuilding = file.readState().rebuiltUpTo !== null
    const isDue = comparedUpTo !== null || Date.now() >= popularityAt
    if (!isRebuilding && !isMerging && finder.loadSome()) {
      await setImmediate()
      return true
    }
    if (!isRebuilding && !isMerging && !isDue) return false
    if (!(await file.keepLease(holder))) {
      if (isDue) popularityAt = Date.now() + popularityMs
      comparedUpTo = null
      isMerging = false
      return false
    }
    return isRebuilding ? await stepRebuild() : isMerging ? await stepMerge() : await stepPopularity()
  }

  async function stepRebuild(): Promise<boolean> {
    if ((await continueRebuild(file, db)) === 'progress') {
      isMerging = file.readState().rebuiltUpTo === null
      if (isMerging) log('info', 'the search index is complete')
    }
    return true
  }

  async function stepMerge(): Promise<boolean> {
    isMerging = file.mergeSome()
    await setImmediate()
    return isMerging
  }

  async function stepPopularity(): Promise<boolean> {
    comparedUpTo = await refreshPopularity(file, db, comparedUpTo ?? 0)
    if (comparedUpTo === null) popularityAt = Date.now() + popularityMs
    await setImmediate()
    return comparedUpTo !== null
  }

  function settleWaiters(): void {
    if (waiters.length === 0 || isStopped) return
    const { cursor, rebuiltUpTo } = file.readState()
    if (rebuiltUpTo === null) rebuildFloorUs = -1
    const now = Date.now()
    const isReached = ({ committedUs }: Waiter) =>
      !isFailing && committedUs <= cursor.committedUs && committedUs > rebuildFloorUs
    const isOver = (waiter: Waiter) => isReached(waiter) || waiter.deadline <= now
    for (const waiter of waiters) if (isOver(waiter)) waiter.resolve(isReached(waiter))
    waiters = waiters.filter((waiter) => !isOver(waiter))
  }

  function fail(error: unknown): void {
    if (isStopped) return
    if (isDamaged(error)) replace(error)
    else if (!isFailing) log('error', 'the search index could not follow the catalog and will try again', error)
    isFailing = true
  }

  function replace(error: unknown): void {
    log('error', 'the search index is damaged and is made anew', error)
    if (!file.isReplaced()) removeIndexFile(path)
    reopen()
    wake()
  }

  function reopen(): void {
    file.close()
    ;({ file, finder } = open())
    isSettled = false
  }

  return {
    use(work) {
      try {
        return work(finder)
      } catch (error) {
        if (isDamaged(error)) replace(error)
        throw error
      }
    },
    reached(committedUs, timeoutMs) {
      return new Promise((resolve) => {
        waiters = [...waiters, { committedUs, deadline: Date.now() + timeoutMs, resolve }]
        wake()
      })
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      try {
        file.releaseLease(holder)
      } catch {
        // Another process writes at this moment: then the lease ends by itself.
      }
      file.close()
      await running
      for (const waiter of waiters) waiter.resolve(false)
    },
  }
}
