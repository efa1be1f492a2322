import type { Context } from 'hono'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { OrganizationPage } from './organization-page.tsx'
import { viewOrganization } from './organization-view.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'
import { organizationSections, type OrganizationSection, type Tried } from './settings-sections.tsx'

/** The page of an organization: as a GET leads to it, or with the form that was refused. */
export async function showOrganization(deps: Deps, c: Context<Env>, tried: Tried | null = null): Promise<Response> {
  const { frame, user, session } = c.var
  const found = await viewOrganization(deps.db.read, organizationOf(c), user, frame.now)
  if (!found.ok) return notFoundPage(c)
  const asked = organizationSections.find((section) => section === c.req.query('open')) ?? null
  const open: OrganizationSection | null = tried?.section ?? asked
  const props = { frame, view: found.value, open, tried, isRecentlyConfirmed: isRecentlyConfirmed(session, frame.now) }
  return renderPage(c, <OrganizationPage {...props} />, tried ? 400 : 200)
}

/** The name in the address. */
export function organizationOf(c: Context<Env>): string {
  return c.req.param('name') ?? ''
}

/** What is refused whatever was typed: not found for strangers, else a page that says why. */
export function refuseAct(c: Context<Env>, refusal: OrganizationRefusal): Response {
  switch (refusal.code) {
    case 'organization-unknown':
      return notFoundPage(c)
    case 'not-organization-administrator':
    case 'organization-locked':
    case 'organization-needs-two-factor':
    case 'user-locked':
      return errorPage(c, 403, organizationRefusalText(c.var.frame.t, refusal))
    default:
      return errorPage(c, 400, organizationRefusalText(c.var.frame.t, refusal))
  }
}

const aboutRights: ReadonlySet<OrganizationRefusal['code']> = new Set([
  'organization-unknown',
  'not-organization-administrator',
  'organization-locked',
  'organization-needs-two-factor',
  'user-locked',
])

/** Shows the form again with what was wrong; rights that are missing are said on a page of their own. */
export function refuseForm(deps: Deps, c: Context<Env>, tried: Tried): Response | Promise<Response> {
  return aboutRights.has(tried.refusal.code) ? refuseAct(c, tried.refusal) : showOrganization(deps, c, tried)
}
