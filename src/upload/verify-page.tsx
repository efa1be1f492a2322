import { raw } from 'hono/html'
import { Choice, Field, Notice, PostForm, Select, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { formatRelative } from '../i18n/format.ts'
import type { Nupkg } from '../nuget/nupkg.ts'
import { toVersionMetadata } from '../packages/package.ts'
import { messages as manageMessages } from '../manage/messages.ts'
import { DependencyGroups } from '../package-page/package-sections.tsx'
import { previewAnchor, ReadmeFields, ReadmePreview, type ReadmeDraft } from '../readmes/readme-editor.tsx'
import type { RenderedReadme } from '../readmes/readme.ts'
import type { Choices } from './choices.ts'
import { messages } from './messages.ts'
import { PackageFactList } from './package-fact-list.tsx'
import { RefusalNotice, refusalText } from './refusal-notice.tsx'
import { warningText, type WebRefusal } from './refusal-messages.ts'
import { endOf, type Staged } from './staged.ts'

/** What was chosen the last time, when publishing was refused. */
export type VerifyDraft = {
  readonly ownerName: string | null
  readonly isListed: boolean
  /** What is to be shown as the README of a package that has none. */
  readonly readme: ReadmeDraft
}

export type VerifyProps = {
  readonly frame: Frame
  readonly staged: Staged
  readonly nupkg: Nupkg
  readonly choices: Choices
  readonly readme: RenderedReadme | null
  /** The text of the licence file. */
  readonly licenseText: string | null
  readonly draft: VerifyDraft
  /** Why the last try was refused, or another upload was. */
  readonly refusals: readonly WebRefusal[]
}

/** Everything that was found in the staged package, what is against it, and the choice (gallery.md §7.1, steps 3 and 4). */
export function VerifyPage(props: VerifyProps) {
  const { frame, staged, nupkg, choices, readme, licenseText } = props
  const { t, language } = frame
  const { id, version } = nupkg.nuspec
  const metadata = toVersionMetadata(nupkg)
  const title = t(messages.verifyTitle, { id, version: version.normalized })
  return (
    <Page frame={frame} title={title} noIndex>
      <h1 class="verify-title">{title}</h1>
      <p class="lead">
        <Sentence
          t={t}
          message={messages.verifyLead}
          values={{
            when: formatRelative(language, staged.createdAt, frame.now),
            until: formatRelative(language, endOf(staged), frame.now),
          }}
        />
      </p>
      <RefusalNotice frame={frame} refusals={props.refusals.length > 0 ? props.refusals : choices.refusals} />
      <Warnings frame={frame} choices={choices} />
      <div class="with-aside">
        <aside class="verify-side" aria-label={t(messages.publishHeading)}>
          <PublishForm {...props} />
        </aside>
        <div class="package-body">
          <section>
            <h2>{t(messages.aboutPackage)}</h2>
            <PackageFactList frame={frame} nupkg={nupkg} staged={staged} />
          </section>
          <section>
            <h2>{t(messages.description)}</h2>
            <p class="prewrapped">{metadata.description}</p>
          </section>
          {readme ? (
            <section>
              <h2>{t(messages.readme)}</h2>
              <div class="prose readme-box" tabindex={0} role="region" aria-label={t(messages.readme)}>
                {raw(readme.html)}
              </div>
            </section>
          ) : (
            <OwnReadme {...props} />
          )}
          <section>
            <h2>{t(messages.dependencies)}</h2>
            <DependencyGroups frame={frame} groups={metadata.dependencyGroups} here={null} />
          </section>
          {metadata.releaseNotes ? (
            <section>
              <h2>{t(messages.releaseNotes)}</h2>
              <p class="prewrapped">{metadata.releaseNotes}</p>
            </section>
          ) : null}
          {licenseText === null ? null : (
            <section>
              <h2>{t(messages.licenseText)}</h2>
              <p class="prewrapped mono verify-license" tabindex={0} role="region" aria-label={t(messages.licenseText)}>
                {licenseText}
              </p>
            </section>
          )}
        </div>
      </div>
    </Page>
  )
}

/** A package without a README gets one here: written, or read from a file, and seen before it is published. */
function OwnReadme({ frame, choices, draft }: VerifyProps) {
  const { t } = frame
  const { readme } = draft
  return (
    <section>
      <h2>{t(messages.readme)}</h2>
      <p class="quiet">{t(messages.noReadme)}</p>
      {isPossible(choices) ? (
        <readme-editor>
          <details open={readme.markdown !== '' || readme.refusal !== null}>
            <summary>{t(messages.writeReadme)}</summary>
            <p>{t(messages.writeReadmeLead)}</p>
            <ReadmeFields frame={frame} draft={readme} form={publishFormId} rows={10} optional />
            <p class="actions">
              <SubmitButton
                kind="plain"
                name="act"
                value="preview"
                form={publishFormId}
                formaction={`/packages/manage/preview-readme#${previewAnchor}`}
              >
                {t(manageMessages.previewReadme)}
              </SubmitButton>
            </p>
          </details>
          <ReadmePreview frame={frame} draft={readme} />
        </readme-editor>
      ) : null}
    </section>
  )
}

const publishFormId = 'publish'

const isPossible = ({ owners }: Choices): boolean => owners.some(({ refusals }) => refusals.length === 0)

function Warnings({ frame, choices }: Pick<VerifyProps, 'frame' | 'choices'>) {
  const { t } = frame
  const { warnings } = choices
  if (warnings.length === 0) return null
  return (
    <Notice frame={frame} kind="warn" title={t(messages.warningsTitle, { count: warnings.length })}>
      <ul>
        {warnings.map((warning) => (
          <li>{warningText(t, warning)}</li>
        ))}
      </ul>
    </Notice>
  )
}

function PublishForm({ frame, staged, choices, draft }: VerifyProps) {
  const { t } = frame
  return (
    <>
      <h2>{t(messages.publishHeading)}</h2>
      {isPossible(choices) ? (
        <PostForm frame={frame} action="/packages/manage/verify-upload" id={publishFormId} multipart>
          <input type="hidden" name="upload" value={staged.token} />
          <OwnerField frame={frame} choices={choices} draft={draft} />
          <Choice
            type="checkbox"
            name="listed"
            value="yes"
            label={t(messages.listed)}
            hint={t(messages.listedHint)}
            checked={draft.isListed}
          />
          <p class="actions">
            <SubmitButton>{t(messages.publishAction)}</SubmitButton>
          </p>
        </PostForm>
      ) : null}
      <PostForm frame={frame} action="/packages/manage/cancel-upload">
        <input type="hidden" name="upload" value={staged.token} />
        <SubmitButton kind="plain">{t(messages.cancelAction)}</SubmitButton>
      </PostForm>
    </>
  )
}

/** A choice only where there is one: of a new ID, by somebody who acts for several accounts. */
function OwnerField({ frame, choices, draft }: Pick<VerifyProps, 'frame' | 'choices' | 'draft'>) {
  const { t } = frame
  const { owners, isNewId } = choices
  const possible = owners.filter(({ refusals }) => refusals.length === 0)
  const [only] = owners
  if (!isNewId || owners.length === 1) {
    return <p>{t(isNewId ? messages.ownerOfNew : messages.ownerOfKnown, { owner: only?.name ?? '' })}</p>
  }
  const wanted = draft.ownerName?.toLowerCase()
  const chosen = possible.find(({ name }) => name.toLowerCase() === wanted) ?? possible[0]
  return (
    <>
      <Field frame={frame} name="owner" label={t(messages.owner)} hint={t(messages.ownerHint)}>
        <Select
          value={chosen?.name}
          options={owners.map(({ name, refusals }) => ({ value: name, label: name, disabled: refusals.length > 0 }))}
        />
      </Field>
      {owners.map(({ name, refusals: [first] }) =>
        first ? (
          <p class="hint">{t(messages.ownerNotPossible, { owner: name, reason: refusalText(frame, first) })}</p>
        ) : null,
      )}
    </>
  )
}
