import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { findPackageView, type PackageView } from '../packages/package-view.ts'
import { messages } from './messages.ts'

/** The package, at this version where one is named, when the signed-in user may manage it; else the page that says so. */
export async function findManageable(
  deps: Pick<Deps, 'db' | 'versionLines'>,
  c: Context<Env>,
  id: string,
  version?: string,
): Promise<PackageView | Response> {
  const view = await findPackageView(deps, c.var.user, id, version)
  if (!view || (version !== undefined && view.missingVersion !== null)) return notFoundPage(c)
  return view.mayManage ? view : errorPage(c, 403, c.var.frame.t(messages.notYours, { id: view.package.id }))
}
