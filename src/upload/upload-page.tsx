import { Field, FileInput, FormToken, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatBytes } from '../i18n/format.ts'
import { messages } from './messages.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import type { WebRefusal } from './refusal-messages.ts'

/** Where a package file is chosen (gallery.md §7.1, step 1). With script it can be dropped, and progress is shown. */
export function UploadPage({ frame, refusals }: { frame: Frame; refusals: readonly WebRefusal[] }) {
  const { t, language } = frame
  const size = formatBytes(language, frame.config.maxPackageBytes)
  return (
    <Page frame={frame} title={t(messages.uploadTitle)} noIndex narrow>
      <h1>{t(messages.uploadTitle)}</h1>
      <p class="lead">{t(messages.uploadLead)}</p>
      <RefusalNotice frame={frame} refusals={refusals} />
      <upload-form
        data-uploading={t(messages.uploading, { percent: '#' })}
        data-checking={t(messages.checking)}
        data-failed={t(messages.uploadFailed)}
        data-stopped={t(messages.uploadStopped)}
        data-one={t(messages.oneFileOnly)}
        data-most={String(frame.config.maxPackageBytes)}
        data-large={t(messages.fileTooLarge, { size: '#', limit: size })}
      >
        <form method="post" action="/packages/manage/upload" enctype="multipart/form-data">
          <FormToken frame={frame} />
          <div class="upload-drop">
            <Field
              frame={frame}
              name="package"
              label={t(messages.packageFile)}
              hint={
                <>
                  {t(messages.packageFileHint, { size })}{' '}
                  <span class="upload-drop-hint" hidden>
                    {t(messages.dropHere)}
                  </span>
                </>
              }
            >
              <FileInput accept=".nupkg" required />
            </Field>
          </div>
          <div class="upload-progress" hidden>
            <progress max="100" value="0" aria-labelledby="upload-said" />
            <p id="upload-said" class="quiet" />
            <button type="button" class="button button-small">
              {t(messages.stopUpload)}
            </button>
          </div>
          <p class="actions">
            <SubmitButton>{t(messages.uploadAction)}</SubmitButton>
          </p>
        </form>
      </upload-form>
      <p class="quiet">
        {t(messages.orPush)} <a href="/account/apikeys">{t(messages.goToKeys)}</a>
      </p>
    </Page>
  )
}
