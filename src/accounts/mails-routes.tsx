import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin } from '../http/require-user.ts'
import { resendMail } from '../mail/resend-mail.ts'
import { readMail } from '../mail/read-mail.ts'
import { listMails } from '../mail/store.ts'
import { messages } from './messages.ts'
import { MailPage, MailsPage } from './mails-pages.tsx'
import { pageActor } from './request-origin.ts'

const mailsPerPage = 50

/** Administrators read the mails that could not be sent: without SMTP that is all of them. */
export function mailRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/mails', requireAdmin(), async (c) => {
      const beforeId = readId(c.req.query('before')) || undefined
      const found = await listMails(deps.db.read, { limit: mailsPerPage + 1, beforeId })
      const mails = found.slice(0, mailsPerPage)
      const olderThan = found.length > mailsPerPage ? (mails.at(-1)?.id ?? null) : null
      const props = { frame: c.var.frame, mails, olderThan, isFirstPage: beforeId === undefined }
      return renderPage(c, <MailsPage {...props} />)
    })
    .get('/admin/mails/:id', requireAdmin(), async (c) => {
      const mail = await readMail(deps, readId(c.req.param('id')), pageActor(c))
      if (!mail) return notFoundPage(c)
      return renderPage(c, <MailPage frame={c.var.frame} mail={mail} />)
    })
    .post('/admin/mails/:id', requireAdmin(), checkedForm(), async (c) => {
      const id = readId(c.req.param('id'))
      const sent = await resendMail(deps, id, pageActor(c))
      if (!sent.ok && sent.error.code === 'mail-unknown') return notFoundPage(c)
      flash(c, sent.ok ? 'ok' : 'warn', c.var.frame.t(sent.ok ? messages.mailQueued : messages.mailNotQueued))
      return seeOther(c, `/admin/mails/${id}`)
    })
}
