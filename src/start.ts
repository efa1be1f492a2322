import cluster from 'node:cluster'
import { parseConfig } from './config.ts'
import { openLog } from './log.ts'

/**
 * `lode serve`: serves, or with `LODE_PROCESSES` above 1 looks after the processes that do, until it is told to stop;
 * answers the exit code. Every fault of the settings is named on standard error. What serving needs is loaded only where
 * it is done: the process that looks after the others stays small.
 */
export async function start(env: NodeJS.ProcessEnv): Promise<number> {
  const parsed = parseConfig(env)
  if (!parsed.ok) {
    const faults = parsed.error.map(({ variable, message }) => `  ${variable} ${message}\n`)
    process.stderr.write(`Lode cannot start: these settings are not right.\n${faults.join('')}`)
    return 1
  }
  const config = parsed.value
  const log = openLog(config)
  if (config.processes > 1 && cluster.isPrimary) {
    const { supervise } = await import('./supervise.ts')
    return supervise(config, log)
  }
  const { startServer } = await import('./serve.ts')
  return startServer(config, log)
}
