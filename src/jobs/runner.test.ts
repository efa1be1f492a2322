import { pino } from 'pino'
import { expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import type { Database } from '../db/database.ts'
import { JobIsHopeless, maxAttempts, nextAttemptAt, type JobHandlers } from './job.ts'
import { enqueueJob } from './queue.ts'
import { startJobRunner } from './runner.ts'

const start = new Date('2026-11-24T10:00:00Z')
const log = pino({ level: 'silent' })

function handlersWith(handlers: Partial<JobHandlers>): JobHandlers {
  return {
    'send-mail': async () => {},
    'expiry-digest': async () => {},
    'clean-up': async () => {},
    'remove-blob': async () => {},
    ...handlers,
  }
}

function manualRunner(db: Database, handlers: Partial<JobHandlers>) {
  const clock = { now: start }
  return { clock, runner: startJobRunner({ db, log, now: () => clock.now }, handlersWith(handlers), { pollMs: null }) }
}

async function queue(db: Database, payload: unknown, runAt = start): Promise<void> {
  await db.transaction((tx) => enqueueJob(tx, { kind: 'send-mail', payload, runAt }))
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms)
}

test('a failing job waits longer each time and is given up after about a day', () => {
  const waits = Array.from({ length: maxAttempts }, (_, i) => nextAttemptAt(i + 1, start))
  expect(waits.slice(0, 3)).toEqual([later(start, 15_000), later(start, 30_000), later(start, 60_000)])
  expect(waits.at(-1)).toBeNull()
  const total = waits.reduce((sum, at) => sum + (at ? at.getTime() - start.getTime() : 0), 0)
  expect(total / 3_600_000).toBeGreaterThan(16)
  expect(total / 3_600_000).toBeLessThan(36)
})

forEachDatabase('jobs', (open) => {
  test('a job runs once, with its payload, and not before its time', async () => {
    const db = await open()
    const seen: unknown[] = []
    const { clock, runner } = manualRunner(db, { 'send-mail': async (payload) => void seen.push(payload) })
    await queue(db, { mailId: 7 }, later(start, 1000))
    await runner.runDue()
    expect(seen).toEqual([])
    clock.now = later(start, 1000)
    await runner.runDue()
    await runner.runDue()
    expect(seen).toEqual([{ mailId: 7 }])
  })

  test('a job that fails runs again after a while, and not forever when it is hopeless', async () => {
    const db = await open()
    const seen: string[] = []
    const { clock, runner } = manualRunner(db, {
      async 'send-mail'(payload) {
        seen.push(String(payload))
        if (payload === 'hopeless') throw new JobIsHopeless('never')
        if (seen.filter((name) => name === payload).length < 3) throw new Error('away')
      },
    })
    await queue(db, 'patient')
    await queue(db, 'hopeless')
    for (let i = 0; i < 10; i++) {
      await runner.runDue()
      clock.now = later(clock.now, 60_000)
    }
    expect(seen.sort()).toEqual(['hopeless', 'patient', 'patient', 'patient'])
    const rows = await db.read.selectFrom('jobs').selectAll().where('kind', '=', 'send-mail').orderBy('id').execute()
    expect(rows.map((row) => [row.finished_at !== null, row.attempts, row.last_error])).toEqual([
      [true, 3, null],
      [true, 1, 'never'],
    ])
  })

  test('200 jobs and three processes: each job runs once', async () => {
    const db = await open()
    await db.transaction(async (tx) => {
      for (let i = 0; i < 200; i++) await enqueueJob(tx, { kind: 'send-mail', payload: i, runAt: start })
    })
    const seen: unknown[] = []
    const runners = [1, 2, 3].map(
      () => manualRunner(db, { 'send-mail': async (payload) => void seen.push(payload) }).runner,
    )
    await Promise.all(runners.map((runner) => runner.runDue()))
    expect(seen).toHaveLength(200)
    expect(new Set(seen).size).toBe(200)
  })

  test('the job of a killed process is taken over when its lease is over', async () => {
    const db = await open()
    await queue(db, 'x')
    const killed = manualRunner(db, { 'send-mail': () => new Promise(() => {}) })
    void killed.runner.runDue()
    await expect
      .poll(() => db.read.selectFrom('jobs').select('id').where('leased_until', 'is not', null).execute())
      .not.toEqual([])

    const seen: unknown[] = []
    const other = manualRunner(db, { 'send-mail': async (payload) => void seen.push(payload) })
    await other.runner.runDue()
    expect(seen).toEqual([])
    other.clock.now = later(start, 5 * 60_000)
    await other.runner.runDue()
    expect(seen).toEqual(['x'])
  })

  test('the daily jobs run once a day, however many processes and restarts there are', async () => {
    const db = await open()
    const seen: string[] = []
    const handlers: Partial<JobHandlers> = {
      'expiry-digest': async () => void seen.push('digest'),
      'clean-up': async () => void seen.push('clean-up'),
    }
    const runners = [manualRunner(db, handlers), manualRunner(db, handlers)]
    await Promise.all(runners.map(({ runner }) => runner.runDue()))
    runners.push(manualRunner(db, handlers))
    await Promise.all(runners.map(({ runner }) => runner.runDue()))
    expect(seen.sort()).toEqual(['clean-up', 'digest'])

    for (const { clock } of runners) clock.now = later(start, 14 * 3_600_000)
    await Promise.all(runners.map(({ runner }) => runner.runDue()))
    expect(seen.sort()).toEqual(['clean-up', 'clean-up', 'digest', 'digest'])
  })

  test('a running process takes new jobs by itself, and stopping waits for the running job', async () => {
    const db = await open()
    let isEnded = false
    const started = Promise.withResolvers<void>()
    const runner = startJobRunner(
      { db, log, now: () => new Date() },
      handlersWith({
        async 'send-mail'() {
          started.resolve()
          await new Promise((resolve) => setTimeout(resolve, 200))
          isEnded = true
        },
      }),
      { pollMs: 20 },
    )
    await queue(db, 'x', new Date())
    await started.promise
    await runner.stop()
    expect(isEnded).toBe(true)
    await queue(db, 'after', new Date())
    await new Promise((resolve) => setTimeout(resolve, 100))
    const waiting = await db.read.selectFrom('jobs').select('attempts').where('payload', '=', '"after"').execute()
    expect(waiting).toEqual([{ attempts: 0 }])
  })

  test('wake starts a job without waiting for the poll', async () => {
    const db = await open()
    const started = Promise.withResolvers<void>()
    const handlers = handlersWith({ 'send-mail': async () => started.resolve() })
    const runner = startJobRunner({ db, log, now: () => new Date() }, handlers, { pollMs: 3_600_000 })
    await queue(db, 'x', new Date())
    runner.wake()
    await started.promise
    await runner.stop()
  })
})
