import { renderBytes, type Output } from './output.ts'

/** How far long work is, in things and, where they differ much in size, in bytes. */
export type Progress = {
  readonly done: number
  /** Left out where only the bytes are known. */
  readonly total?: number
  readonly unit: string
  readonly bytes?: number
  readonly totalBytes?: number
}

export type ProgressReporter = {
  update(progress: Progress): void
  /** Takes the line off the terminal: what comes next is the result. */
  end(): void
}

const terminalEveryMs = 200
const logEveryMs = 10_000

/** Shows progress: one line that is written over again on a terminal, else a line every ten seconds. */
export function showProgress(output: Output): ProgressReporter {
  const startedAt = performance.now()
  const everyMs = output.isTerminal ? terminalEveryMs : logEveryMs
  let shownAt = startedAt
  return {
    update(progress) {
      const now = performance.now()
      if (now - shownAt < everyMs) return
      shownAt = now
      const line = renderProgress(progress, (now - startedAt) / 1000)
      output.err(output.isTerminal ? `\r${line}\u001b[K` : `${line}\n`)
    },
    end() {
      if (output.isTerminal) output.err('\r\u001b[K')
    },
  }
}

/** `1,200 of 10,000 files, 12.0 MB of 98.0 MB, 600 a second, about 14 s left`. */
export function renderProgress(progress: Progress, seconds: number): string {
  const { done, total, unit, bytes, totalBytes } = progress
  const isSized = bytes !== undefined && totalBytes !== undefined && totalBytes > 0
  const share = isSized ? bytes / totalBytes : done / Math.max(1, total ?? 0)
  const parts = [
    `${count(done)}${total === undefined ? '' : ` of ${count(total)}`} ${unit}`,
    ...(isSized ? [`${renderBytes(bytes)} of ${renderBytes(totalBytes)}`] : []),
    `${count(done / Math.max(seconds, 0.001))} a second`,
    ...(share > 0 && share < 1 ? [`about ${renderDuration((seconds * (1 - share)) / share)} left`] : []),
  ]
  return parts.join(', ')
}

export function count(amount: number): string {
  return Math.round(amount).toLocaleString('en')
}

export function renderDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 120) return `${whole} s`
  const minutes = Math.round(whole / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
