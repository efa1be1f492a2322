import { PostForm, SubmitButton, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { messages as manageMessages } from '../manage/messages.ts'
import { packageHref } from '../packages/icon.tsx'
import { readmeHref } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { PackageView } from '../packages/package-view.ts'
import { messages } from './messages.ts'
import { previewAnchor, ReadmeFields, ReadmePreview, type ReadmeDraft } from './readme-editor.tsx'

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  readonly draft: ReadmeDraft
  /** Why the change was refused, whatever was written. */
  readonly error: string | null
}

/** Where owners write another README for a version than its package holds (gallery.md §7.9), and see it before it counts. */
export function ReadmePage({ frame, view, draft, error }: Props) {
  const { t } = frame
  const { id } = view.package
  const version = view.version.version.normalized
  const title = t(messages.readmeTitle, { id, version })
  return (
    <Page frame={frame} title={title} noIndex>
      <h1 class="verify-title">{title}</h1>
      {error === null ? null : (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      <p class="lead">{stateOf(frame, view)}</p>
      <readme-editor>
        <PostForm frame={frame} action={`${readmeHref(id, version)}#${previewAnchor}`} multipart>
          <ReadmeFields frame={frame} draft={draft} rows={18} />
          <div class="actions">
            <SubmitButton name="act" value="save">
              {t(messages.saveReadme)}
            </SubmitButton>
            <SubmitButton kind="plain" name="act" value="preview">
              {t(manageMessages.previewReadme)}
            </SubmitButton>
            {view.version.readmeWrittenAt === null ? null : (
              <SubmitButton kind="quiet" name="act" value="remove">
                {t(view.version.files.readme ? messages.removeWritten : messages.removeOnlyReadme)}
              </SubmitButton>
            )}
            <a href={`${packageHref(id)}/Manage`}>{t(packageMessages.backToManage)}</a>
          </div>
        </PostForm>
        <ReadmePreview frame={frame} draft={draft} />
      </readme-editor>
    </Page>
  )
}

function stateOf(frame: Frame, { version }: PackageView) {
  const { t } = frame
  if (version.readmeWrittenAt) {
    const date = <Time frame={frame} at={version.readmeWrittenAt} relative />
    return <Sentence t={t} message={messages.readmeIsWritten} values={{ date }} />
  }
  return t(version.files.readme ? messages.readmeIsPacked : messages.readmeIsMissing)
}
