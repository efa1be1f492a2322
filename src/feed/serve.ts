import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../http/env.ts'
import type { ReadGate } from '../http/read-gate.ts'

/** What clients read, on plain `node:http`, before Hono. */
export type Feed = {
  /**
   * Answers a request below `/v3/`, whatever its method, and says true; false means that the path is not the feed's
   * (the publish address, for one) and nothing was done. Never throws or rejects.
   */
  handle(req: IncomingMessage, res: ServerResponse, ctx: RequestContext): boolean | Promise<boolean>
}

export function createFeed(_deps: Deps, _refuseRead: ReadGate): Feed {
  return { handle: () => false }
}
