import { execFileSync } from 'node:child_process'
import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'

/** Server and load tool run on cores of their own where there are two. */
export const serverCore = '0'
export const loadCore = availableParallelism() > 1 ? '1' : '0'

export const onServerCore: readonly string[] = ['taskset', '-c', serverCore]

/** What the figures were made on. */
export function describeMachine(): readonly string[] {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const [minute = 0] = loadavg()
  const day = new Date().toISOString().slice(0, 16).replace('T', ' ')
  return [
    `\`npm run bench\` of ${commit} on ${day} UTC: ${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, ` +
      `${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load average at the start ${minute.toFixed(1)}. ` +
      'Server and load tool on a core each, beside nginx with one worker serving the same bytes as files (`gzip_static`, no ' +
      '`open_file_cache`, no logs); medians of alternating rounds with their spread, times of nginx in brackets.',
  ]
}

/** Bytes of memory that this process alone is to blame for (shared pages count in part). */
export function readPss(pid: number): number {
  return readKilobytes(`/proc/${pid}/smaps_rollup`, 'Pss')
}

/** Peak and present resident bytes. */
export function readRss(pid: number): { readonly peak: number; readonly now: number } {
  const path = `/proc/${pid}/status`
  return { peak: readKilobytes(path, 'VmHWM'), now: readKilobytes(path, 'VmRSS') }
}

function readKilobytes(path: string, field: string): number {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'utf8'))
  if (!match) throw new Error(`${path} has no ${field}`)
  return Number(match[1]) * 1024
}

/** From here on the peak of `readRss` counts anew. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** Seconds of processor time that a process has used so far, all its threads together. */
export function readCpuSeconds(pid: number): number {
  return readSeconds(`/proc/${pid}/stat`)
}

/** The same of its first thread alone, which answers requests: what search does in its own is left out. */
export function readMainThreadSeconds(pid: number): number {
  return readSeconds(`/proc/${pid}/task/${pid}/stat`)
}

function readSeconds(path: string): number {
  const stat = readFileSync(path, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/**
 * Reads the databases of a data folder once, so that they are in the system's memory. A busy gallery's are; some virtual
 * machines take pages away that were not read for a minute, and then the disk is measured instead.
 */
export async function bringIntoMemory(folder: string): Promise<void> {
  for (const name of readdirSync(folder).filter((file) => /\.db(-wal)?$/.test(file))) {
    for await (const _chunk of createReadStream(join(folder, name), { highWaterMark: 8 * 1024 * 1024 }));
  }
}
