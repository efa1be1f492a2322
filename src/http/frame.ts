import type { Context, MiddlewareHandler } from 'hono'
import type { Account, Theme } from '../accounts/account.ts'
import { withSwitches } from '../accounts/acting-user.ts'
import { findSession } from '../accounts/session.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { languages, type Language, type Translate } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import type { Site } from '../site/site.ts'
import { findSite } from '../site/store.ts'
import type { Assets } from './assets.ts'
import { readCookie } from './cookies.ts'
import type { Env } from './env.ts'
import { readFlashes, type Flash } from './flash.ts'
import { anonymousToken, formTokenOf } from './form-token.ts'
import { acceptedLanguage } from './accepted-language.ts'
import { pagePath } from './page-path.ts'
import { setPageHeaders } from './page-headers.ts'
import { readSessionToken, prolongSessionCookie } from './session-cookie.ts'

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
  /** What administrators switched: banner, read-only mode. */
  readonly site: Site
  /** The mark of the banner that this reader put away. */
  readonly dismissedBanner: string | null
}

/**
 * What a page knows about its reader, in `c.var.frame`, `account` and `session`: who is signed in, language, theme, and the
 * one-time messages left for them. Sets the headers that every page has.
 */
export function pageContext(deps: Pick<Deps, 'config' | 'db' | 'assets' | 'now'>): MiddlewareHandler<Env> {
  return async (c, next) => {
    const now = deps.now()
    const token = readSessionToken(c)
    const found = token === null ? null : await findSession(deps, token)
    const account = found ? withSwitches(found.account, deps.config) : null
    // A session that just grew older by use: a browser told to stay signed in must keep its cookie as long.
    if (token !== null && found?.session.staySignedIn && found.session.lastSeenAt.getTime() === now.getTime()) {
      prolongSessionCookie(c, token, found.session.expiresAt)
    }
    const language = languageOf(c, account)
    c.set('account', account)
    c.set('session', found?.session ?? null)
    c.set('frame', {
      t: translator(language),
      language,
      theme: readTheme(readCookie(c, 'theme')) ?? account?.theme ?? 'system',
      account,
      path: pagePath(c),
      baseUrl: c.env.lode.baseUrl,
      isHttps: c.env.lode.isHttps,
      formToken: formTokenOf(found !== null && token !== null ? token : anonymousToken(c)),
      flashes: readFlashes(c),
      requestId: c.env.lode.id,
      config: deps.config,
      assets: deps.assets,
      now,
      site: await findSite(deps.db.read),
      dismissedBanner: readCookie(c, 'banner'),
    })
    await next()
    setPageHeaders(c)
  }
}

/** The reader's own choice (cookie), then the account's, then what the browser asks for. */
function languageOf(c: Context<Env>, account: Account | null): Language {
  return (
    readLanguage(readCookie(c, 'language')) ?? account?.language ?? acceptedLanguage(c.req.header('Accept-Language'))
  )
}

/** A language of the interface, or null for any other text. */
export function readLanguage(text: string | null): Language | null {
  return languages.find((language) => language === text) ?? null
}

const themes: readonly Theme[] = ['system', 'light', 'dark']

/** A theme, or null for any other text. */
export function readTheme(text: string | null): Theme | null {
  return themes.find((theme) => theme === text) ?? null
}
