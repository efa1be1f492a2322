import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import common from '../../vitest.config.ts'

/** `npm run screenshots`: the same set-up as for tests, and nothing but pictures. */
export default defineConfig({
  ...common,
  root: join(import.meta.dirname, '..', '..'),
  test: { ...common.test, include: ['test/screenshots/*.shots.ts'], testTimeout: 900_000, maxWorkers: 1 },
})
