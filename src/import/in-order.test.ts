import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

const never = new AbortController().signal

/** Work that ends when the test says so. */
function openWork() {
  const open = new Map<number, PromiseWithResolvers<string>>()
  const work = (item: number) => {
    const ending = Promise.withResolvers<string>()
    open.set(item, ending)
    return ending.promise
  }
  const end = (item: number) => open.get(item)?.resolve(`done ${item}`)
  const fail = (item: number) => open.get(item)?.reject(new Error(`failed ${item}`))
  return { work, end, fail, begun: () => [...open.keys()] }
}

test('results come in the order of the items, as many at once as are ready', async () => {
  const { work, end, begun } = openWork()
  const results = inOrder([1, 2, 3, 4, 5], work, { atOnce: 3, signal: never })
  const first = results.next()
  expect(begun()).toEqual([1, 2, 3])
  end(3)
  end(2)
  end(1)
  expect((await first).value).toEqual(['done 1', 'done 2', 'done 3'])
  const second = results.next()
  await Promise.resolve()
  expect(begun()).toEqual([1, 2, 3, 4, 5])
  end(4)
  expect((await second).value).toEqual(['done 4'])
  const third = results.next()
  end(5)
  expect((await third).value).toEqual(['done 5'])
  expect((await results.next()).done).toBe(true)
})

test('after the signal nothing new begins, and what was begun still comes', async () => {
  const stop = new AbortController()
  const { work, end, begun } = openWork()
  const results = inOrder([1, 2, 3], work, { atOnce: 2, signal: stop.signal })
  const first = results.next()
  stop.abort()
  end(1)
  expect((await first).value).toEqual(['done 1'])
  const second = results.next()
  end(2)
  expect((await second).value).toEqual(['done 2'])
  expect((await results.next()).done).toBe(true)
  expect(begun()).toEqual([1, 2])
})

test('a failure is thrown when the others have ended', async () => {
  const { work, end, fail } = openWork()
  const results = inOrder([1, 2], work, { atOnce: 2, signal: never })
  let isOver = false
  const first = results.next().finally(() => (isOver = true))
  first.catch(() => {})
  fail(1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  end(2)
  await expect(first).rejects.toThrow('failed 1')
})
