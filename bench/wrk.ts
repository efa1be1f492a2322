import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { loadCore, readCpuSeconds } from './machine.ts'
import { median, round, type Row } from './table.ts'

export type LoadOptions = { readonly rounds: number; readonly seconds: number }

/** Requests a second that `url` answers, asked over and over by wrk. Throws when any answer is not 200. */
export async function measureRate(url: string, seconds: number, connections = 16): Promise<number> {
  const wrk = [
    'wrk',
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout',
    '10s',
    '-H',
    'Accept-Encoding: gzip',
    url,
  ]
  const child = spawn('taskset', ['-c', loadCore, ...wrk], { stdio: ['ignore', 'pipe', 'inherit'] })
  const output = await text(child.stdout)
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]
  if (rate === undefined || /Non-2xx|Socket errors/.test(output)) throw new Error(`wrk ${url}:\n${output}`)
  return Number(rate)
}

export type ReadRow = {
  readonly what: string
  readonly must: number
  readonly path: string
  readonly connections?: number
}

/** A server under load: where it is, and whose processor time counts. */
export type Contestant = { readonly url: string; readonly pid: number }

type Sample = { readonly rate: number; readonly perCpuSecond: number }

async function sample(server: Contestant, row: ReadRow, seconds: number): Promise<Sample> {
  const before = readCpuSeconds(server.pid)
  const rate = await measureRate(server.url + row.path, seconds, row.connections)
  return { rate, perCpuSecond: (rate * seconds) / Math.max(0.01, readCpuSeconds(server.pid) - before) }
}

/**
 * Lode and nginx in turns, so that whatever else the machine does meets both; the median of the rounds' ratios. The same
 * per second of processor time is told beside it: on a busy machine that is the sounder figure.
 */
export async function compare(lode: Contestant, nginx: Contestant, row: ReadRow, options: LoadOptions): Promise<Row> {
  const seconds = row.connections ? Math.max(options.seconds, 2) : options.seconds
  await measureRate(lode.url + row.path, 1, row.connections) // compiled and cached
  const samples: { readonly own: Sample; readonly limit: Sample }[] = []
  for (let i = 0; i < options.rounds; i++) {
    if (i % 2 === 0) {
      const own = await sample(lode, row, seconds)
      samples.push({ own, limit: await sample(nginx, row, seconds) })
    } else {
      const limit = await sample(nginx, row, seconds)
      samples.push({ own: await sample(lode, row, seconds), limit })
    }
  }
  const ratios = samples.map(({ own, limit }) => own.rate / limit.rate)
  const cpuRatios = samples.map(({ own, limit }) => own.perCpuSecond / limit.perCpuSecond)
  const spread = `${round(Math.min(...ratios), 2)} to ${round(Math.max(...ratios), 2)}`
  return {
    what: row.what,
    must: `≥ ${row.must} × nginx`,
    measured:
      `${round(median(ratios), 2)} × (${spread}), ${round(median(samples.map(({ own }) => own.rate)))} requests/s; ` +
      `per CPU second ${round(median(cpuRatios), 2)} ×`,
    isMet: median(ratios) >= row.must,
  }
}
