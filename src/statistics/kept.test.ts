import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createClock } from '../../test/clock.ts'
import { keep, keepEach } from './kept.ts'

/** Counts how often it worked; each time takes as long as it is told. */
function openWork() {
  const clock = createClock(new Date('2026-11-24T12:00:00Z'))
  const work = { times: 0, ms: 0, fails: false }
  const kept = keep(async () => {
    const times = ++work.times
    await delay(work.ms)
    if (work.fails) throw new Error('no database')
    return times
  }, clock.now)
  return { clock, work, kept }
}

test('what was worked out is kept for ten seconds, and shared by all who ask', async () => {
  const { clock, work, kept } = openWork()
  const all = await Promise.all([kept.get(), kept.get(), kept.within(5000)])
  expect(all.map((each) => each?.value)).toEqual([1, 1, 1])
  clock.advance(9_999)
  expect(await kept.get()).toMatchObject({ value: 1, madeAt: new Date('2026-11-24T12:00:00Z') })
  clock.advance(1)
  expect((await kept.get()).value).toBe(2)
  expect(work.times).toBe(2)
})

test('what takes long is kept for longer, and the value of before is answered while the new one is made', async () => {
  const { clock, work, kept } = openWork()
  work.ms = 200
  await kept.get()
  clock.advance(15_000)
  expect((await kept.get()).value).toBe(1)
  expect(work.times).toBe(1)
  clock.advance(300_000)
  expect((await kept.get()).value).toBe(1)
  expect(work.times).toBe(2)
  await expect.poll(async () => (await kept.get()).value).toBe(2)
})

test('whoever cannot wait gets nothing at first, and the value later', async () => {
  const { work, kept } = openWork()
  work.ms = 300
  expect(await kept.within(5)).toBeNull()
  expect(await kept.within(5000)).toMatchObject({ value: 1 })
  expect(work.times).toBe(1)
})

test('a failure is told to whoever waits, and the next one tries again', async () => {
  const { work, kept } = openWork()
  work.fails = true
  await expect(kept.get()).rejects.toThrow('no database')
  work.fails = false
  expect((await kept.get()).value).toBe(2)
})

test('of many values those that were not asked for longest are worked out again', async () => {
  const clock = createClock(new Date('2026-11-24T12:00:00Z'))
  const kept = keepEach<number>(2, clock.now)
  let times = 0
  const ask = async (name: string) => (await kept(name, () => Promise.resolve(++times)).get()).value
  expect([await ask('a'), await ask('b'), await ask('a'), await ask('c')]).toEqual([1, 2, 1, 3])
  expect([await ask('a'), await ask('b')]).toEqual([1, 4])
})
