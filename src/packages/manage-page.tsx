import { Badge, LinkButton, Notice, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { emptyOwnerDraft, OwnersSection } from '../owners/owners-section.tsx'
import type { OwnersView } from '../owners/owners-view.ts'
import { ChangeForm, changeFormId, type ChangeDraft } from './change-form.tsx'
import { packageHref } from './icon.tsx'
import { messages } from './messages.ts'
import type { PackageView } from './package-view.ts'
import type { VersionLine } from './version-line-store.ts'

export type ManagePageProps = {
  readonly frame: Frame
  readonly view: PackageView
  /** Who pushed each version, by version key: shown to owners only. */
  readonly pushers: ReadonlyMap<number, string>
  /** What was typed when the change was refused, or nothing yet. */
  readonly draft: ChangeDraft
  readonly error: string | null
  /** Null for members who may not change owners. */
  readonly owners: OwnersView | null
}

/** Owners list, unlist, deprecate and delete versions here, many at once. Everything works without script. */
export function ManagePage(props: ManagePageProps) {
  const { frame, view, draft, error } = props
  const { t } = frame
  const { id } = view.package
  return (
    <Page frame={frame} title={t(messages.manageTitle, { id })} noIndex>
      <div class="title-line">
        <h1>{t(messages.manageTitle, { id })}</h1>
        <LinkButton href={packageHref(id)} kind="quiet">
          {t(messages.backToPackage)}
        </LinkButton>
      </div>
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      {props.owners ? <OwnersSection frame={frame} view={props.owners} draft={emptyOwnerDraft} error={null} /> : null}
      <h2>{t(messages.versions)}</h2>
      <p>{t(messages.manageLead)}</p>
      <VersionTable {...props} />
      <ChangeForm frame={frame} action={`${packageHref(id)}/Manage`} draft={draft} />
    </Page>
  )
}

function VersionTable({ frame, view, pushers, draft }: ManagePageProps) {
  const { t } = frame
  return (
    <div class="table-scroll">
      <table class="version-table own-packages">
        <thead>
          <tr>
            <th scope="col">{t(messages.version)}</th>
            <th scope="col">{t(messages.status)}</th>
            <th scope="col" class="wide-only">
              {t(messages.published)}
            </th>
            <th scope="col" class="wide-only">
              {t(messages.pushedBy)}
            </th>
            <th scope="col">
              <span class="visually-hidden">{t(messages.manage)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {view.versions.map((version) => (
            <VersionRow
              frame={frame}
              id={view.package.id}
              version={version}
              pusher={pushers.get(version.key) ?? ''}
              isChosen={draft.versions.includes(version.version.normalized)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = {
  readonly frame: Frame
  readonly id: string
  readonly version: VersionLine
  readonly pusher: string
  readonly isChosen: boolean
}

function VersionRow({ frame, id, version, pusher, isChosen }: RowProps) {
  const { t } = frame
  const text = version.version.normalized
  const boxId = `version-${text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  return (
    <tr>
      <td>
        <span class="choice">
          <input type="checkbox" id={boxId} name="versions" value={text} form={changeFormId} checked={isChosen} />
          <label for={boxId}>{text}</label>
        </span>
      </td>
      <td>
        <Badge kind={version.isListed ? 'ok' : 'warn'}>
          {t(version.isListed ? messages.listed : messages.unlisted)}
        </Badge>{' '}
        {version.isDeprecated ? <Badge kind="warn">{t(messages.deprecatedMark)}</Badge> : null}
      </td>
      <td class="wide-only">
        <Time frame={frame} at={version.publishedAt} />
      </td>
      <td class="wide-only">{pusher}</td>
      <td class="actions-cell">
        <a href={`${packageHref(id, text)}/Delete`} aria-label={t(messages.deleteVersion, { version: text })}>
          {t(messages.delete)}
        </a>
      </td>
    </tr>
  )
}
