import { Hono, type Context, type MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { pageActor } from '../accounts/request-origin.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { isSameToken } from '../http/form-token.ts'
import { checkedForm, formRefusalPage, largeFormBytes, refuseForeign, type Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { tooManyPage } from '../http/rate-limits.ts'
import { seeOther } from '../http/redirect.ts'
import { answerRefusal } from '../http/refusals.ts'
import { requireConfirmed } from '../http/require-user.ts'
import { takeRate } from '../limits/take.ts'
import type { EntryLocation } from '../nuget/nupkg.ts'
import { packageHref } from '../packages/icon.tsx'
import { findPackedFile } from '../packages/packed-file.ts'
import { iconType } from '../packages/picture.ts'
import { emptyReadmeDraft, readMarkdown } from '../readmes/readme-editor.tsx'
import { renderReadme, type RenderedReadme } from '../readmes/readme.ts'
import { drainedWhileFlowing } from '../publish/exchange.ts'
import { receiveUploadForm } from '../publish/receive.ts'
import { listChoices } from './choices.ts'
import { cancelUpload } from './end.ts'
import { messages } from './messages.ts'
import { publishStaged } from './publish-staged.ts'
import { readStaged } from './read-staged.ts'
import { refusalText } from './refusal-notice.tsx'
import type { WebRefusal } from './refusal-messages.ts'
import { stageUpload, toWaiting } from './stage.ts'
import type { Staged } from './staged.ts'
import { findStaged } from './store.ts'
import { UploadPage } from './upload-page.tsx'
import { VerifyPage, type VerifyDraft } from './verify-page.tsx'

const firstDraft: VerifyDraft = { ownerName: null, isListed: true, readme: emptyReadmeDraft }

/** Publishing in the browser: upload, look, publish or cancel (gallery.md §7.1). */
export function uploadRoutes(deps: Deps): Hono<Env> {
  /** The page of the step where the user is: choosing a file, or looking at the one that waits. */
  async function showStep(
    c: Context<Env>,
    refusals: readonly WebRefusal[] = [],
    draft: VerifyDraft = firstDraft,
  ): Promise<Response> {
    const { user, frame } = c.var
    const status = draft.readme.refusal ? 400 : statusOf(refusals)
    const staged = await findStaged(deps.db.read, user.id)
    if (!staged) return renderPage(c, <UploadPage frame={frame} refusals={refusals} />, status)
    const read = await readStaged(deps, staged)
    if (!read.ok) return renderPage(c, <UploadPage frame={frame} refusals={[...refusals, read.error]} />, status)
    const nupkg = read.value
    const choices = await listChoices(deps.db.read, deps, user, nupkg)
    const readme = await readText(staged, nupkg.files.readme)
    const props = {
      ...{ frame, staged, nupkg, choices, draft, refusals },
      readme: readme === null ? null : renderUnpublished(readme),
      licenseText: await readText(staged, nupkg.files.license),
    }
    return renderPage(c, <VerifyPage {...props} />, status)
  }

  async function readFile(staged: Staged, location: EntryLocation | null): Promise<Buffer | null> {
    return location && findPackedFile(deps.blobs, staged, location)
  }

  async function readText(staged: Staged, location: EntryLocation | null): Promise<string | null> {
    const bytes = await readFile(staged, location)
    return bytes && new TextDecoder().decode(bytes)
  }

  /** Takes the file, and shows what is in it on the next page. */
  async function upload(c: Context<Env>): Promise<Response> {
    const { user, frame } = c.var
    const foreign = refuseForeign({
      publicOrigin: new URL(c.env.lode.baseUrl).origin,
      origin: c.req.header('Origin'),
      fetchSite: c.req.header('Sec-Fetch-Site'),
    })
    if (foreign) return formRefusalPage(c, foreign)
    const limited = await takeRate(deps, 'push', `user:${user.id}`)
    if (limited) return tooManyPage(c, limited)
    const waiting = await findStaged(deps.db.read, user.id)
    if (waiting) return showStep(c, [toWaiting(waiting)])
    const isOwnToken = (token: string) => isSameToken(token, frame.formToken)
    const received = await receiveUploadForm(deps.blobs, c.env.incoming, deps.config.maxPackageBytes, { isOwnToken })
    if (!received.ok) {
      const { error } = received
      return error.code === 'form-stale' ? formRefusalPage(c, error) : showStep(c, [error])
    }
    const staged = await stageUpload(deps, user, received.value, pageActor(c))
    return staged.ok ? seeOther(c, '/packages/manage/upload') : showStep(c, staged.error)
  }

  async function publish(c: Context<Env>): Promise<Response> {
    const { form, user, frame } = c.var
    const draft = readVerifyDraft(form)
    const { ownerName, isListed, readme } = draft
    if (readme.refusal) return showStep(c, [], draft)
    const choice = { token: form.text('upload'), ownerName, isListed, writtenReadme: readme.markdown || null }
    const published = await publishStaged(deps, user, choice, pageActor(c))
    if (!published.ok) return showStep(c, [published.error], draft)
    const { id, version, isSearchable } = published.value
    const listed = isSearchable ? messages.published : messages.publishedLate
    flash(c, 'ok', frame.t(draft.isListed ? listed : messages.publishedUnlisted, { id, version }))
    return seeOther(c, packageHref(id, version))
  }

  /** The same page, with the README that was written as the package's page would show it. */
  function previewReadme(c: Context<Env>): Promise<Response> {
    const draft = readVerifyDraft(c.var.form)
    const { markdown, refusal } = draft.readme
    if (refusal) return showStep(c, [], draft)
    if (markdown === '')
      return showStep(c, [], { ...draft, readme: { ...draft.readme, refusal: { code: 'readme-empty' } } })
    return showStep(c, [], { ...draft, readme: { ...draft.readme, preview: renderUnpublished(markdown) } })
  }

  async function cancel(c: Context<Env>): Promise<Response> {
    const cancelled = await cancelUpload(deps, c.var.user.id, c.var.form.text('upload'))
    if (!cancelled.ok) return showStep(c, [cancelled.error])
    const { id, fullVersion } = cancelled.value
    flash(c, 'info', c.var.frame.t(messages.cancelled, { id, version: fullVersion }))
    return seeOther(c, '/packages/manage/upload')
  }

  /** A picture of a package that nobody has published: for its user alone, and nothing in it runs. */
  async function showIcon(c: Context<Env>): Promise<Response> {
    const staged = await findStaged(deps.db.read, c.var.user.id)
    const read = staged && (await readStaged(deps, staged))
    const bytes = staged && read?.ok ? await readFile(staged, read.value.files.icon) : null
    const type = bytes && iconType(bytes)
    if (!bytes || !type) return notFoundPage(c)
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': type,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
  }

  return new Hono<Env>()
    .get('/packages/manage/upload', requireConfirmed(), refuseLocked(), (c) => showStep(c))
    .post('/packages/manage/upload', requireConfirmed(), refuseLocked(), (c) => upload(c))
    .get('/packages/manage/upload/icon', requireConfirmed(), refuseLocked(), (c) => showIcon(c))
    .post('/packages/manage/verify-upload', requireConfirmed(), checkedForm(largeFormBytes), refuseLocked(), (c) =>
      publish(c),
    )
    .post('/packages/manage/preview-readme', requireConfirmed(), checkedForm(largeFormBytes), refuseLocked(), (c) =>
      previewReadme(c),
    )
    .post('/packages/manage/cancel-upload', requireConfirmed(), checkedForm(), (c) => cancel(c))
}

/**
 * Reads uploads to their end before they are answered, whoever refuses them: a limit, the sign-in that ended meanwhile, a full
 * disk. A browser looks for the answer when it has sent everything; one that is cut off says that the network is broken.
 */
export function readUploadsWhole(): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next()
    if (c.req.method === 'POST') await drainedWhileFlowing(c.env.incoming)
  }
}

/** Locked users upload and publish nothing (gallery.md §3.12); what waits they may throw away. */
function refuseLocked(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { user, frame } = c.var
    if (user.lockedAt === null) return next()
    return errorPage(c, 403, refusalText(frame, { code: 'user-locked', user: user.name }))
  }
}

/** What was chosen on the page. A README is optional here: no text and no file are none. */
function readVerifyDraft(form: Form): VerifyDraft {
  const chosen = { ownerName: form.text('owner') || null, isListed: form.has('listed') }
  const text = form.raw('markdown')
  if (form.file('file') === null && text.trim() === '') return { ...chosen, readme: emptyReadmeDraft }
  const parsed = readMarkdown(form)
  const readme = parsed.ok ? { markdown: parsed.value } : { markdown: text, refusal: parsed.error }
  return { ...chosen, readme: { ...emptyReadmeDraft, ...readme } }
}

/** Pictures in the package have an address once it is published: nothing is said of them before. */
function renderUnpublished(markdown: string): RenderedReadme {
  return { ...renderReadme(markdown), droppedImages: 0 }
}

/** That of a push; what concerns the waiting upload is a conflict. */
function statusOf([first]: readonly WebRefusal[]): ContentfulStatusCode {
  if (!first) return 200
  if (first.code === 'upload-waiting' || first.code === 'upload-gone') return 409
  return answerRefusal(first, { host: '', isPrivate: false }).status
}
