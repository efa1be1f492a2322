import { Hono, type Context } from 'hono'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin, requireConfirmed } from '../http/require-user.ts'
import type { Message } from '../i18n/message.ts'
import { listAccountsFor } from '../owners/owner-rights.ts'
import type { Result } from '../result.ts'
import { emptyReserveDraft, PrefixesPage, PrefixPage, type ReserveDraft } from './admin-pages.tsx'
import { addPrefixOwner, releasePrefix, removePrefixOwner, reservePrefix } from './change-prefix.ts'
import { messages } from './messages.ts'
import { findPrefix, listPrefixes } from './prefix-store.ts'
import { patternText, type PrefixPattern, type ReservedPrefix } from './prefix.ts'
import { prefixRefusalText } from './refusal-messages.ts'
import type { PrefixRefusal } from './refusal.ts'
import { PrefixRequestPage, type RequestDraft } from './request-page.tsx'
import { declinePrefixRequest, grantPrefixRequest, requestPrefix } from './request-prefix.ts'
import { listPrefixRequests, listPrefixRequestsBy } from './request-store.ts'

/** People ask for reserved prefixes; administrators decide, reserve and release them (gallery.md §8, §10). */
export function prefixRoutes(deps: Deps): Hono<Env> {
  async function showRequest(c: Context<Env>, draft: RequestDraft, refusal: PrefixRefusal | null): Promise<Response> {
    const { frame, user } = c.var
    const accountNames = (await listAccountsFor(deps.db.read, user, 'manage-account')).map(({ name }) => name)
    const open = await listPrefixRequestsBy(deps.db.read, user.id)
    const error = refusal && prefixRefusalText(frame.t, refusal)
    const page = <PrefixRequestPage frame={frame} {...{ accountNames, open, draft, error }} />
    return renderPage(c, page, refusal ? 400 : 200)
  }

  async function showPrefixes(c: Context<Env>, draft: ReserveDraft, refusal: PrefixRefusal | null): Promise<Response> {
    const text = c.req.query('q')?.trim() ?? ''
    const prefixes = await listPrefixes(deps.db.read, text.replace(/\*$/, ''))
    const requests = await listPrefixRequests(deps.db.read)
    const error = refusal && prefixRefusalText(c.var.frame.t, refusal)
    const page = <PrefixesPage frame={c.var.frame} {...{ prefixes, requests, text, draft, error }} />
    return renderPage(c, page, refusal ? 400 : 200)
  }

  async function showPrefix(c: Context<Env>, name: string, refusal: PrefixRefusal | null): Promise<Response> {
    const prefix = await findPrefix(deps.db.read, Number(c.req.param('number')))
    if (!prefix) return notFoundPage(c)
    const error = refusal && prefixRefusalText(c.var.frame.t, refusal)
    return renderPage(c, <PrefixPage frame={c.var.frame} {...{ prefix, name, error }} />, refusal ? 400 : 200)
  }

  async function changeOwner(c: Context<Env>, operation: typeof addPrefixOwner, words: Message): Promise<Response> {
    const name = c.var.form.text('name')
    const changed = await operation(deps, Number(c.req.param('number')), name, pageActor(c))
    if (!changed.ok) return showPrefix(c, name, changed.error)
    const { number } = changed.value
    return done(c, changed.value, words, `/admin/prefixes/${number}`, name)
  }

  async function decide(c: Context<Env>): Promise<Response> {
    const number = Number(c.req.param('number'))
    const act = c.var.form.text('act')
    const reason = c.var.form.text('reason') || null
    const decided: Result<PrefixPattern, PrefixRefusal> =
      act === 'decline'
        ? await declinePrefixRequest(deps, number, reason, pageActor(c))
        : await grantPrefixRequest(deps, number, { isShared: act === 'share' }, pageActor(c))
    if (!decided.ok) return showPrefixes(c, emptyReserveDraft, decided.error)
    const words = act === 'decline' ? messages.wasDeclined : messages.wasReserved
    return done(c, decided.value, words, '/admin/prefixes')
  }

  return new Hono<Env>()
    .get('/account/prefixes', requireConfirmed(), (c) =>
      showRequest(c, { pattern: '', accountName: c.var.user.name, message: '' }, null),
    )
    .post('/account/prefixes', requireConfirmed(), checkedForm(), async (c) => {
      const { form, user } = c.var
      const draft = { pattern: form.text('pattern'), accountName: form.text('account'), message: form.text('message') }
      const asked = await requestPrefix(deps, user, draft, pageActor(c))
      if (!asked.ok) return showRequest(c, draft, asked.error)
      return done(c, asked.value, messages.wasAsked, '/account/prefixes')
    })
    .get('/admin/prefixes', requireAdmin(), (c) => showPrefixes(c, emptyReserveDraft, null))
    .post('/admin/prefixes', requireAdmin(), checkedForm(), async (c) => {
      const { form } = c.var
      const draft = { pattern: form.text('pattern'), owners: form.text('owners'), isShared: form.has('shared') }
      const ownerNames = draft.owners.split(/[,，\s]+/).filter((name) => name !== '')
      const wanted = { pattern: draft.pattern, ownerNames, isShared: draft.isShared }
      const made = await reservePrefix(deps, wanted, pageActor(c))
      return made.ok ? done(c, made.value, messages.wasReserved, '/admin/prefixes') : showPrefixes(c, draft, made.error)
    })
    .post('/admin/prefixes/requests/:number{[0-9]{1,15}}', requireAdmin(), checkedForm(), decide)
    .get('/admin/prefixes/:number{[0-9]{1,15}}', requireAdmin(), (c) => showPrefix(c, '', null))
    .post('/admin/prefixes/:number{[0-9]{1,15}}/owners/add', requireAdmin(), checkedForm(), (c) =>
      changeOwner(c, addPrefixOwner, messages.ownerAdded),
    )
    .post('/admin/prefixes/:number{[0-9]{1,15}}/owners/remove', requireAdmin(), checkedForm(), (c) =>
      changeOwner(c, removePrefixOwner, messages.ownerRemoved),
    )
    .post('/admin/prefixes/:number{[0-9]{1,15}}/release', requireAdmin(), checkedForm(), async (c) => {
      const released: Result<ReservedPrefix, PrefixRefusal> = await releasePrefix(
        deps,
        Number(c.req.param('number')),
        pageActor(c),
      )
      if (!released.ok) return notFoundPage(c)
      return done(c, released.value, messages.wasReleased, '/admin/prefixes')
    })
}

function done(c: Context<Env>, pattern: PrefixPattern, words: Message, to: string, name = ''): Response {
  flash(c, 'ok', c.var.frame.t(words, { pattern: patternText(pattern), name }))
  return seeOther(c, to)
}
