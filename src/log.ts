import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'

/**
 * Structured logs on standard output, one JSON line each. Written at once, without pino's worker transports: a killed
 * process has logged what it did. Secrets never reach the log: headers and bodies are not logged, and paths lose tokens.
 */
export function openLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino({
    level: config.logLevel,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: pino.stdSerializers.err },
  })
}

/** A path as it may be logged: the one-time tokens in mailed links are left out. */
export function loggablePath(path: string): string {
  return path.replace(/[0-9a-f]{32,}/gi, '…')
}
