import { Hono, type Context } from 'hono'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm, type Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { seeOther } from '../http/redirect.ts'
import { requireAdmin, requireConfirmed, requireReader, requireUser } from '../http/require-user.ts'
import { packageHref } from '../packages/icon.tsx'
import { findPackageView, type PackageView } from '../packages/package-view.ts'
import { fail } from '../result.ts'
import { askSupport } from './ask-support.ts'
import { closeTicket, reopenTicket } from './close-ticket.ts'
import { contactOwners, reachableOwners } from './contact-owners.ts'
import { trapName } from './form-parts.tsx'
import { InboxPage, TicketPage } from './inbox-pages.tsx'
import { messages } from './messages.ts'
import { contactRefusalText } from './refusal-messages.ts'
import { reportAbuse } from './report-abuse.ts'
import { emptyReport, OwnPackagePage, ReportPage, type ReportDraft } from './report-page.tsx'
import { countOpenTickets, findTicket, listTickets } from './ticket-store.ts'
import { isGuided, longestSubject, parseReason, type ContactRefusal } from './ticket.ts'
import { ContactOwnersPage, SupportPage, type WriteDraft } from './write-pages.tsx'

/** Tickets on one page of the inbox. */
const perPage = 50

/** Reports, messages to owners, questions to the administrators, and their inbox (gallery.md §7.14). */
export function contactRoutes(deps: Deps): Hono<Env> {
  const readable = requireReader(deps.config)
  return new Hono<Env>()
    .get('/packages/:id/:version/reportabuse', readable, (c) => showReport(deps, c))
    .post('/packages/:id/:version/reportabuse', readable, checkedForm(), (c) => postReport(deps, c))
    .get('/packages/:id/:version/reportmypackage', readable, async (c) => {
      const view = await findView(deps, c)
      return view ? seeOther(c, `${hrefOf(view)}/ReportAbuse`) : notFoundPage(c)
    })
    .get('/packages/:id/:version/contactowners', requireConfirmed(), (c) => showOwners(deps, c, emptyDraft, null))
    .post('/packages/:id/:version/contactowners', requireConfirmed(), checkedForm(), (c) => postOwners(deps, c))
    .get('/policies/contact', requireUser(), (c) => {
      const subject = (c.req.query('subject') ?? '').trim().slice(0, longestSubject)
      return showSupport(c, { ...emptyDraft, subject }, null)
    })
    .post('/policies/contact', requireUser(), checkedForm(), (c) => postSupport(deps, c))
    .get('/admin/tickets', requireAdmin(), async (c) => {
      const isOpen = c.req.query('state') !== 'closed'
      const asked = c.req.query('before')
      const before = asked === undefined ? null : readId(asked)
      const found = await listTickets(deps.db.read, { isOpen, limit: perPage + 1, before })
      const tickets = found.slice(0, perPage)
      const page = {
        tickets,
        isOpen,
        openCount: await countOpenTickets(deps.db.read),
        before: found.length > perPage ? (tickets.at(-1)?.number ?? null) : null,
      }
      return renderPage(c, <InboxPage frame={c.var.frame} {...page} />)
    })
    .get('/admin/tickets/:number{[0-9]{1,15}}', requireAdmin(), (c) => showTicket(deps, c, null))
    .post('/admin/tickets/:number{[0-9]{1,15}}', requireAdmin(), checkedForm(), (c) => postTicket(deps, c))
}

const emptyDraft: WriteDraft = { subject: '', message: '', wantsCopy: false }

const draftOf = (form: Form): WriteDraft => ({
  subject: form.text('subject'),
  message: form.text('message'),
  wantsCopy: form.has('copy'),
})

async function findView(deps: Deps, c: Context<Env>): Promise<PackageView | null> {
  const view = await findPackageView(deps, c.var.account, c.req.param('id') ?? '', c.req.param('version'))
  return view?.missingVersion === null ? view : null
}

const versionOf = (view: PackageView) => view.version.version.normalized
const hrefOf = (view: PackageView) => packageHref(view.package.id, versionOf(view))

async function showReport(deps: Deps, c: Context<Env>): Promise<Response> {
  const view = await findView(deps, c)
  if (!view) return notFoundPage(c)
  const subject = { frame: c.var.frame, id: view.package.id, version: versionOf(view) }
  if (view.isOwner) return renderPage(c, <OwnPackagePage {...subject} />)
  const draft = { ...emptyReport, email: c.var.account?.unconfirmedEmail ?? '' }
  return renderPage(c, <ReportPage {...subject} draft={draft} refusal={null} guided={null} />)
}

async function postReport(deps: Deps, c: Context<Env>): Promise<Response> {
  const view = await findView(deps, c)
  if (!view) return notFoundPage(c)
  const { form, frame } = c.var
  const subject = { id: view.package.id, version: versionOf(view) }
  const draft: ReportDraft = {
    reason: parseReason(form.text('reason')),
    email: form.text('email'),
    hasAskedOwners: form.has('asked'),
    message: form.text('message'),
    wantsCopy: form.has('copy'),
  }
  if (draft.reason !== null && isGuided(draft.reason)) {
    return renderPage(c, <ReportPage {...{ frame, ...subject, draft, refusal: null, guided: draft.reason }} />)
  }
  const isProgram = c.var.account === null && form.text(trapName) !== ''
  const reported = isProgram
    ? fail({ code: 'contact-by-program' } as const)
    : await reportAbuse(deps, { ...draft, package: subject }, { ...pageActor(c), account: c.var.account })
  if (!reported.ok) {
    return renderPage(c, <ReportPage {...{ frame, ...subject, draft, refusal: reported.error, guided: null }} />, 400)
  }
  flash(c, 'ok', frame.t(messages.wasReported, { id: subject.id, number: reported.value.number }))
  return seeOther(c, hrefOf(view))
}

async function showOwners(
  deps: Deps,
  c: Context<Env>,
  draft: WriteDraft,
  refusal: ContactRefusal | null,
): Promise<Response> {
  const view = await findView(deps, c)
  if (!view) return notFoundPage(c)
  const { frame, user } = c.var
  const page = (
    <ContactOwnersPage
      frame={frame}
      id={view.package.id}
      version={versionOf(view)}
      email={user.email ?? ''}
      reached={reachableOwners(view.owners).length}
      draft={draft}
      refusal={refusal}
    />
  )
  return renderPage(c, page, refusal ? 400 : 200)
}

async function postOwners(deps: Deps, c: Context<Env>): Promise<Response> {
  const view = await findView(deps, c)
  if (!view) return notFoundPage(c)
  const { form, frame, user } = c.var
  const draft = draftOf(form)
  const wanted = { ...draft, id: view.package.id, version: versionOf(view) }
  const sent = await contactOwners(deps, user, wanted, pageActor(c))
  if (!sent.ok) return showOwners(deps, c, draft, sent.error)
  flash(c, 'ok', frame.t(messages.wasSent, { id: view.package.id, count: sent.value.owners }))
  return seeOther(c, hrefOf(view))
}

function showSupport(c: Context<Env>, draft: WriteDraft, refusal: ContactRefusal | null): Response {
  const { frame, user } = c.var
  const page = (
    <SupportPage frame={frame} email={user.email ?? user.unconfirmedEmail ?? ''} draft={draft} refusal={refusal} />
  )
  return renderPage(c, page, refusal ? 400 : 200)
}

async function postSupport(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame, user } = c.var
  const draft = draftOf(form)
  const asked = await askSupport(deps, user, draft, pageActor(c))
  if (!asked.ok) return showSupport(c, draft, asked.error)
  flash(c, 'ok', frame.t(messages.wasAsked, { number: asked.value.number }))
  return seeOther(c, '/policies/Contact')
}

async function showTicket(deps: Deps, c: Context<Env>, refusal: ContactRefusal | null): Promise<Response> {
  const ticket = await findTicket(deps.db.read, readId(c.req.param('number') ?? ''))
  if (!ticket) return notFoundPage(c)
  const error = refusal && contactRefusalText(c.var.frame.t, refusal)
  return renderPage(c, <TicketPage frame={c.var.frame} ticket={ticket} error={error} />, refusal ? 400 : 200)
}

async function postTicket(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const number = readId(c.req.param('number') ?? '')
  const isClosing = form.text('act') === 'close'
  const done = isClosing
    ? await closeTicket(deps, number, form.text('note'), pageActor(c))
    : await reopenTicket(deps, number, pageActor(c))
  if (!done.ok) return showTicket(deps, c, done.error)
  flash(c, 'ok', frame.t(isClosing ? messages.wasClosed : messages.wasReopened, { number }))
  return seeOther(c, isClosing ? '/admin/tickets' : `/admin/tickets/${number}`)
}
