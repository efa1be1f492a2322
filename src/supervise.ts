import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { listen } from './listen.ts'

const slowestRestartMs = 5000

/** What a server process tells the one that looks after it, once it accepts connections. */
export const readyMessage = 'ready'

/**
 * Keeps `config.processes` server processes on one port, until SIGTERM or SIGINT ends them all; answers the exit code. The
 * first process goes ahead alone: it migrates the database, and a fault at its start ends everything. Each listens by
 * itself: a process that dies takes along what it was answering and no more, and is started again.
 */
export async function supervise(config: Config, log: Logger): Promise<number> {
  const fault = await findPortFault(config)
  if (fault === null) return keepRunning(config.processes, log)
  process.stderr.write(`${fault}\n`)
  return 1
}

/** Who shares a port is not told that another program has it: it is asked for alone first. */
async function findPortFault(config: Config): Promise<string | null> {
  const listening = await listen(() => createServer(), { ...config, isShared: false })
  if (!listening.ok) return listening.error
  await Promise.all(listening.value.map((server) => once(server.close(), 'close')))
  return null
}

function keepRunning(count: number, log: Logger): Promise<number> {
  let isStopping = false
  let hasStarted = false
  let failures = 0
  let exitCode = 0
  const waiting = new Set<NodeJS.Timeout>()

  return new Promise((resolve) => {
    function launchAgain(): void {
      const delayMs = failures === 0 ? 0 : Math.min(slowestRestartMs, 100 * 2 ** failures)
      failures += 1
      const timer = setTimeout(() => {
        waiting.delete(timer)
        cluster.fork()
      }, delayMs)
      waiting.add(timer)
    }

    function stop(signal: NodeJS.Signals): void {
      if (!isStopping) log.info({ signal }, 'stopping: the server processes end first')
      isStopping = true
      for (const timer of waiting) clearTimeout(timer)
      const workers = runningWorkers()
      for (const worker of workers) worker.process.kill('SIGTERM')
      if (workers.length === 0) resolve(exitCode)
    }

    cluster.on('message', (_worker: Worker, message: unknown) => {
      if (message !== readyMessage) return
      failures = 0
      if (hasStarted || isStopping) return
      hasStarted = true
      for (let i = 1; i < count; i++) cluster.fork()
    })
    cluster.on('exit', (worker: Worker, code: number | null, signal: string | null) => {
      if (isStopping || !hasStarted) {
        exitCode ||= signal === 'SIGTERM' ? 0 : (code ?? 1) // told to stop before it knew how
        if (runningWorkers().length === 0) resolve(exitCode)
        return
      }
      log.error({ process: worker.process.pid, code, signal }, 'a server process ended and is started again')
      launchAgain()
    })
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    cluster.fork()
  })
}

function runningWorkers(): readonly Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
}
