import { Hono, type Context } from 'hono'
import { requireProof } from '../accounts/confirm-identity.ts'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import { identityProof, pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed, requireUser } from '../http/require-user.ts'
import { clearSessionCookie } from '../http/session-cookie.ts'
import { organizationRefusalText } from './refusal-messages.ts'
import type { OrganizationRefusal } from './refusal.ts'
import {
  acceptTransformation,
  cancelTransformation,
  rejectTransformation,
  requestTransformation,
} from './transform-account.ts'
import { transformMessages as texts } from './transform-messages.ts'
import { TransformPage } from './transform-page.tsx'

const list = '/account/Organizations'

/** A user becomes an organization (gallery.md §6.3): asked, cancelled, accepted and declined by POST alone. */
export function transformRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/account/transform', requireConfirmed(), (c) => show(c, '', null))
    .post('/account/transform', requireConfirmed(), checkedForm(), (c) => ask(deps, c))
    .post('/account/transform/cancel', requireUser(), checkedForm(), async (c) => {
      const cancelled = await cancelTransformation(deps, c.var.user, pageActor(c))
      return answered(c, cancelled.ok ? c.var.frame.t(texts.cancelled) : cancelled.error)
    })
    .get('/account/transform/:answer{confirm|reject}/:name/:token?', (c) => seeOther(c, list))
    .post('/account/transform/confirm/:name', requireConfirmed(), checkedForm(), async (c) => {
      const accepted = await acceptTransformation(deps, c.var.user, c.req.param('name'), pageActor(c))
      if (!accepted.ok) return answered(c, accepted.error)
      const { name } = accepted.value.organization
      return answered(c, c.var.frame.t(texts.accepted, { name }))
    })
    .post('/account/transform/reject/:name', requireUser(), checkedForm(), async (c) => {
      const rejected = await rejectTransformation(deps, c.var.user, c.req.param('name'), pageActor(c))
      return answered(
        c,
        rejected.ok ? c.var.frame.t(texts.rejected, { name: rejected.value.user.name }) : rejected.error,
      )
    })
}

function answered(c: Context<Env>, done: string | OrganizationRefusal): Response {
  if (typeof done === 'string') flash(c, 'ok', done)
  else flash(c, 'warn', organizationRefusalText(c.var.frame.t, done))
  return seeOther(c, list)
}

function show(
  c: Context<Env>,
  administrator: string,
  refusal: OrganizationRefusal | null,
): Response | Promise<Response> {
  const { frame, user, session } = c.var
  const view = {
    name: user.name,
    administrator,
    refusal,
    isRecentlyConfirmed: isRecentlyConfirmed(session, frame.now),
  }
  return renderPage(c, <TransformPage frame={frame} view={view} />, refusal ? 400 : 200)
}

async function ask(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user, frame } = c.var
  const name = form.text('administrator')
  const proven = await requireProof(deps, user, identityProof(c, 'currentPassword'), pageActor(c))
  if (!proven.ok) return show(c, name, proven.error)
  const asked = await requestTransformation(deps, user, name, pageActor(c))
  if (!asked.ok) return show(c, name, asked.error)
  clearSessionCookie(c)
  flash(c, 'ok', frame.t(texts.asked, { administrator: asked.value.administrator.name }))
  return seeOther(c, '/')
}
