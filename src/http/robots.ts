import type { Config } from '../config.ts'

/**
 * What no robot has anything to look for: downloads and feeds, pages of accounts, what is made anew for every question, and
 * the thousands of pages about the files of each version.
 */
const closed = [
  '/v3/',
  '/api/',
  '/account',
  '/admin',
  '/organization',
  '/users/',
  '/opensearch/',
  '/packages?',
  '/packages/manage/',
  '/packages/*/files',
  '/packages/*/compare',
  '/packages/*/dependencies',
  '/packages/*/ReportAbuse',
  '/packages/*/ContactOwners',
  '/stats/reports/',
]

/** Nothing may be crawled unless the operator allows it. Strangers see nothing of a private gallery: it has no map. */
export function robotsText(config: Pick<Config, 'allowRobots' | 'reads'>, baseUrl: string): string {
  if (!config.allowRobots) return 'User-agent: *\nDisallow: /\n'
  const map = config.reads === 'public' ? `\nSitemap: ${baseUrl}/sitemap.xml\n` : ''
  return `User-agent: *\n${closed.map((path) => `Disallow: ${path}\n`).join('')}${map}`
}
