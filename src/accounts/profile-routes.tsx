import { Hono } from 'hono'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { listPackagesOwnedBy, type OwnedPackage } from '../packages/owner-store.ts'
import type { Account } from './account.ts'
import { countMembers, findRole } from './membership-store.ts'
import { mayActAs, maySiteAdministrator, standingOf } from './permissions.ts'
import { ProfilePage } from './profile-page.tsx'
import { findAccountByName } from './store.ts'

const packagesPerPage = 20

/** The public page of a user or an organization. Unknown and deleted ones are 404. */
export function profileRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>().get('/profiles/:name', requireReader(deps.config), async (c) => {
    const profile = await findAccountByName(deps.db.read, c.req.param('name'))
    if (!profile || profile.deletedAt) return notFoundPage(c)
    const listed = listByDownloads(await listPackagesOwnedBy(deps.db.read, profile.id))
    const pages = Math.max(1, Math.ceil(listed.length / packagesPerPage))
    const page = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1))
    const view = {
      profile,
      packages: listed.slice((page - 1) * packagesPerPage, page * packagesPerPage),
      packageCount: listed.length,
      downloads: listed.reduce((sum, pkg) => sum + pkg.downloads, 0),
      page,
      pages,
      memberCount: await countMembersFor(deps.db.read, profile, c.var.account),
    }
    return renderPage(c, <ProfilePage frame={c.var.frame} view={view} />)
  })
}

/** How many members an organization has, for its members and the gallery's administrators; else null. */
async function countMembersFor(db: Db, profile: Account, reader: Account | null): Promise<number | null> {
  if (profile.kind !== 'organization' || reader === null) return null
  const role = await findRole(db, profile.id, reader.id)
  const isSiteAdministrator = reader.isAdmin && maySiteAdministrator('view-account')
  if (!isSiteAdministrator && !mayActAs('view-account', standingOf(reader, profile, role))) return null
  return (await countMembers(db, [profile.id])).get(profile.id) ?? 0
}

/** What search shows of them too: packages with a listed version, the most downloaded first. */
function listByDownloads(owned: readonly OwnedPackage[]): readonly OwnedPackage[] {
  return owned
    .filter((pkg) => pkg.latest.isListed)
    .sort((a, b) => b.downloads - a.downloads || (a.lowerId < b.lowerId ? -1 : 1))
}
