import { Hono } from 'hono'
import { ComponentsPage } from './components-page.tsx'
import type { Env } from './env.ts'
import { renderPage } from './layout.tsx'

/** Pages for whoever works on Lode itself; app.ts mounts them where LODE_DEV_PAGES is on. */
export function devRoutes(): Hono<Env> {
  return new Hono<Env>().get('/dev/components', (c) => renderPage(c, <ComponentsPage frame={c.var.frame} />))
}
