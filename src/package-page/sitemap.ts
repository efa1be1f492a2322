import { escapeXml } from '../escape-xml.ts'

/** Packages of one file of the map: it is made in a few milliseconds, and the standard allows ten times as many. */
export const packagesPerMap = 5000

const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** The files of the map, of a gallery whose newest package has this key. Source: sitemaps.org/protocol.html. */
export function renderSitemapIndex(baseUrl: string, lastPackageKey: number): string {
  const count = Math.max(1, Math.ceil(lastPackageKey / packagesPerMap))
  const maps = Array.from(
    { length: count },
    (_, i) => `<sitemap><loc>${escapeXml(baseUrl)}/sitemap/${i + 1}</loc></sitemap>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex ${namespace}>\n${maps.join('\n')}\n</sitemapindex>\n`
}

/** One file: the pages of these packages. */
export function renderSitemap(baseUrl: string, ids: readonly string[]): string {
  const pages = ids.map((id) => `<url><loc>${escapeXml(`${baseUrl}/packages/${encodeURIComponent(id)}`)}</loc></url>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${namespace}>\n${pages.join('\n')}\n</urlset>\n`
}
