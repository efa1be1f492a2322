import type { HttpBindings } from '@hono/node-server'
import type { Account } from '../accounts/account.ts'
import type { Session } from '../accounts/session.ts'
import type { Flash } from './flash.ts'
import type { Form } from './forms.ts'
import type { Frame } from './frame.ts'

/** What every request has, worked out from the raw request before Hono (request-context.ts). */
export type RequestContext = {
  /** In the `X-Request-Id` header, the log, and on error pages. */
  readonly id: string
  /** The client's address: the socket's, or what a trusted proxy says. */
  readonly address: string
  /** Public address of this instance without a trailing slash, such as `https://packages.contoso.com`. */
  readonly baseUrl: string
  readonly isHttps: boolean
}

/** Hono's types for our routes. `frame`, `account` and `session` are there on pages, `form` after `checkedForm`. */
export type Env = {
  Bindings: HttpBindings & { readonly lode: RequestContext }
  Variables: {
    frame: Frame
    account: Account | null
    session: Session | null
    /** Set by `requireUser`: the same account, known to be there. */
    user: Account
    form: Form
    /** Messages that this request leaves for the next page (flash.ts). */
    newFlashes?: readonly Flash[]
  }
}
