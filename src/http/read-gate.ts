import type { IncomingMessage } from 'node:http'
import type { Deps } from '../deps.ts'
import type { RequestContext } from './env.ts'

/** Why a request may not read anything here. Answer with this status, sentence and challenge. */
export type ReadRefusal = {
  readonly status: 401
  /** For the reason phrase and the body. */
  readonly message: string
  readonly headers: { readonly 'WWW-Authenticate': string }
}

/** Says why a request may not read, or null when it may. Null without a promise is the public instance's fast answer. */
export type ReadGate = (req: IncomingMessage, ctx: RequestContext) => null | Promise<ReadRefusal | null>

export function createReadGate(_deps: Pick<Deps, 'config' | 'db' | 'now'>): ReadGate {
  return () => null
}
