import { raw } from 'hono/html'
import { Field, FileInput, Notice, TextArea } from '../http/components.tsx'
import type { Form } from '../http/forms.ts'
import type { Frame } from '../http/frame.ts'
import { formatBytes } from '../i18n/format.ts'
import type { Result } from '../result.ts'
import { messages } from './messages.ts'
import type { RenderedReadme } from './readme.ts'
import { maxReadmeBytes, parseWrittenReadme, type ReadmeRefusal } from './written-readme.ts'

/** What was written, how the page would show it when that was asked for, and why it was not taken. */
export type ReadmeDraft = {
  readonly markdown: string
  readonly preview: RenderedReadme | null
  readonly refusal: ReadmeRefusal | null
}

export const emptyReadmeDraft: ReadmeDraft = { markdown: '', preview: null, refusal: null }

type Props = {
  readonly frame: Frame
  readonly draft: ReadmeDraft
  /** Of the form that the fields belong to, when they do not stand in it. */
  readonly form?: string
  readonly rows: number
  readonly optional?: boolean
}

/** Markdown as text or as a file; their form is sent as `multipart/form-data`. */
export function ReadmeFields({ frame, draft, form, rows, optional = false }: Props) {
  const { t, language } = frame
  const size = formatBytes(language, maxReadmeBytes)
  return (
    <>
      <Field
        frame={frame}
        name="markdown"
        label={t(messages.readmeText)}
        hint={t(messages.readmeTextHint, { size })}
        error={draft.refusal && readmeRefusalText(frame, draft.refusal)}
        optional={optional}
      >
        <TextArea mono rows={rows} value={draft.markdown} form={form} />
      </Field>
      <Field frame={frame} name="file" label={t(messages.readmeFile)} hint={t(messages.readmeFileHint)} optional>
        <FileInput accept=".md,.markdown,text/markdown" form={form} />
      </Field>
    </>
  )
}

/** What these fields hold. A file that was chosen takes the place of the text. */
export function readMarkdown(form: Form): Result<string, ReadmeRefusal> {
  return parseWrittenReadme(form.file('file') ?? form.raw('markdown'))
}

/** Where the buttons that ask for a preview lead: without script the answer opens there. */
export const previewAnchor = 'preview'

export function ReadmePreview({ frame, draft }: Pick<Props, 'frame' | 'draft'>) {
  const { t } = frame
  if (!draft.preview) return null
  return (
    <section id={previewAnchor} aria-labelledby="preview-title">
      <h2 id="preview-title">{t(messages.preview)}</h2>
      <p class="quiet">{t(messages.previewLead)}</p>
      <DroppedImages frame={frame} readme={draft.preview} />
      <div class="prose readme-box" tabindex={0} role="region" aria-labelledby="preview-title">
        {raw(draft.preview.html)}
      </div>
    </section>
  )
}

/** Tells whoever writes it what of a README is not shown. */
export function DroppedImages({ frame, readme }: { readonly frame: Frame; readonly readme: RenderedReadme }) {
  if (readme.droppedImages === 0) return null
  return (
    <Notice frame={frame} kind="info">
      <p>{frame.t(messages.droppedImages, { count: readme.droppedImages })}</p>
    </Notice>
  )
}

function readmeRefusalText({ t, language }: Frame, refusal: ReadmeRefusal): string {
  switch (refusal.code) {
    case 'readme-empty':
      return t(messages.readmeEmpty)
    case 'readme-too-large':
      return t(messages.readmeTooLarge, { size: formatBytes(language, refusal.limit) })
    case 'readme-not-text':
      return t(messages.readmeNotText)
  }
}
