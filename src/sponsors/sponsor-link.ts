import { fail, ok, type Result } from '../result.ts'

/** A site on which people support others, as the operator names it: a host, or a folder of one such as github.com/sponsors. */
export type SponsorSite = { readonly host: string; readonly path: string }

export const maxSponsorLinks = 10
export const maxSponsorLinkLength = 2048

/** Those that nuget.org takes (gallery.md §7.9). */
export const defaultSponsorSites =
  'github.com/sponsors, patreon.com, opencollective.com, ko-fi.com, tidelift.com, liberapay.com'

export type SponsorRefusal =
  | { readonly code: 'sponsor-link-invalid' }
  | { readonly code: 'sponsor-link-too-long'; readonly limit: number }
  /** The site itself is no page of anybody's, either. */
  | { readonly code: 'sponsor-site-unknown'; readonly sites: string }
  | { readonly code: 'sponsor-link-there' }
  | { readonly code: 'sponsor-link-gone' }
  | { readonly code: 'sponsor-links-too-many'; readonly limit: number }

/** Null for what is neither `host` nor `host/folder`. */
export function parseSponsorSite(text: string): SponsorSite | null {
  const [, host, path] = /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:\/[\w.-]+)*)\/?$/i.exec(text) ?? []
  return host === undefined ? null : { host: host.toLowerCase(), path: (path ?? '').toLowerCase() }
}

export function formatSponsorSite({ host, path }: SponsorSite): string {
  return host + path
}

/**
 * The address as it is kept: https, of somebody's page on one of the sites (`www.` before its host is the same site), with
 * nothing behind the path, so that no site's own redirects lead elsewhere.
 */
export function parseSponsorLink(text: string, sites: readonly SponsorSite[]): Result<string, SponsorRefusal> {
  if (text.length > maxSponsorLinkLength) return fail({ code: 'sponsor-link-too-long', limit: maxSponsorLinkLength })
  const url = URL.parse(text.trim())
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') {
    return fail({ code: 'sponsor-link-invalid' })
  }
  url.search = ''
  url.hash = ''
  if (isSponsorLink(url.href, sites)) return ok(url.href)
  return fail({ code: 'sponsor-site-unknown', sites: sites.map(formatSponsorSite).join(', ') })
}

/** Whether an address that is kept may still be shown: the operator may have taken its site off the list. */
export function isSponsorLink(href: string, sites: readonly SponsorSite[]): boolean {
  const url = URL.parse(href)
  if (url?.protocol !== 'https:') return false
  const host = url.hostname.replace(/^www\./, '')
  const path = url.pathname.toLowerCase()
  return sites.some((site) => {
    const isOnSite = site.host.replace(/^www\./, '') === host && path.startsWith(`${site.path}/`)
    return isOnSite && /[^/]/.test(path.slice(site.path.length)) // somebody's page, not the site's own first one
  })
}
