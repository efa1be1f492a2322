import type { IncomingMessage } from 'node:http'

const slash = 47

/**
 * Brings a request's target to path and query. A client that takes this server for its proxy sends a whole address, whose
 * authority then counts instead of the Host header (RFC 9112 §3.2.2). False for a target that is neither: answer 400.
 */
export function readRequestTarget(req: IncomingMessage): boolean {
  const target = req.url ?? ''
  if (target.charCodeAt(0) === slash) return true
  const [, authority, rest = ''] = /^https?:\/\/([^/?#@\\]+)((?:[/?#].*)?)$/i.exec(target) ?? []
  if (authority === undefined) return false
  req.headers.host = authority
  req.url = rest.startsWith('/') ? rest : `/${rest}`
  return true
}
