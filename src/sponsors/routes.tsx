import { Hono, type Context } from 'hono'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed } from '../http/require-user.ts'
import type { Message } from '../i18n/message.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { findOwnerManager } from '../owners/owner-rights.ts'
import { packageHref } from '../packages/icon.tsx'
import { findPackage } from '../packages/store.ts'
import { addSponsorLink, removeSponsorLink } from './change-sponsors.ts'
import { messages } from './messages.ts'
import { sponsorRefusalText } from './refusal-messages.ts'
import { SponsorsPage } from './sponsors-page.tsx'
import { listSponsorLinks } from './store.ts'

/** Sponsor links of packages (gallery.md §7.9). Only POST changes anything, and only soon after a proof: it is about money. */
export function sponsorRoutes(deps: Deps): Hono<Env> {
  async function show(c: Context<Env>, draft: string, error: string | null): Promise<Response> {
    const { user, frame } = c.var
    const pkg = await findPackage(deps.db.read, toLowerId(c.req.param('id') ?? ''))
    if (!pkg) return notFoundPage(c)
    const manager = await findOwnerManager(deps.db.read, deps.config, { kind: 'user', user }, pkg)
    if (!manager.ok) return errorPage(c, 403, sponsorRefusalText(frame.t, manager.error))
    const links = await listSponsorLinks(deps.db.read, pkg.key)
    const props = { frame, id: pkg.id, links, draft, error, isAboutDraft: draft !== '' }
    return renderPage(c, <SponsorsPage {...props} />, error === null ? 200 : 400)
  }

  async function change(c: Context<Env>, work: typeof addSponsorLink, done: Message): Promise<Response> {
    const { form, user, frame } = c.var
    const given = { id: c.req.param('id') ?? '', url: form.text('url') }
    const changed = await work(deps, { kind: 'user', user }, given, pageActor(c))
    const draft = work === addSponsorLink ? given.url : ''
    if (!changed.ok) return show(c, draft, sponsorRefusalText(frame.t, changed.error))
    flash(c, 'ok', frame.t(done, changed.value))
    return seeOther(c, `${packageHref(changed.value.id)}/Manage#sponsors`)
  }

  return new Hono<Env>()
    .get('/packages/:id/sponsors', requireConfirmed(), (c) => show(c, '', null))
    .post('/packages/:id/sponsors/add', requireConfirmed(), checkedForm(), provenForm(deps), (c) =>
      change(c, addSponsorLink, messages.wasAdded),
    )
    .post('/packages/:id/sponsors/remove', requireConfirmed(), checkedForm(), provenForm(deps), (c) =>
      change(c, removeSponsorLink, messages.wasRemoved),
    )
}
