import { AvatarImage, Badge, EmptyState, Pager, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import { PackageIcon, packageHref } from '../packages/icon.tsx'
import type { OwnedPackage } from '../packages/owner-store.ts'
import type { Account } from './account.ts'
import { LockedNotice, UnconfirmedNotice } from './confirm-pages.tsx'
import { messages } from './messages.ts'

export type ProfileView = {
  profile: Account
  /** The packages of this page. */
  packages: readonly OwnedPackage[]
  packageCount: number
  downloads: number
  page: number
  pages: number
  /** How many members an organization has; null for readers who may not see that. */
  memberCount: number | null
}

/** What everybody may know of a user or an organization: who they are here, and what they publish. */
export function ProfilePage({ frame, view }: { frame: Frame; view: ProfileView }) {
  const { t } = frame
  const { profile } = view
  const isOwn = frame.account?.id === profile.id
  return (
    <Page frame={frame} title={t(messages.profileTitle, { name: profile.name })} noIndex={profile.lockedAt !== null}>
      <header class="profile">
        <AvatarImage name={profile.name} size={96} />
        <div>
          <h1>{profile.name}</h1>
          <p class="profile-facts quiet">
            {profile.kind === 'organization' ? <span>{t(messages.profileOrganization)}</span> : null}
            {view.memberCount === null ? null : <span>{t(messages.profileMembers, { count: view.memberCount })}</span>}
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
          <ForAdministrators frame={frame} profile={profile} />
          {view.memberCount === null ? null : (
            <p class="actions">
              <a href={`/organization/${profile.name}`}>{t(messages.profileOpen)}</a>
            </p>
          )}
          {isOwn ? (
            <p class="actions">
              <a href="/account">{t(messages.profileEdit)}</a>
              <a href="/account/Packages">{t(messages.profileManage)}</a>
            </p>
          ) : null}
        </div>
      </header>
      {isOwn ? <UnconfirmedNotice frame={frame} /> : null}
      {isOwn ? <LockedNotice frame={frame} /> : null}
      {view.packageCount === 0 ? (
        <EmptyState title={t(messages.profileNone, { name: profile.name })} />
      ) : (
        <section>
          <h2>{t(messages.profilePackages)}</h2>
          <ul class="rows">
            {view.packages.map((pkg) => (
              <PackageRow frame={frame} pkg={pkg} />
            ))}
          </ul>
          <Pager
            frame={frame}
            page={view.page}
            pages={view.pages}
            href={(page) => `/profiles/${profile.name}?page=${page}`}
          />
        </section>
      )}
    </Page>
  )
}

/** Address, lock and role: only for those who look after the site. */
function ForAdministrators({ frame, profile }: { frame: Frame; profile: Account }) {
  const { t } = frame
  if (!frame.account?.isAdmin) return null
  return (
    <p class="profile-facts small">
      {profile.isAdmin ? <Badge kind="info">{t(messages.profileAdmin)}</Badge> : null}
      {profile.lockedAt ? <Badge kind="danger">{t(messages.profileLocked)}</Badge> : null}
      {profile.email === null && profile.unconfirmedEmail === null ? null : (
        <span>
          <span class="quiet">{t(messages.profileEmail)}: </span>
          <span class="mono">{profile.email ?? profile.unconfirmedEmail}</span>
        </span>
      )}
    </p>
  )
}

function PackageRow({ frame, pkg }: { frame: Frame; pkg: OwnedPackage }) {
  const { t } = frame
  const { metadata, version } = pkg.latest
  return (
    <li class="profile-package">
      <PackageIcon frame={frame} version={pkg.latest} size="small" />
      <div>
        <p>
          <a class="profile-package-id" href={packageHref(pkg.id)}>
            {pkg.id}
          </a>{' '}
          <span class="quiet mono">{version.normalized}</span>
        </p>
        <p class="profile-package-text">{metadata.summary ?? metadata.description}</p>
        <p class="quiet small">{t(messages.profileDownloads, { count: pkg.downloads })}</p>
      </div>
    </li>
  )
}
