import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import { sendSentence } from '../http/reason-phrase.ts'
import { answerRefusal, type Refusal } from '../http/refusals.ts'
import {
  findPresentedKey,
  noteKeyUse,
  presentedSecret,
  refuseEndpoint,
  type AuthorisationRefusal,
  type PresentedKey,
} from '../keys/authorise.ts'
import type { KeyAction } from '../keys/key.ts'
import type { RateRefusal } from '../limits/limit.ts'
import { takeRate } from '../limits/take.ts'
import { fail, type Result } from '../result.ts'
import { releasePiece } from './upload-file.ts'

/** How long the rest of a refused body is read and thrown away, so that the client gets to see the answer. */
const drainMs = 10_000

/** A request to a publish address and what answers it. */
export type Request = { readonly req: IncomingMessage; readonly res: ServerResponse; readonly context: RequestContext }

/** What the header for API keys holds, whatever it is. */
export function apiKeyOf(req: IncomingMessage): string | undefined {
  const apiKey = req.headers['x-nuget-apikey']
  return typeof apiKey === 'string' ? apiKey : apiKey?.[0]
}

/** The secret that the request carries, or null. */
export function presentedSecretOf(req: IncomingMessage): string | null {
  return presentedSecret({ apiKey: apiKeyOf(req), authorization: req.headers.authorization })
}

/** §4.6 steps 1 to 6, before any of the body is read. */
export async function authorise(
  deps: Deps,
  secret: string | null,
  context: RequestContext,
  anyOf: readonly KeyAction[],
): Promise<Result<PresentedKey, AuthorisationRefusal | RateRefusal>> {
  const presented = await findPresentedKey(deps.db.read, secret, deps.now(), deps.config)
  if (!presented.ok) return presented
  noteKeyUse(deps, presented.value, context.address)
  const refusal = refuseEndpoint(presented.value, anyOf) ?? (await refuseTooMany(deps, presented.value, anyOf))
  return refusal ? fail(refusal) : presented
}

/** The limits of the key and of its user: whatever key, the user's pushes and forms count together. */
async function refuseTooMany(deps: Deps, { key, user }: PresentedKey, anyOf: readonly KeyAction[]) {
  return (
    (await takeRate(deps, anyOf.includes('unlist') ? 'unlist' : 'push', `key:${key.id}`)) ??
    (await takeRate(deps, 'account', `account:${user.id}`))
  )
}

export function toActor(presented: PresentedKey, context: RequestContext): Actor {
  const { user, owner, visibleId } = presented
  return { account: user, through: 'key', address: context.address, keyVisibleId: visibleId, ownerId: owner.id }
}

/**
 * Sends the refusal at once and reads on until the body ends, for at most 10 seconds. The .NET client sends its whole
 * body before it looks for an answer: a server that closes early shows its user "Broken pipe" (protocol.md 8.2).
 */
export async function refuseAndDrain(deps: Deps, { req, res, context }: Request, refusal: Refusal): Promise<boolean> {
  const answer = answerRefusal(refusal, {
    host: new URL(context.baseUrl).host,
    isPrivate: deps.config.reads === 'private',
  })
  deps.log.info({ requestId: context.id, code: refusal.code }, 'refused')
  const isWhole =
    req.complete || (req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined)
  if (isWhole || req.destroyed) {
    sendSentence(res, answer.status, answer.message, answer.headers, answer)
    return true
  }
  const { isJson } = answer
  const headers = { ...answer.headers, Connection: 'close' }
  sendSentence(res, answer.status, answer.message, headers, { until: drained(req), ...(isJson ? { isJson } : {}) })
  return true
}

/** Resolves when the body has ended, however, or after 10 seconds. What comes is thrown away. */
export function drained(req: IncomingMessage): Promise<void> {
  return drain(req, releasePiece)
}

/** The same for a browser, which looks for the answer when it has sent everything: 10 seconds without a byte end it. */
export function drainedWhileFlowing(req: IncomingMessage): Promise<void> {
  return drain(req, (piece, timer) => {
    timer.refresh()
    releasePiece(piece)
  })
}

function drain(req: IncomingMessage, onPiece: (piece: Buffer, timer: NodeJS.Timeout) => void): Promise<void> {
  if (req.readableEnded || req.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, drainMs)
    function done(): void {
      clearTimeout(timer)
      resolve()
    }
    req.once('end', done)
    req.once('close', done)
    req.on('data', (piece: Buffer) => onPiece(piece, timer))
    req.resume()
  })
}

/** Says that it is done, with what there is to warn of and, for a few, a JSON document. */
export function sendDone(
  res: ServerResponse,
  status: 200 | 201,
  warnings: readonly string[],
  document: object | null = null,
): void {
  const body = document === null ? '' : JSON.stringify(document)
  if (warnings.length > 0) res.setHeader('X-NuGet-Warning', [...warnings])
  if (document !== null) res.setHeader('Content-Type', 'application/json')
  res.writeHead(status, { 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' })
  res.end(body)
}

export function methodNotAllowed(res: ServerResponse, allow: string): boolean {
  sendSentence(res, 405, `This address answers ${allow} only.`, { Allow: allow, Connection: 'close' })
  return true
}

export function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
