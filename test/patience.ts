import { expect, vi } from 'vitest'

/** Journeys start browsers, servers and the SDK: they may take longer than what is beside the code that it tests. */
if (expect.getState().testPath?.includes('/test/')) vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })
