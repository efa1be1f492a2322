import { Hono, type Context } from 'hono'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { maySeeStatistics } from '../statistics/access.ts'
import type { GalleryFigures } from '../statistics/figures.ts'
import { HomePage, type HomeProps } from './home-page.tsx'
import { parsePageSearch } from './page-search.ts'
import { SearchPage } from './search-page.tsx'
import { findSearchView } from './search-view.ts'

/** How long the home page waits for what is counted for the first time. */
const patienceMs = 250

/** Home and search: the ways to packages (gallery.md §1.2, §7.12). */
export function searchRoutes(deps: Deps, figures: GalleryFigures): Hono<Env> {
  const readable = requireReader(deps.config)
  return new Hono<Env>()
    .get('/', readable, async (c) => {
      const isCounted = maySeeStatistics(deps.config, c.var.account)
      return renderPage(c, <HomePage frame={c.var.frame} {...await readHome(figures, isCounted)} />)
    })
    .get('/packages', readable, (c) => showSearch(deps, c))
}

/** What the home page counts and lists. On a large gallery that has just started it does not wait for all of it. */
async function readHome(figures: GalleryFigures, isCounted: boolean): Promise<Omit<HomeProps, 'frame'>> {
  const [totals, recent, top] = await Promise.all([
    figures.totals.within(patienceMs),
    figures.recent.within(patienceMs),
    isCounted ? figures.topRecently.within(patienceMs) : null,
  ])
  return { totals: totals?.value ?? null, recent: recent?.value ?? [], top: top?.value.packages ?? [] }
}

const statuses = { refused: 400, unavailable: 503 } as const

async function showSearch(deps: Deps, c: Context<Env>): Promise<Response> {
  const search = parsePageSearch(c.req.queries())
  const view = await findSearchView(deps, search)
  const { account, frame } = c.var
  const acting = account ? await listAccountsToActFor(deps.db.read, account) : []
  const own = new Set(acting.map(({ account: { id } }) => id))
  if (view.problem === 'unavailable') c.header('Retry-After', '5')
  const status = view.problem === null ? 200 : statuses[view.problem]
  return renderPage(c, <SearchPage frame={frame} search={search} view={view} own={own} />, status)
}
