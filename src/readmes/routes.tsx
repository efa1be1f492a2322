import { Hono, type Context } from 'hono'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm, largeFormBytes } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireConfirmed } from '../http/require-user.ts'
import { findManageable } from '../manage/access.tsx'
import { manageRefusalText } from '../manage/refusal.ts'
import { packageHref } from '../packages/icon.tsx'
import type { PackageView } from '../packages/package-view.ts'
import { changeReadme } from '../publish/write-readme.ts'
import { ok, type Result } from '../result.ts'
import { messages } from './messages.ts'
import { ReadmePage } from './readme-page.tsx'
import { emptyReadmeDraft, readMarkdown, type ReadmeDraft } from './readme-editor.tsx'
import { readReadme, type Readmes } from './readmes.ts'
import type { ReadmeRefusal } from './written-readme.ts'

/** The README that owners write in the gallery (gallery.md §1.3, §7.9): seen before it counts, saved, and removed again. */
export function readmeRoutes(deps: Deps, readmes: Readmes): Hono<Env> {
  function show(c: Context<Env>, view: PackageView, draft: ReadmeDraft, error: string | null = null) {
    const status = error !== null || draft.refusal ? 400 : 200
    return renderPage(c, <ReadmePage frame={c.var.frame} {...{ view, draft, error }} />, status)
  }

  async function change(c: Context<Env>, view: PackageView): Promise<Response> {
    const { form, user, frame } = c.var
    const act = form.text('act')
    const parsed: Result<string | null, ReadmeRefusal> = act === 'remove' ? ok(null) : readMarkdown(form)
    if (!parsed.ok) return show(c, view, { ...emptyReadmeDraft, markdown: form.raw('markdown'), refusal: parsed.error })
    const markdown = parsed.value
    const draft = { ...emptyReadmeDraft, markdown: markdown ?? form.raw('markdown') }
    if (act === 'preview')
      return show(c, view, { ...draft, preview: await readmes.render(view.version, draft.markdown) })
    const { id } = view.package
    const version = view.version.version.normalized
    const changed = await changeReadme(deps, { kind: 'user', user }, { id, version, markdown }, pageActor(c))
    if (!changed.ok) return show(c, view, draft, manageRefusalText(frame.t, changed.error, id))
    const done = markdown === null ? messages.readmeRemoved : messages.readmeSaved
    flash(c, 'ok', frame.t(done, { id, version }))
    return seeOther(c, `${packageHref(id, version)}#readme`)
  }

  return new Hono<Env>()
    .get('/packages/:id/:version/edit', requireConfirmed(), async (c) => {
      const view = await findManageable(deps, c, c.req.param('id'), c.req.param('version'))
      if (view instanceof Response) return view
      return show(c, view, { ...emptyReadmeDraft, markdown: (await readReadme(deps, view.version)) ?? '' })
    })
    .post('/packages/:id/:version/edit', requireConfirmed(), checkedForm(largeFormBytes), async (c) => {
      const view = await findManageable(deps, c, c.req.param('id'), c.req.param('version'))
      return view instanceof Response ? view : change(c, view)
    })
    .get('/packages/:id/:version/getreadmemd', requireConfirmed(), async (c) => {
      const view = await findManageable(deps, c, c.req.param('id'), c.req.param('version'))
      if (view instanceof Response) return view
      const markdown = await readReadme(deps, view.version)
      if (markdown === null) return notFoundPage(c)
      return c.body(markdown, 200, {
        'Content-Type': 'text/markdown; charset=utf-8',
        'Content-Security-Policy': "default-src 'none'; sandbox",
      })
    })
}
