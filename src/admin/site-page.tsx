import { BackToAdmin } from '../http/back-to-admin.tsx'
import { Choice, Field, PostForm, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { longestBanner } from '../site/site.ts'
import { messages } from './messages.ts'

/** The banner and the switch of read-only mode. `draft` is what was refused. */
export function SitePage(props: {
  frame: Frame
  draft: { readonly en: string; readonly zh: string; readonly isDismissible: boolean }
  error: string | null
}) {
  const { frame, draft } = props
  const { t, site } = frame
  return (
    <Page frame={frame} title={t(messages.site)} noIndex narrow>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.site)}</h1>
      <section>
        <h2>{t(messages.bannerTitle)}</h2>
        {frame.config.banner === null ? null : <p>{t(messages.bannerOfSettings, { text: frame.config.banner })}</p>}
        <PostForm frame={frame} action="/admin/site">
          <Field frame={frame} name="en" label={t(messages.bannerEn)} hint={t(messages.bannerHint)} error={props.error}>
            <TextInput value={draft.en} maxlength={longestBanner} />
          </Field>
          <Field frame={frame} name="zh" label={t(messages.bannerZh)}>
            <TextInput value={draft.zh} maxlength={longestBanner} />
          </Field>
          <Choice
            type="checkbox"
            name="dismissible"
            value="yes"
            label={t(messages.bannerDismissible)}
            checked={draft.isDismissible}
          />
          <p class="actions">
            <SubmitButton name="act" value="banner">
              {t(messages.bannerShow)}
            </SubmitButton>
            {site.banner === null ? null : (
              <SubmitButton kind="plain" name="act" value="remove-banner">
                {t(messages.bannerRemove)}
              </SubmitButton>
            )}
          </p>
        </PostForm>
      </section>
      <section>
        <h2>{t(messages.readOnlyTitle)}</h2>
        <p>{t(messages.readOnlyExplained)}</p>
        <PostForm frame={frame} action="/admin/site">
          <SubmitButton
            kind={site.isReadOnly ? 'primary' : 'danger'}
            name="act"
            value={site.isReadOnly ? 'read-only-off' : 'read-only-on'}
          >
            {t(site.isReadOnly ? messages.readOnlyOff : messages.readOnlyOn)}
          </SubmitButton>
        </PostForm>
      </section>
    </Page>
  )
}
