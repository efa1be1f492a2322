/** A clock that stands still until a test moves it. */
export type TestClock = { now(): Date; set(to: Date): void; advance(ms: number): void }

/** Starts at `start`, or at the present: browsers drop cookies by their own clock. */
export function createClock(start: Date = new Date(Math.floor(Date.now() / 1000) * 1000)): TestClock {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    set(to) {
      at = to.getTime()
    },
    advance(ms) {
      at += ms
    },
  }
}
