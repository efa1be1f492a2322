import type { Language } from '../i18n/message.ts'

/**
 * The interface language for an Accept-Language header: the one wanted most among those we have. Any Chinese means
 * zh-CN; whoever names neither reads English.
 */
export function acceptedLanguage(header: string | undefined): Language {
  let best: { language: Language; quality: number } | null = null
  for (const item of (header ?? '').split(',')) {
    const [range = '', ...parameters] = item.trim().toLowerCase().split(';')
    const language = languageOfRange(range.trim())
    if (language === null) continue
    const quality = qualityOf(parameters)
    if (quality > (best?.quality ?? 0)) best = { language, quality }
  }
  return best?.language ?? 'en'
}

function languageOfRange(range: string): Language | null {
  if (/^zh(-|$)/.test(range)) return 'zh-CN'
  return /^(en(-|$)|\*$)/.test(range) ? 'en' : null
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.trim().startsWith('q='))
  const quality = given === undefined ? 1 : Number(given.trim().slice(2))
  return quality >= 0 && quality <= 1 ? quality : 0
}
