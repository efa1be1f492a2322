import { Hono, type Context } from 'hono'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import { findAccountByName } from '../accounts/store.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireRecentConfirmation } from '../http/require-confirmation.ts'
import { requireAdmin } from '../http/require-user.ts'
import { mostMoved, movePackages, previewMove, type Moved } from '../owners/move-packages.ts'
import { ownerRefusalText } from '../owners/refusal-messages.ts'
import { listIdsOwnedBy } from '../packages/owner-store.ts'
import { messages } from './ownership-messages.ts'
import { OwnershipPage, type OwnershipDraft } from './ownership-page.tsx'

/** `/admin/ownership`: many packages change hands, looked at first (gallery.md §10). */
export function ownershipRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/ownership', requireAdmin(), requireRecentConfirmation(), async (c) => {
      const from = c.req.query('from') ?? ''
      const account = from === '' ? null : await findAccountByName(deps.db.read, from)
      const ids = account ? await listIdsOwnedBy(deps.db.read, account.id, mostMoved) : (c.req.queries('id') ?? [])
      return show(c, { ids: ids.join('\n'), from: account?.name ?? '', to: '', message: '' }, null, null)
    })
    .post('/admin/ownership', requireAdmin(), checkedForm(), provenForm(deps), (c) => act(deps, c))
}

async function act(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const [ids, from, to, message] = [form.text('ids'), form.text('from'), form.text('to'), form.text('message')]
  const draft = { ids, from, to, message }
  const move = {
    ids: ids.split(/[\s,;，；]+/).filter((id) => id !== ''),
    from: from || null,
    to: to || null,
    message: message || null,
  }
  const isApplied = form.text('act') === 'apply'
  const done = isApplied ? await movePackages(deps, move, pageActor(c)) : await previewMove(deps, move)
  if (!done.ok) return show(c, draft, null, ownerRefusalText(frame.t, done.error))
  if (!isApplied) return show(c, draft, done.value, null)
  const refused = done.value.filter(({ refusal }) => refusal !== null)
  if (refused.length > 0) {
    const left = { ...draft, ids: refused.map(({ id }) => id).join('\n') }
    return show(c, left, refused, frame.t(messages.someRefused, { count: refused.length }))
  }
  flash(c, 'ok', frame.t(messages.wereChanged, { count: done.value.length }))
  return seeOther(c, '/admin/packages')
}

function show(
  c: Context<Env>,
  draft: OwnershipDraft,
  preview: readonly Moved[] | null,
  error: string | null,
): Response | Promise<Response> {
  const page = <OwnershipPage frame={c.var.frame} draft={draft} preview={preview} error={error} />
  return renderPage(c, page, error === null ? 200 : 400)
}
