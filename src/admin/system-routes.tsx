import { Hono, type Context } from 'hono'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import { listSettings } from '../effective-settings.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin } from '../http/require-user.ts'
import { listJobs } from '../jobs/list-store.ts'
import { retryJob } from '../jobs/retry-job.ts'
import { revokeKey } from '../keys/end-key.ts'
import { searchKeys } from '../keys/search-store.ts'
import { findKey } from '../keys/store.ts'
import { messages as adminMessages } from './messages.ts'
import { messages } from './system-messages.ts'
import { JobsPage, KeySearchPage, SettingsInForcePage } from './system-pages.tsx'

const mostShown = 100

/** `/admin/jobs`, `/admin/settings` and `/admin/keys`. */
export function systemRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/jobs', requireAdmin(), async (c) => {
      const jobs = await listJobs(deps.db.read, deps.now(), mostShown)
      return renderPage(c, <JobsPage frame={c.var.frame} jobs={jobs} />)
    })
    .post('/admin/jobs', requireAdmin(), checkedForm(), async (c) => {
      const retried = await retryJob(deps, readId(c.var.form.text('id')), pageActor(c))
      flash(c, retried.ok ? 'ok' : 'warn', c.var.frame.t(retried.ok ? messages.retried : messages.notRetried))
      return seeOther(c, '/admin/jobs')
    })
    .get('/admin/settings', requireAdmin(), (c) =>
      renderPage(c, <SettingsInForcePage frame={c.var.frame} settings={listSettings(deps.config)} />),
    )
    .get('/admin/keys', requireAdmin(), async (c) => {
      const text = (c.req.query('q') ?? '').trim().slice(0, 64)
      const keys = text === '' ? null : await searchKeys(deps.db.read, text, mostShown)
      return renderPage(c, <KeySearchPage frame={c.var.frame} text={text} keys={keys} />)
    })
    .post('/admin/keys', requireAdmin(), checkedForm(), (c) => postRevoke(deps, c))
}

/** Each key is an act of its own; those that ended meanwhile are left as they are. */
async function postRevoke(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  let count = 0
  for (const id of form.all('id').slice(0, mostShown)) {
    const key = await findKey(deps.db.read, readId(id))
    const revoked = key && (await revokeKey(deps, key.userId, key.id, pageActor(c)))
    if (revoked?.ok) count += 1
  }
  if (count > 0) flash(c, 'ok', frame.t(messages.wereRevoked, { count }))
  else flash(c, 'warn', frame.t(adminMessages.nothingChosen))
  return seeOther(c, `/admin/keys?q=${encodeURIComponent(form.text('q'))}`)
}
