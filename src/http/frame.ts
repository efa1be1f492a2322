import type { MiddlewareHandler } from 'hono'
import type { Account, Theme } from '../accounts/account.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Language, Translate } from '../i18n/message.ts'
import type { Assets } from './assets.ts'
import type { Env } from './env.ts'
import type { Flash } from './flash.ts'

/** What every page shows around its own content, and what its pieces need: language, account, form token. */
export type Frame = {
  readonly t: Translate
  readonly language: Language
  readonly theme: Theme
  readonly account: Account | null
  /** Path and query of this page, in the reader's letter case; after a POST, of the page that held the form. */
  readonly path: string
  readonly baseUrl: string
  readonly isHttps: boolean
  /** Goes into every form (`<PostForm>` or `<FormToken>`). */
  readonly formToken: string
  readonly flashes: readonly Flash[]
  readonly requestId: string
  readonly config: Config
  readonly assets: Assets
  readonly now: Date
}

export function pageContext(_deps: Pick<Deps, 'config' | 'db' | 'assets' | 'now'>): MiddlewareHandler<Env> {
  throw new Error('being written')
}
