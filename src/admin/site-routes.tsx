import { Hono, type Context } from 'hono'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin } from '../http/require-user.ts'
import type { Message } from '../i18n/message.ts'
import { changeBanner, changeReadOnly } from '../site/change-site.ts'
import { longestBanner } from '../site/site.ts'
import { messages } from './messages.ts'
import { SitePage } from './site-page.tsx'

/** `/admin/site`: the banner and read-only mode. */
export function siteRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/site', requireAdmin(), (c) => {
      const draft = c.var.frame.site.banner ?? { en: '', zh: '', isDismissible: false }
      return renderPage(c, <SitePage frame={c.var.frame} draft={draft} error={null} />)
    })
    .post('/admin/site', requireAdmin(), checkedForm(), (c) => act(deps, c))
}

async function act(deps: Deps, c: Context<Env>): Promise<Response> {
  switch (c.var.form.text('act')) {
    case 'banner':
      return postBanner(deps, c)
    case 'remove-banner':
      await changeBanner(deps, null, pageActor(c))
      return done(c, messages.bannerRemoved)
    case 'read-only-on':
      await changeReadOnly(deps, true, pageActor(c))
      return done(c, messages.readOnlyIsOn)
    case 'read-only-off':
      await changeReadOnly(deps, false, pageActor(c))
      return done(c, messages.readOnlyIsOff)
    default:
      return errorPage(c, 400)
  }
}

async function postBanner(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const draft = { en: form.text('en'), zh: form.text('zh'), isDismissible: form.has('dismissible') }
  const changed = await changeBanner(deps, draft, pageActor(c))
  if (changed.ok) return done(c, messages.bannerShown)
  const error =
    changed.error.code === 'banner-empty'
      ? frame.t(messages.bannerEmpty)
      : frame.t(messages.bannerTooLong, { limit: longestBanner })
  return renderPage(c, <SitePage frame={frame} draft={draft} error={error} />, 400)
}

function done(c: Context<Env>, message: Message): Response {
  flash(c, 'ok', c.var.frame.t(message))
  return seeOther(c, '/admin/site')
}
