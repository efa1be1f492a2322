import type { Deps } from '../deps.ts'
import type { JobHandlers } from './job.ts'

/** Which function does which kind of job, and what has to be closed when the process ends. */
export function createJobHandlers(_deps: Pick<Deps, 'config' | 'db' | 'log' | 'now'>): JobHandlers & { close(): void } {
  throw new Error('not written yet')
}
