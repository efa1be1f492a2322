import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { renderPage } from '../http/layout.tsx'
import { requireReader } from '../http/require-user.ts'
import { findPackageView } from '../packages/package-view.ts'
import { frameworkFor, frameworksOf } from './project-framework.ts'
import { growTree } from './tree.ts'
import { TreePage } from './tree-page.tsx'

/** The page of what a package brings along (gallery.md §7.6). */
export function dependencyRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>().get('/packages/:id/:version/dependencies', requireReader(deps.config), async (c) => {
    const view = await findPackageView(deps, c.var.account, c.req.param('id'), c.req.param('version'))
    if (!view || view.missingVersion !== null || view.isContentHidden) return notFoundPage(c)
    const frameworks = frameworksOf(view.version.metadata)
    const project = frameworkFor(c.req.query('framework'), frameworks)
    const tree = await growTree(deps, view.version, project)
    const page = { view, tree, frameworks, framework: project.shortName }
    return renderPage(c, <TreePage frame={c.var.frame} {...page} />)
  })
}
