import { InvalidArgumentError } from 'commander'

/** The number of something, or how many, as an argument: from 1 on. */
export function parseNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number from 1 on.')
}

/** For lists that may be long. */
export const limitOption = ['--limit <number>', 'how many at most', parseNumber, 100] as const
