/** Days from first to last, both with it: days since 1970-01-01, UTC. */
export type Period = { readonly first: number; readonly last: number }

/** What can be asked for by name. The first is what is shown when nothing is asked for. */
export const periodNames = ['six-weeks', 'week', 'year', 'all'] as const
export type PeriodName = (typeof periodNames)[number]

const daysOf = { week: 7, 'six-weeks': 42, year: 364 } as const

/** What a reader asked for: a name, or days of their own. */
export type AskedPeriod = { readonly name: PeriodName | null; readonly period: Period }

export const sixWeeksDays = daysOf['six-weeks']

export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / 86_400_000)
}

/** Midnight (UTC) at which a day begins. */
export function startOfDay(day: number): Date {
  return new Date(day * 86_400_000)
}

/** `2026-11-24`. */
export function isoDay(day: number): string {
  return startOfDay(day).toISOString().slice(0, 10)
}

/** The six weeks that end today. */
export function sixWeeksUntil(now: Date): Period {
  return periodNamed('six-weeks', now, null)
}

/**
 * The period that an address asks for. Days of one's own (`from`, `to`) win over a name; what cannot be read is left out,
 * and an end before its beginning is turned round. `firstCounted` is where all of it begins; null when nothing was counted.
 * Nothing begins before that: whoever asks for two thousand years would get a table of as many.
 */
export function parsePeriod(
  asked: { readonly period?: string; readonly from?: string; readonly to?: string },
  now: Date,
  firstCounted: number | null,
): AskedPeriod {
  const [from, to] = [parseIsoDay(asked.from), parseIsoDay(asked.to)]
  if (from !== null || to !== null) {
    const today = dayOf(now)
    const end = Math.min(to ?? today, today)
    const begin = Math.min(from ?? firstCounted ?? end, today)
    const last = Math.max(begin, end)
    const first = Math.max(Math.min(begin, end), Math.min(firstCounted ?? last, last))
    return { name: null, period: { first, last } }
  }
  const name = periodNames.find((known) => known === asked.period) ?? 'six-weeks'
  return { name, period: periodNamed(name, now, firstCounted) }
}

function periodNamed(name: PeriodName, now: Date, firstCounted: number | null): Period {
  const last = dayOf(now)
  if (name !== 'all') return { first: last - daysOf[name] + 1, last }
  return { first: Math.min(firstCounted ?? last, last), last }
}

function parseIsoDay(text: string | undefined): number | null {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) || isoDay(dayOf(at)) !== text ? null : dayOf(at)
}

/** How many days one point of a plot stands for: so many points that the line can be read. */
export function stepOf({ first, last }: Period): number {
  const days = last - first + 1
  return days <= 62 ? 1 : days <= 730 ? 7 : 28
}

/** The days at which the steps of a period begin, first to last. The last step is whole; the first may be shorter. */
export function stepsOf(period: Period, step: number): readonly number[] {
  const count = Math.ceil((period.last - period.first + 1) / step)
  return Array.from({ length: count }, (_, i) => Math.max(period.first, period.last - (count - i) * step + 1))
}
