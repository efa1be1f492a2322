import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIPv6, type BlockList } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Config } from '../config.ts'
import type { RequestContext } from './env.ts'

/** A host name or address with an optional port: anything else in a Host header is refused. */
const hostGrammar = /^(?:[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i
const requestIdGrammar = /^[\w-]{8,64}$/

/**
 * What every request has, from the raw request: used by the fast path and by Hono alike. Null when the Host header (or
 * what a trusted proxy forwards for it) cannot be part of an address: answer 400.
 */
export function readRequestContext(
  config: Pick<Config, 'publicUrl' | 'trustedProxies'>,
  req: IncomingMessage,
): RequestContext | null {
  const peer = stripMapped(req.socket.remoteAddress ?? '')
  const isProxied = peer !== '' && isTrusted(config.trustedProxies, peer)
  const base = config.publicUrl ?? requestedBase(req, isProxied)
  if (base === null) return null
  return {
    id: requestId(req, isProxied),
    address: isProxied ? forwardedAddress(config.trustedProxies, req, peer) : peer,
    baseUrl: base,
    isHttps: base.startsWith('https:'),
  }
}

function requestedBase(req: IncomingMessage, isProxied: boolean): string | null {
  if (hasSeveralHosts(req.rawHeaders)) return null // which one a proxy before us took is anyone's guess
  const host = (isProxied ? firstOf(req.headers['x-forwarded-host']) : undefined) ?? req.headers.host
  if (host === undefined || !hostGrammar.test(host)) return null
  const forwardedProto = isProxied ? firstOf(req.headers['x-forwarded-proto'])?.toLowerCase() : undefined
  const isTls = (req.socket as TLSSocket).encrypted === true
  const scheme = forwardedProto === 'https' || (forwardedProto === undefined && isTls) ? 'https' : 'http'
  const prefix = (isProxied ? firstOf(req.headers['x-forwarded-prefix']) : undefined) ?? ''
  if (prefix !== '' && !/^(\/[\w.~-]+)+\/?$/.test(prefix)) return null
  if (!URL.canParse(`${scheme}://${host}`)) return null // 1.2.3.999 and x:99999 pass the grammar
  return `${scheme}://${host.toLowerCase()}${prefix.replace(/\/$/, '')}`
}

function hasSeveralHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}

/** The last address in X-Forwarded-For that is not one of our own proxies. */
function forwardedAddress(proxies: BlockList, req: IncomingMessage, peer: string): string {
  const chain = (req.headers['x-forwarded-for'] ?? '').toString().split(',')
  const addresses = chain.map((item) => stripMapped(stripPort(item.trim()))).filter(Boolean)
  return addresses.findLast((address) => !isTrusted(proxies, address)) ?? addresses[0] ?? peer
}

function requestId(req: IncomingMessage, isProxied: boolean): string {
  const given = isProxied ? firstOf(req.headers['x-request-id']) : undefined
  return given !== undefined && requestIdGrammar.test(given) ? given : randomUUID()
}

const knownPeers = new WeakMap<BlockList, Map<string, boolean>>()
const mostKnownPeers = 10_000

/** Remembered per address: asking the list costs more than the rest of this file. */
function isTrusted(proxies: BlockList, address: string): boolean {
  const known = knownPeers.get(proxies) ?? new Map<string, boolean>()
  knownPeers.set(proxies, known)
  const remembered = known.get(address)
  if (remembered !== undefined) return remembered
  const trusted = proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  if (known.size >= mostKnownPeers) known.clear()
  known.set(address, trusted)
  return trusted
}

function firstOf(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === 'string' ? header : header?.[0]
  return text?.split(',')[0]?.trim()
}

/** Some proxies add the port, which differs in each connection: one client would be many addresses. */
function stripPort(address: string): string {
  return (
    /^\[([0-9a-f:.]+)\](?::\d+)?$/i.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address
  )
}

function stripMapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
}
