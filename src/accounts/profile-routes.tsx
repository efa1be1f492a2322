import { Hono, type Context } from 'hono'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { findPublishedBy, type Published } from '../packages/owner-store.ts'
import { summarizePackages } from '../packages/package-summary.ts'
import { parseAccountName } from './account-name.ts'
import type { Account } from './account.ts'
import { countMembers, findRole } from './membership-store.ts'
import { messages } from './messages.ts'
import { mayActAs, maySiteAdministrator, standingOf } from './permissions.ts'
import { ProfilePage } from './profile-page.tsx'
import { findAccountByName } from './store.ts'

const packagesPerPage = 20

/** The public page of a user or an organization. Unknown and deleted ones are 404. */
export function profileRoutes(deps: Deps): Hono<Env> {
  const { read } = deps.db
  return new Hono<Env>().get('/profiles/:name', requireReader(deps.config), async (c) => {
    const name = c.req.param('name')
    const profile = await findAccountByName(read, name)
    if (!profile || profile.deletedAt) return nobodyPage(c, name)
    const { published, page, pages } = await findPage(read, profile, c.req.query('page'))
    const reader = c.var.account
    const role = reader && profile.kind === 'organization' ? await findRole(read, profile.id, reader.id) : null
    const standing = reader ? standingOf(reader, profile, role) : 'stranger'
    const maySeeMembers =
      mayActAs('view-account', standing) || (reader?.isAdmin === true && maySiteAdministrator('view-account'))
    const view = {
      profile,
      packages: await summarizePackages(read, published.keys),
      packageCount: published.packages,
      downloads: published.downloads,
      page,
      pages,
      memberCount:
        profile.kind === 'organization' && maySeeMembers
          ? ((await countMembers(read, [profile.id])).get(profile.id) ?? 0)
          : null,
      isOwn: mayActAs('change-versions', standing),
    }
    return renderPage(c, <ProfilePage frame={c.var.frame} view={view} />)
  })
}

type ProfileList = { readonly published: Published; readonly page: number; readonly pages: number }

/** The page that is asked for; beyond the last one the last, as packages come and go. */
async function findPage(db: Db, profile: Account, asked: string | undefined): Promise<ProfileList> {
  const page = /^\d{1,6}$/.test(asked ?? '') ? Math.max(1, Number(asked)) : 1
  const read = (number: number) =>
    findPublishedBy(db, profile.id, { skip: (number - 1) * packagesPerPage, take: packagesPerPage })
  const published = await read(page)
  const pages = Math.max(1, Math.ceil(published.packages / packagesPerPage))
  return page <= pages ? { published, page, pages } : { published: await read(pages), page: pages, pages }
}

function nobodyPage(c: Context<Env>, name: string): Response {
  const isName = parseAccountName(name).ok
  return errorPage(c, 404, isName ? c.var.frame.t(messages.profileNobody, { name }) : undefined)
}
