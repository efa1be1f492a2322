import { Hono } from 'hono'
import { countOpenTickets } from '../contact/ticket-store.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { renderPage } from '../http/layout.tsx'
import { requireAdmin } from '../http/require-user.ts'
import { AdminHomePage } from './home-page.tsx'
import { leakedRoutes } from './leaked-routes.tsx'
import { ownershipRoutes } from './ownership-routes.tsx'
import { packageAdminRoutes } from './packages-routes.tsx'
import { siteRoutes } from './site-routes.tsx'
import { systemRoutes } from './system-routes.tsx'
import { userRoutes } from './users-routes.tsx'

/** What administrators of this gallery look after in the browser (gallery.md §10). */
export function adminRoutes(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>().get('/admin', requireAdmin(), async (c) => {
    const openTickets = await countOpenTickets(deps.db.read)
    return renderPage(c, <AdminHomePage frame={c.var.frame} openTickets={openTickets} />)
  })
  for (const part of [userRoutes, packageAdminRoutes, ownershipRoutes, leakedRoutes, siteRoutes, systemRoutes])
    routes.route('/', part(deps))
  return routes
}
