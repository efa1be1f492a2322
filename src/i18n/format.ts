import type { Language } from './message.ts'

/** The locale whose habits dates and numbers follow: English with the day first ("20 Feb 2027"), no ambiguity. */
const locales: Record<Language, string> = { en: 'en-GB', 'zh-CN': 'zh-CN' }

const formats = { en: makeFormats(locales.en), 'zh-CN': makeFormats(locales['zh-CN']) }

function makeFormats(locale: string) {
  const day = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return {
    date: new Intl.DateTimeFormat(locale, day),
    dateTime: new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    number: new Intl.NumberFormat(locale),
    oneDigit: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    alternatives: new Intl.ListFormat(locale, { type: 'disjunction' }),
  }
}

/** `20 Feb 2027`, `2027年2月20日`; the day in UTC. */
export function formatDate(language: Language, date: Date): string {
  // Node's en-GB says "Sept" where every other month has three letters.
  return formats[language].date.format(date).replace('Sept', 'Sep')
}

/** `20 Feb 2027, 14:05 UTC`. */
export function formatDateTime(language: Language, date: Date): string {
  return `${formats[language].dateTime.format(date).replace('Sept', 'Sep')} UTC`
}

const steps = [
  { unit: 'minute', seconds: 60 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'month', seconds: 2_629_800 },
  { unit: 'year', seconds: 31_557_600 },
] as const

/** Of what has just happened nobody says `now`, as the platform would. */
const justNow: Record<Language, string> = { en: 'just now', 'zh-CN': '刚刚' }

/** How far `date` is from `now` in its largest unit, rounded: `in 3 months`, `yesterday`, `just now`. */
export function formatRelative(language: Language, date: Date, now: Date): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = steps.findLast((candidate) => Math.abs(seconds) >= candidate.seconds)
  if (step === undefined) return seconds <= 0 ? justNow[language] : formats[language].relative.format(0, 'second')
  return formats[language].relative.format(Math.round(seconds / step.seconds), step.unit)
}

/** `12,402`. */
export function formatNumber(language: Language, value: number): string {
  return formats[language].number.format(value)
}

/** `214 KB`, `1.5 MB`: powers of 1024 under the names people know. */
export function formatBytes(language: Language, bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  const format = value < 10 && power > 0 ? formats[language].oneDigit : formats[language].number
  return `${format.format(value < 10 ? value : Math.round(value))} ${units[power]}`
}

/** `a, b and c`; with `or`: `a, b or c`. */
export function formatList(language: Language, items: readonly string[], joined: 'and' | 'or' = 'and'): string {
  return formats[language][joined === 'and' ? 'list' : 'alternatives'].format(items)
}
