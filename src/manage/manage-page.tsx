import type { Child } from 'hono/jsx'
import { Badge, LinkButton, Notice, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { emptyOwnerDraft, OwnersSection } from '../owners/owners-section.tsx'
import type { OwnersView } from '../owners/owners-view.ts'
import { refuseOwnersDeletion } from '../packages/deletion.ts'
import { packageHref } from '../packages/icon.tsx'
import { readmeHref } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { PackageView } from '../packages/package-view.ts'
import type { VersionLine } from '../packages/version-line-store.ts'
import { messages as sponsorMessages } from '../sponsors/messages.ts'
import { SponsorsSection } from '../sponsors/sponsors-section.tsx'
import { ChangeForm, changeFormId, type ChangeDraft, type ChangeError } from './change-form.tsx'
import { messages } from './messages.ts'

export type ManagePageProps = {
  readonly frame: Frame
  readonly view: PackageView
  /** Who pushed each version, by version key: shown to owners only. */
  readonly pushers: ReadonlyMap<number, string>
  /** What was typed when the change was refused, or nothing yet. */
  readonly draft: ChangeDraft
  readonly error: ChangeError | null
  /** Null for members who may not change owners, nor where the package takes support. */
  readonly owners: OwnersView | null
  readonly sponsorLinks: readonly string[]
  /** The reader looks after the gallery: neither a lock nor the rule of deletion stops them. */
  readonly isAdministrator: boolean
  readonly showsAllRows: boolean
}

/** What owners change about a package: its versions, many at once, READMEs, owners, sponsor links. All without script. */
export function ManagePage(props: ManagePageProps) {
  const { frame, view, draft, error } = props
  const { t } = frame
  const { id, lockedAt } = view.package
  const isFrozen = lockedAt !== null && !props.isAdministrator
  return (
    <Page frame={frame} title={t(messages.manageTitle, { id })} noIndex>
      <div class="title-line">
        <h1>{t(messages.manageTitle, { id })}</h1>
        <LinkButton href={packageHref(id)} kind="quiet">
          {t(packageMessages.backToPackage)}
        </LinkButton>
      </div>
      {lockedAt === null ? null : (
        <Notice frame={frame} kind="warn">
          <p>{t(isFrozen ? messages.lockedForOwners : messages.lockedForAdministrators)}</p>
        </Notice>
      )}
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error.text}</p>
        </Notice>
      )}
      <Sections {...props} />
      <section id="versions" class="manage-section" aria-labelledby="versions-title">
        <h2 id="versions-title">{t(packageMessages.versions)}</h2>
        <VersionTable {...props} isFrozen={isFrozen} />
        <ChangeForm
          frame={frame}
          action={`${packageHref(id)}/Manage`}
          {...{ draft, error, isFrozen }}
          versions={view.versions}
        />
        <h3>{t(messages.deletionTitle)}</h3>
        <p>{deletionWords(props)}</p>
      </section>
      <ReadmeSection frame={frame} view={view} isFrozen={isFrozen} />
      {props.owners ? (
        <>
          <div class="manage-section">
            <OwnersSection frame={frame} view={props.owners} draft={emptyOwnerDraft} error={null} />
          </div>
          <section id="sponsors" class="manage-section" aria-labelledby="sponsors-title">
            <h2 id="sponsors-title">{t(sponsorMessages.sponsors)}</h2>
            <SponsorsSection
              frame={frame}
              id={id}
              links={props.sponsorLinks}
              draft=""
              error={null}
              isAboutDraft={false}
            />
          </section>
        </>
      ) : null}
    </Page>
  )
}

function Sections({ frame, owners }: ManagePageProps) {
  const { t } = frame
  return (
    <nav class="tabs section-links" aria-label={t(messages.manageSections)}>
      <a href="#versions">{t(packageMessages.versions)}</a>
      <a href="#readme">{t(messages.readmeSection)}</a>
      {owners ? (
        <>
          <a href="#owners">{t(packageMessages.owners)}</a>
          <a href="#sponsors">{t(sponsorMessages.sponsors)}</a>
        </>
      ) : null}
    </nav>
  )
}

/** As many as a page shows at first; of a package with thousands the rest is asked for. */
const firstRows = 100

function VersionTable(props: ManagePageProps & { readonly isFrozen: boolean }) {
  const { frame, view, pushers, draft, showsAllRows } = props
  const { t } = frame
  const chosen = new Set(draft.versions.map((text) => text.toLowerCase()))
  const isChosen = ({ version }: VersionLine) => chosen.has(version.lower)
  const shown = view.versions.filter((line, i) => showsAllRows || i < firstRows || isChosen(line))
  return (
    <>
      <div class="table-scroll">
        <table class="version-table own-packages">
          <thead>
            <tr>
              <th scope="col">{t(packageMessages.version)}</th>
              <th scope="col">{t(messages.status)}</th>
              <th scope="col" class="wide-only">
                {t(packageMessages.published)}
              </th>
              <th scope="col" class="wide-only">
                {t(messages.pushedBy)}
              </th>
              <th scope="col">
                <span class="visually-hidden">{t(packageMessages.manage)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((version) => (
              <VersionRow
                frame={frame}
                id={view.package.id}
                version={version}
                pusher={pushers.get(version.key) ?? ''}
                isChosen={isChosen(version)}
                mayWrite={!props.isFrozen}
                mayDelete={!props.isFrozen && mayDelete(props, version)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === view.versions.length ? null : (
        <p>
          <a href={`${packageHref(view.package.id)}/Manage?rows=all#versions`}>
            {t(messages.showAllRows, { count: view.versions.length })}
          </a>
        </p>
      )}
    </>
  )
}

function mayDelete({ frame, isAdministrator }: ManagePageProps, { version, publishedAt }: VersionLine): boolean {
  if (isAdministrator) return true
  const subject = { version: version.normalized, publishedAt }
  return refuseOwnersDeletion(frame.config.ownersDelete, subject, frame.now) === null
}

function deletionWords({ frame, isAdministrator }: ManagePageProps): string {
  const { t, config } = frame
  const rule = config.ownersDelete
  if (isAdministrator) return t(messages.deletionAdministrator)
  if (rule === 'never') return t(messages.deletionNever)
  if (rule === 'always') return t(messages.deletionAlways)
  return t(messages.deletionWithin, { hours: rule.withinHours })
}

type RowProps = {
  readonly frame: Frame
  readonly id: string
  readonly version: VersionLine
  readonly pusher: string
  readonly isChosen: boolean
  readonly mayWrite: boolean
  readonly mayDelete: boolean
}

function VersionRow({ frame, id, version, pusher, isChosen, mayWrite, mayDelete }: RowProps) {
  const { t } = frame
  const text = version.version.normalized
  const boxId = `version-${version.key}`
  const links: readonly (readonly [href: string, label: string, words: string])[] = [
    ...(mayWrite
      ? [[readmeHref(id, text), t(messages.readmeOf, { version: text }), t(messages.readmeSection)] as const]
      : []),
    ...(mayDelete
      ? [[`${packageHref(id, text)}/Delete`, t(messages.deleteVersion, { version: text }), t(messages.delete)] as const]
      : []),
  ]
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
          {t(version.isListed ? messages.listed : packageMessages.unlisted)}
        </Badge>{' '}
        {version.isDeprecated ? <Badge kind="warn">{t(packageMessages.deprecatedMark)}</Badge> : null}
      </td>
      <td class="wide-only">
        <Time frame={frame} at={version.publishedAt} />
      </td>
      <td class="wide-only">{pusher}</td>
      <td class="actions-cell">
        {links.map(([href, label, words]): Child => (
          <a href={href} aria-label={label}>
            {words}
          </a>
        ))}
      </td>
    </tr>
  )
}

/** The version that people see first, and those with a README of the gallery's; the rows lead to the others. */
function ReadmeSection({
  frame,
  view,
  isFrozen,
}: Pick<ManagePageProps, 'frame' | 'view'> & { readonly isFrozen: boolean }) {
  const { t } = frame
  const { id } = view.package
  const latest = view.version.version.normalized
  const written = view.versions.filter(({ readmeWrittenAt }) => readmeWrittenAt !== null)
  const isLatestWritten = view.version.readmeWrittenAt !== null
  return (
    <section id="readme" class="manage-section" aria-labelledby="readme-title">
      <h2 id="readme-title">{t(messages.readmeSection)}</h2>
      <p>{t(messages.readmeSectionLead)}</p>
      {written.length === 0 ? null : (
        <ul class="rows owner-rows">
          {written.map(({ version, readmeWrittenAt }) => (
            <li>
              <a href={packageHref(id, version.normalized)}>{version.normalized}</a>
              <span class="quiet">
                {readmeWrittenAt ? (
                  <Sentence
                    t={t}
                    message={messages.writtenOn}
                    values={{ date: <Time frame={frame} at={readmeWrittenAt} /> }}
                  />
                ) : null}
              </span>
              {isFrozen ? null : (
                <a class="owner-action" href={readmeHref(id, version.normalized)}>
                  {t(messages.editWritten, { version: version.normalized })}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {isLatestWritten || isFrozen ? null : (
        <p class="actions">
          <LinkButton href={readmeHref(id, latest)}>{t(messages.editReadme, { version: latest })}</LinkButton>
        </p>
      )}
    </section>
  )
}
