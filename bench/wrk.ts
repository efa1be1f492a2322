import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { loadCore, readCpuSeconds } from './machine.ts'
import { median, round, type Row } from './table.ts'

export type LoadOptions = { readonly rounds: number; readonly seconds: number }

/** What wrk saw of a server in one go. */
export type Load = { readonly rate: number; readonly p50Ms: number; readonly p99Ms: number }

/** Asks for `url` over and over with wrk. Throws when any answer is not 200. */
export async function load(
  url: string,
  seconds: number,
  options: { readonly connections?: number; readonly cores?: 'own' | 'all' } = {},
): Promise<Load> {
  const wrk = ['wrk', '-t1', `-c${options.connections ?? 16}`, `-d${seconds}s`, '--timeout', '10s', '--latency']
  const pinned = options.cores === 'all' ? [] : ['taskset', '-c', loadCore]
  const [program = '', ...args] = [...pinned, ...wrk, '-H', 'Accept-Encoding: gzip', url]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const output = await text(child.stdout)
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]
  if (rate === undefined || /Non-2xx|Socket errors/.test(output)) throw new Error(`wrk ${url}:\n${output}`)
  return { rate: Number(rate), p50Ms: readLatency(output, '50%'), p99Ms: readLatency(output, '99%') }
}

const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 }

function readLatency(output: string, share: string): number {
  const match = new RegExp(`^ *${share} +([\\d.]+)(us|ms|s|m)$`, 'm').exec(output)
  return Number(match?.[1]) * (unitMs[match?.[2] ?? ''] ?? Number.NaN)
}

/** Requests a second alone. */
export async function measureRate(...args: Parameters<typeof load>): Promise<number> {
  return (await load(...args)).rate
}

export type ReadRow = {
  readonly what: string
  readonly must: number
  readonly path: string
  readonly connections?: number
}

/** A server under load: where it is, and whose processor time counts. */
export type Contestant = { readonly url: string; readonly pids: readonly number[] }

type Sample = Load & { readonly perCpuSecond: number }

export async function sample(
  server: Contestant,
  row: Pick<ReadRow, 'path' | 'connections'>,
  seconds: number,
): Promise<Sample> {
  const before = sum(server.pids.map(readCpuSeconds))
  const measured = await load(server.url + row.path, seconds, row)
  const cpuSeconds = Math.max(0.01, sum(server.pids.map(readCpuSeconds)) - before)
  return { ...measured, perCpuSecond: (measured.rate * seconds) / cpuSeconds }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/**
 * Lode and nginx in turns, so that whatever else the machine does meets both; the median of the rounds' ratios. The same
 * per second of processor time is told beside it: on a busy machine that is the sounder figure. nginx's times in brackets.
 */
export async function compare(lode: Contestant, nginx: Contestant, row: ReadRow, options: LoadOptions): Promise<Row> {
  const seconds = row.connections ? Math.max(options.seconds, 2) : options.seconds
  await load(lode.url + row.path, 1, row) // compiled and cached
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
  const p50 = (side: 'own' | 'limit') => round(median(samples.map((both) => both[side].p50Ms)), 2)
  const p99 = (side: 'own' | 'limit') => round(median(samples.map((both) => both[side].p99Ms)), 2)
  return {
    what: row.what,
    must: `≥ ${row.must} × nginx`,
    measured:
      `${round(median(ratios), 2)} × (${spread}), ${round(median(samples.map(({ own }) => own.rate)))} requests/s; ` +
      `p50 ${p50('own')} (${p50('limit')}) ms, p99 ${p99('own')} (${p99('limit')}) ms; ` +
      `per CPU second ${round(median(cpuRatios), 2)} ×`,
    isMet: median(ratios) >= row.must,
  }
}
