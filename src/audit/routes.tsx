import { Hono, type Context } from 'hono'
import { findRole, listAccountsToActFor, listMembers } from '../accounts/membership-store.ts'
import { mayActAs, maySiteAdministrator, standingOf } from '../accounts/permissions.ts'
import { pageActor } from '../accounts/request-origin.ts'
import { findAccountByName } from '../accounts/store.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireAdmin, requireUser } from '../http/require-user.ts'
import { appendAudit } from './audit.ts'
import { AuditPage, type AuditView } from './audit-page.tsx'
import { listAudit } from './audit-store.ts'
import { parseFilter, type AuditScope, type Reader } from './entry.ts'
import { exportAudit, type ExportFormat } from './export.ts'
import { messages } from './messages.ts'

const perPage = 50

/** Whose log this request may see, and as whom. */
type Asked = {
  readonly scope: AuditScope
  readonly reader: Reader
  readonly path: string
  readonly title: string
  readonly lead: string
}

/** The audit log for an account's own people and for administrators: page, CSV and JSON (gallery.md §11.4). */
export function auditRoutes(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>()
  const pages = [
    { path: '/account/activity', guard: requireUser(), ask: askOwn },
    { path: '/organization/:name/activity', guard: requireUser(), ask: askOrganization },
    { path: '/admin/audit', guard: requireAdmin(), ask: askAll },
  ] as const
  for (const { path, guard, ask } of pages) {
    const answer = (format: ExportFormat | null) => async (c: Context<Env>) => {
      const asked = await ask(deps, c)
      if (!asked) return notFoundPage(c)
      return format === null ? showPage(deps, c, asked) : sendExport(deps, c, asked, format)
    }
    routes.get(path, guard, answer(null))
    routes.get(`${path}.csv`, guard, answer('csv'))
    routes.get(`${path}.json`, guard, answer('json'))
  }
  return routes
}

async function askOwn({ db }: Deps, c: Context<Env>): Promise<Asked> {
  const { user, frame } = c.var
  const own = await listAccountsToActFor(db.read, user)
  return {
    scope: { kind: 'account', accountId: user.id },
    reader: { kind: 'people', ids: new Set(own.map(({ account }) => account.id)) },
    path: '/account/activity',
    title: frame.t(messages.ownTitle),
    lead: frame.t(messages.ownLead),
  }
}

/** For those who may manage the organization, and for administrators of this gallery; to others it does not exist. */
async function askOrganization({ db }: Deps, c: Context<Env>): Promise<Asked | null> {
  const { user, frame } = c.var
  const organization = await findAccountByName(db.read, c.req.param('name') ?? '')
  if (organization?.kind !== 'organization' || organization.deletedAt) return null
  const standing = standingOf(user, organization, await findRole(db.read, organization.id, user.id))
  const isAdministrator = user.isAdmin && maySiteAdministrator('view-account')
  if (!mayActAs('manage-account', standing) && !isAdministrator) return null
  const members = await listMembers(db.read, organization.id)
  return {
    scope: { kind: 'account', accountId: organization.id },
    reader: isAdministrator
      ? { kind: 'administrator' }
      : { kind: 'people', ids: new Set([organization.id, ...members.map(({ user: member }) => member.id)]) },
    path: `/organization/${organization.name}/activity`,
    title: frame.t(messages.organizationTitle, { name: organization.name }),
    lead: frame.t(messages.organizationLead),
  }
}

function askAll(_deps: Deps, c: Context<Env>): Promise<Asked> {
  const { t } = c.var.frame
  const [title, lead] = [t(messages.adminTitle), t(messages.adminLead)]
  return Promise.resolve({
    scope: { kind: 'all' },
    reader: { kind: 'administrator' },
    path: '/admin/audit',
    title,
    lead,
  })
}

async function showPage(deps: Deps, c: Context<Env>, asked: Asked): Promise<Response> {
  const before = c.req.query('before')
  const beforeId = before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : null
  const filter = parseFilter((name) => c.req.query(name))
  const page = { limit: perPage + 1, beforeId, reader: asked.reader }
  const found = await listAudit(deps.db.read, asked.scope, filter, page)
  const shown = found.slice(0, perPage)
  const view: AuditView = {
    ...asked,
    query: filterQuery(c),
    entries: shown,
    isFirstPage: beforeId === null,
    olderThan: found.length > perPage ? (shown.at(-1)?.id ?? null) : null,
    isEverybodys: asked.scope.kind === 'all',
  }
  return renderPage(c, <AuditPage frame={c.var.frame} view={view} />)
}

async function sendExport(deps: Deps, c: Context<Env>, asked: Asked, format: ExportFormat): Promise<Response> {
  const now = deps.now()
  if (asked.scope.kind === 'all') {
    const detail = { format, filter: Object.fromEntries(filterQuery(c)) }
    const entry = { at: now, actor: pageActor(c), action: 'ExportAudit', detail }
    await deps.db.transaction((tx) => appendAudit(tx, entry))
  }
  const filter = parseFilter((name) => c.req.query(name))
  const pieces = exportAudit(deps.db.read, { ...asked, filter }, format)
  const name = `${asked.path.slice(1).replace(/\W+/g, '-')}-${now.toISOString().slice(0, 10)}.${format}`
  return c.body(toStream(pieces), 200, {
    'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  })
}

/** Read piece by piece, as fast as the client takes them. */
function toStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

/** The questions of the filter that were asked, for links to other pages of the same answer. */
function filterQuery(c: Context<Env>): URLSearchParams {
  const names = ['who', 'action', 'account', 'packageId', 'through', 'since', 'until'] as const
  return new URLSearchParams(
    names.flatMap((name): [string, string][] => {
      const value = c.req.query(name)
      return value ? [[name, value]] : []
    }),
  )
}
