import { defineConfig } from 'vitest/config'

/** One run, every test. `npm test` starts it with the pinned Node; PostgreSQL starts when the first test asks for it. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['test/run-services.ts'],
    pool: 'forks', // a process per file: node:sqlite, worker threads and signals behave as in production
    maxWorkers: 2,
    setupFiles: ['test/patience.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000, // the first hook of a run may wait for PostgreSQL to come up
    restoreMocks: true,
    env: { TZ: 'Asia/Kathmandu', NO_COLOR: '1' }, // UTC+05:45: what forgets the time zone fails here
  },
})
