import { AvatarImage, Badge, EmptyState, Icon, LinkButton, Pager, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { PackageRow } from '../finding/package-row.tsx'
import type { PackageSummary } from '../packages/package-summary.ts'
import { searchHref } from '../finding/page-search.ts'
import type { Account } from './account.ts'
import { LockedNotice, UnconfirmedNotice } from './confirm-pages.tsx'
import { messages } from './messages.ts'

export type ProfileView = {
  readonly profile: Account
  /** The packages of this page. */
  readonly packages: readonly PackageSummary[]
  readonly packageCount: number
  readonly downloads: number
  readonly page: number
  readonly pages: number
  /** How many members an organization has; null for readers who may not see that. */
  readonly memberCount: number | null
  /** The reader is this user, or acts for this organization. */
  readonly isOwn: boolean
}

type Part = { readonly frame: Frame; readonly view: ProfileView }

/** What everybody may know of a user or an organization: who they are here, and what they publish. */
export function ProfilePage({ frame, view }: Part) {
  const { t } = frame
  const { profile } = view
  const isSelf = frame.account?.id === profile.id
  const feed = { title: t(messages.profileFeedTitle, { name: profile.name }), href: `${hrefOf(profile)}/atom.xml` }
  return (
    <Page
      frame={frame}
      title={t(messages.profileTitle, { name: profile.name })}
      description={t(messages.profileDescription, { name: profile.name, brand: frame.config.brand })}
      canonical={view.page === 1 ? hrefOf(profile) : `${hrefOf(profile)}?page=${view.page}`}
      noIndex={profile.lockedAt !== null}
      feed={view.packageCount === 0 ? undefined : feed}
    >
      <header class="profile">
        <AvatarImage name={profile.name} size={96} />
        <div>
          <h1>{profile.name}</h1>
          <Facts frame={frame} view={view} />
          <ForAdministrators frame={frame} profile={profile} />
          <Links frame={frame} view={view} isSelf={isSelf} />
        </div>
      </header>
      {isSelf ? <UnconfirmedNotice frame={frame} /> : null}
      {isSelf ? <LockedNotice frame={frame} /> : null}
      {view.packageCount === 0 ? <NoPackages frame={frame} view={view} /> : <Packages frame={frame} view={view} />}
    </Page>
  )
}

function hrefOf({ name }: Account): string {
  return `/profiles/${name}`
}

function Facts({ frame, view }: Part) {
  const { t } = frame
  const { profile, memberCount } = view
  return (
    <p class="profile-facts quiet">
      {profile.kind === 'organization' ? <span>{t(messages.profileOrganization)}</span> : null}
      {memberCount === null ? null : <span>{t(messages.profileMembers, { count: memberCount })}</span>}
      <span>{t(messages.profileCount, { count: view.packageCount })}</span>
      <span>{t(messages.profileDownloads, { count: view.downloads })}</span>
      <span>
        <Sentence
          t={t}
          message={messages.profileSince}
          values={{ date: <Time frame={frame} at={profile.createdAt} /> }}
        />
      </span>
    </p>
  )
}

function Links({ frame, view, isSelf }: Part & { readonly isSelf: boolean }) {
  const { t } = frame
  const { profile } = view
  const links = [
    ...(view.memberCount === null ? [] : [{ href: `/organization/${profile.name}`, text: messages.profileOpen }]),
    ...(isSelf ? [{ href: '/account', text: messages.profileEdit }] : []),
    ...(isSelf ? [{ href: '/account/Packages', text: messages.profileManage }] : []),
  ]
  if (links.length === 0) return null
  return (
    <p class="actions">
      {links.map(({ href, text }) => (
        <a href={href}>{t(text)}</a>
      ))}
    </p>
  )
}

/** Address, lock and role: only for those who look after the site. */
function ForAdministrators({ frame, profile }: { frame: Frame; profile: Account }) {
  const { t } = frame
  if (!frame.account?.isAdmin) return null
  const address = profile.email ?? profile.unconfirmedEmail
  return (
    <p class="profile-facts small">
      {profile.isAdmin ? <Badge kind="info">{t(messages.profileAdmin)}</Badge> : null}
      {profile.lockedAt ? <Badge kind="danger">{t(messages.profileLocked)}</Badge> : null}
      {address === null ? null : (
        <span>
          <span class="quiet">{t(messages.profileEmail)}</span> <span class="mono">{address}</span>
        </span>
      )}
    </p>
  )
}

function Packages({ frame, view }: Part) {
  const { t } = frame
  const { profile } = view
  const query = `owner:${profile.name}`
  return (
    <section>
      <div class="title-line">
        <h2>{t(messages.profilePackages)}</h2>
        <p class="actions">
          <a class="with-icon" href={searchHref({ q: query })}>
            <Icon frame={frame} name="search" /> {t(messages.profileSearch)}
          </a>
          <a class="with-icon" href={`${hrefOf(profile)}/atom.xml`}>
            <Icon frame={frame} name="feed" /> {t(messages.profileFeed)}
          </a>
        </p>
      </div>
      <ul class="rows results">
        {view.packages.map((row) => (
          <PackageRow frame={frame} row={withOthers(row)} heading="h3" isOwn={view.isOwn} />
        ))}
      </ul>
      <Pager
        frame={frame}
        page={view.page}
        pages={view.pages}
        href={(page) => (page === 1 ? hrefOf(profile) : `${hrefOf(profile)}?page=${page}`)}
      />
    </section>
  )
}

/** Whose page it is need not be said in every row. */
function withOthers(row: PackageSummary): PackageSummary {
  return row.owners.length > 1 ? row : { ...row, owners: [] }
}

function NoPackages({ frame, view }: Part) {
  const { t } = frame
  if (!view.isOwn) return <EmptyState title={t(messages.profileNone, { name: view.profile.name })} />
  return (
    <EmptyState title={t(messages.profileNone, { name: view.profile.name })} text={t(messages.profileNoneOwn)}>
      <p class="actions">
        <LinkButton href="/help/push">{t(messages.profileHowToPush)}</LinkButton>
        <LinkButton href="/packages/manage/upload">{t(messages.profileUpload)}</LinkButton>
      </p>
    </EmptyState>
  )
}
