import { createHash } from 'node:crypto'
import type { Language } from '../i18n/message.ts'

/** A line on top of every page. A language without a text of its own shows the other's. */
export type Banner = {
  readonly en: string
  readonly zh: string
  /** Whether readers may put it away for themselves. */
  readonly isDismissible: boolean
}

/** What administrators switch while the gallery runs. */
export type Site = { readonly banner: Banner | null; readonly isReadOnly: boolean }

/** While it is read-only nothing is changed here by pages or keys. */
export type ReadOnly = { readonly code: 'read-only' }

export const longestBanner = 500

export type BannerRefusal = { readonly code: 'banner-empty' } | { readonly code: 'banner-too-long' }

export function refuseBanner(banner: Banner | null): BannerRefusal | null {
  if (banner === null) return null
  if (banner.en === '' && banner.zh === '') return { code: 'banner-empty' }
  return Math.max(banner.en.length, banner.zh.length) > longestBanner ? { code: 'banner-too-long' } : null
}

export function bannerText(banner: Banner, language: Language): string {
  return language === 'zh-CN' ? banner.zh || banner.en : banner.en || banner.zh
}

/** Names this banner in the cookie of readers who put it away: another text is shown again. */
export function bannerMark(banner: Banner): string {
  return createHash('sha256').update(`${banner.en}\n${banner.zh}`).digest('hex').slice(0, 16)
}
