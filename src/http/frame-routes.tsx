import { Hono } from 'hono'
import type { Context } from 'hono'
import { updateAccount, type AccountChanges } from '../accounts/store.ts'
import type { Deps } from '../deps.ts'
import { bannerMark } from '../site/site.ts'
import { chooseEncoding } from '../accepted-encoding.ts'
import type { AssetName } from './assets.ts'
import { writeCookie, type CookieName } from './cookies.ts'
import type { Env } from './env.ts'
import { checkedForm } from './forms.ts'
import { readLanguage, readTheme } from './frame.ts'
import { openSearchDescription } from './open-search.ts'
import { seeOther } from './redirect.ts'
import { robotsText } from './robots.ts'

const dayMs = 86_400_000
const forAnHour = { 'Cache-Control': 'public, max-age=3600', 'X-Content-Type-Options': 'nosniff' }

/** Files that are the same for every reader: they need no `pageContext`, so mount them before it. */
export function fileRoutes(deps: Pick<Deps, 'config' | 'assets'>): Hono<Env> {
  const { config } = deps
  return new Hono<Env>()
    .get('/assets/:file', (c) => serveAsset(c, deps.assets.read(c.req.path), 'public, max-age=31536000, immutable'))
    .get('/favicon.ico', (c) => serveAsset(c, readNamed(deps, 'favicon.ico'), 'public, max-age=86400'))
    .get('/robots.txt', (c) => c.text(robotsText(config, c.env.lode.baseUrl), 200, forAnHour))
    .get('/opensearch.xml', (c) =>
      c.body(
        openSearchDescription({
          brand: config.brand,
          baseUrl: c.env.lode.baseUrl,
          isPublic: config.reads === 'public',
        }),
        200,
        {
          'Content-Type': 'application/opensearchdescription+xml; charset=utf-8',
          ...forAnHour,
        },
      ),
    )
}

/** The reader's own choices, posted by the forms in the footer. */
export function frameRoutes(deps: Pick<Deps, 'db' | 'now'>): Hono<Env> {
  return new Hono<Env>()
    .post('/language', checkedForm(), async (c) => {
      const language = readLanguage(c.var.form.text('language'))
      if (language !== null) await remember(deps, c, 'language', { language })
      return seeOther(c, c.var.form.text('returnUrl'))
    })
    .post('/banner', checkedForm(), (c) => {
      const { banner } = c.var.frame.site
      const until = new Date(deps.now().getTime() + 365 * dayMs)
      if (banner?.isDismissible) writeCookie(c, 'banner', bannerMark(banner), until)
      return seeOther(c, c.var.form.text('returnUrl'))
    })
    .post('/theme', checkedForm(), async (c) => {
      const theme = readTheme(c.var.form.text('theme'))
      if (theme !== null) await remember(deps, c, 'theme', { theme })
      return seeOther(c, c.var.form.text('returnUrl'))
    })
}

/** In this browser for a year, and on the account for the next browser. */
async function remember(
  deps: Pick<Deps, 'db' | 'now'>,
  c: Context<Env>,
  cookie: Extract<CookieName, 'language' | 'theme'>,
  change: Pick<AccountChanges, 'language' | 'theme'>,
): Promise<void> {
  writeCookie(c, cookie, change[cookie] ?? '', new Date(deps.now().getTime() + 365 * dayMs))
  const { account } = c.var
  if (account !== null) await deps.db.transaction((tx) => updateAccount(tx, account.id, change))
}

function readNamed(deps: Pick<Deps, 'assets'>, name: AssetName) {
  return deps.assets.read(deps.assets.url(name))
}

function serveAsset(c: Context<Env>, asset: ReturnType<Deps['assets']['read']>, cacheControl: string): Response {
  if (asset === null) return c.text('Not found\n', 404)
  const zipped = asset.gzip !== null && chooseEncoding(c.req.header('Accept-Encoding')) === 'gzip'
  return c.body(zipped && asset.gzip ? asset.gzip : asset.bytes, 200, {
    'Content-Type': asset.type,
    'Cache-Control': cacheControl,
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
    ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
  })
}
