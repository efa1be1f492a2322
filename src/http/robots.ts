import type { Config } from '../config.ts'

/** Nothing may be crawled unless the operator allows it, and then neither downloads, feeds nor account pages. */
export function robotsText(config: Pick<Config, 'allowRobots'>): string {
  if (!config.allowRobots) return 'User-agent: *\nDisallow: /\n'
  const closed = ['/v3/', '/api/', '/account', '/users/', '/admin', '/packages?']
  return `User-agent: *\n${closed.map((path) => `Disallow: ${path}\n`).join('')}`
}
