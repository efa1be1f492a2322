import { Hono } from 'hono'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin } from '../http/require-user.ts'
import { checkLeaks, parseLeaks, revokeLeaked } from '../keys/leaked-keys.ts'
import { LeakedPage } from './leaked-page.tsx'
import { messages } from './messages.ts'

/** `/admin/leaked`: secrets that were found somewhere (gallery.md §4.9). */
export function leakedRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/leaked', requireAdmin(), (c) =>
      renderPage(c, <LeakedPage frame={c.var.frame} text="" checked={null} />),
    )
    .post('/admin/leaked', requireAdmin(), checkedForm(), async (c) => {
      const { form, frame } = c.var
      const text = form.text('text')
      const leaks = parseLeaks(text)
      if (form.text('act') === 'revoke' && leaks.length > 0) {
        const revoked = await revokeLeaked(deps, leaks, pageActor(c))
        flash(c, 'ok', frame.t(messages.leakedRevoked, { count: revoked.length }))
        return seeOther(c, '/admin/leaked')
      }
      const checked = await checkLeaks(deps.db.read, leaks, deps.now())
      const page = <LeakedPage frame={frame} text={text} checked={checked} />
      return renderPage(c, page, leaks.length === 0 ? 400 : 200)
    })
}
