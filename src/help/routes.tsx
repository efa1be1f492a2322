import { Hono, type Context } from 'hono'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { listIdsOwnedBy } from '../packages/owner-store.ts'
import { findPackage, pickLatest } from '../packages/store.ts'
import { listVersionLines } from '../packages/version-line-store.ts'
import { listPrefixesOwnedBy } from '../prefixes/prefix-store.ts'
import { patternText } from '../prefixes/prefix.ts'
import { patternsOf, sourceName, type HelpSubject } from './gallery.ts'
import { HelpPage, HelpTaskPage } from './pages.tsx'
import { findTask } from './tasks.ts'

const mostShown = 3
const mostCovered = 200

/** `/help`: one page per task, made for this gallery and the reader's own packages. */
export function helpRoutes(deps: Deps): Hono<Env> {
  const readable = requireReader(deps.config)
  return new Hono<Env>()
    .get('/help', readable, (c) => renderPage(c, <HelpPage frame={c.var.frame} />))
    .get('/help/:task', readable, async (c) => {
      const task = findTask(c.req.param('task'))
      if (!task) return notFoundPage(c)
      return renderPage(c, <HelpTaskPage frame={c.var.frame} task={task} subject={await findSubject(deps, c)} />)
    })
}

/** What the snippets name: the packages of the accounts that the reader acts for, with their latest versions. */
async function findSubject(deps: Deps, c: Context<Env>): Promise<HelpSubject> {
  const { frame, account } = c.var
  const acting = account ? await listAccountsToActFor(deps.db.read, account) : []
  const own = await listOwn(
    deps,
    acting.map((one) => one.account.id),
  )
  return {
    baseUrl: frame.baseUrl,
    isPrivate: deps.config.reads === 'private',
    sourceName: sourceName(deps.config.brand),
    userName: account?.name ?? null,
    packages: own.packages.length > 0 ? own.packages : [{ id: 'Contoso.Core', version: '1.0.0' }],
    patterns: own.patterns.length > 0 ? own.patterns : ['Contoso.*'],
    isMadeUp: own.packages.length === 0,
  }
}

async function listOwn(deps: Deps, accountIds: readonly number[]): Promise<Pick<HelpSubject, 'packages' | 'patterns'>> {
  const { read } = deps.db
  const ids: string[] = []
  for (const accountId of accountIds) ids.push(...(await listIdsOwnedBy(read, accountId, mostCovered)))
  const reserved = (await listPrefixesOwnedBy(read, accountIds)).map(patternText)
  const packages = []
  for (const id of ids.slice(0, mostShown)) {
    const pkg = await findPackage(read, toLowerId(id))
    const latest = pkg && pickLatest(await listVersionLines(read, pkg.key))
    if (latest) packages.push({ id, version: latest.version.normalized })
  }
  return { packages, patterns: patternsOf(ids, reserved) }
}
