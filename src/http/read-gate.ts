import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { findSession } from '../accounts/session.ts'
import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { findPresentedKey, noteKeyUse, presentedSecret } from '../keys/authorise.ts'
import { cookieName } from './cookies.ts'
import type { RequestContext } from './env.ts'
import { answerRefusal } from './refusals.ts'

/** Why a request may not read anything here. Answer with this status, sentence and challenge. */
export type ReadRefusal = {
  readonly status: 401
  /** For the reason phrase and the body. */
  readonly message: string
  readonly headers: { readonly 'WWW-Authenticate': string }
}

type GateDeps = Pick<Deps, 'config' | 'db' | 'now' | 'log'>

/**
 * The one gate of everything that reads: pages, feed, downloads. Null lets the request pass, at once on a public
 * instance. A private one wants any living key as the password of Basic authentication (any user name), or a signed-in
 * browser. The .NET client sends what it has only after the challenge. Protocol.md §14.
 */
export function refuseRead(
  deps: GateDeps,
  req: IncomingMessage,
  ctx: Pick<RequestContext, 'address' | 'isHttps'>,
): null | Promise<ReadRefusal | null> {
  if (deps.config.reads === 'public') return null
  return refuseStranger(deps, req, ctx)
}

async function refuseStranger(
  deps: GateDeps,
  req: IncomingMessage,
  ctx: Pick<RequestContext, 'address' | 'isHttps'>,
): Promise<ReadRefusal | null> {
  const secret = basicOrApiKey(req)
  if (secret !== null) return refuseSecret(deps, req, ctx, secret)
  const token = readCookieOf(req, cookieName(ctx.isHttps, 'session'))
  if (token !== null && (await findSession(deps, token))) return null
  return challenge(req, 'This gallery is private: give one of your API keys as the password, with any user name.')
}

async function refuseSecret(
  deps: GateDeps,
  req: IncomingMessage,
  ctx: Pick<RequestContext, 'address'>,
  secret: string,
): Promise<ReadRefusal | null> {
  const passed = passedSecrets(deps)
  const changeNumber = await deps.db.changeNumber()
  const now = deps.now()
  if (passed.has(secret, changeNumber, now)) return null
  const presented = await findPresentedKey(deps.db.read, secret, now, deps.config)
  if (!presented.ok)
    return challenge(req, answerRefusal(presented.error, { host: hostOf(req), isPrivate: true }).message)
  passed.add(secret, changeNumber, now)
  noteKeyUse(deps, presented.value, ctx.address)
  return null
}

/** Basic decides what may be read; a key that pushes comes in its own header and may read too. */
function basicOrApiKey(req: IncomingMessage): string | null {
  const apiKey = req.headers['x-nuget-apikey']
  return (
    presentedSecret({ apiKey: undefined, authorization: req.headers.authorization }) ??
    presentedSecret({ apiKey: typeof apiKey === 'string' ? apiKey : undefined, authorization: undefined })
  )
}

function challenge(req: IncomingMessage, message: string): ReadRefusal {
  return { status: 401, message, headers: { 'WWW-Authenticate': `Basic realm="${hostOf(req)}", charset="UTF-8"` } }
}

function hostOf(req: IncomingMessage): string {
  return (req.headers.host ?? 'Lode').replace(/[^\w.:[\]-]/g, '')
}

function readCookieOf(req: IncomingMessage, name: string): string | null {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null
}

const rememberedMs = 3000
const rememberedSecrets = 10_000

type PassedSecrets = {
  has(secret: string, changeNumber: number, now: Date): boolean
  add(secret: string, changeNumber: number, now: Date): void
}

const passedByDatabase = new WeakMap<Database, PassedSecrets>()

/**
 * Secrets that passed in the last seconds, by their hash. On SQLite the change number moves with every write, so that a
 * revoked key stops at the next request. On PostgreSQL it moves only with the feed: there nothing is remembered.
 */
function passedSecrets(deps: Pick<Deps, 'db'>): PassedSecrets {
  const known = passedByDatabase.get(deps.db)
  if (known) return known
  const created = deps.db.kind === 'sqlite' ? rememberSecrets() : { has: () => false, add: () => {} }
  passedByDatabase.set(deps.db, created)
  return created
}

function rememberSecrets(): PassedSecrets {
  const passed = new Map<string, { readonly changeNumber: number; readonly until: number }>()
  const hash = (secret: string) => createHash('sha256').update(secret).digest('base64')
  return {
    has(secret, changeNumber, now) {
      const entry = passed.get(hash(secret))
      return entry !== undefined && entry.changeNumber === changeNumber && now.getTime() < entry.until
    },
    add(secret, changeNumber, now) {
      if (passed.size >= rememberedSecrets) passed.clear()
      passed.set(hash(secret), { changeNumber, until: now.getTime() + rememberedMs })
    },
  }
}
