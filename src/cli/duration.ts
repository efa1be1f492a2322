import { InvalidArgumentError } from 'commander'

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90d`, `12h`, `30m`, `0s` in milliseconds, or null. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})([smhd])$/.exec(text)
  if (!match) return null
  return Number(match[1]) * units[match[2] as keyof typeof units]
}

/** For options: commander shows the sentence and ends with code 2. */
export function durationArgument(text: string): number {
  const duration = parseDuration(text)
  if (duration === null) throw new InvalidArgumentError('It must be a number with s, m, h or d, such as 90d.')
  return duration
}
