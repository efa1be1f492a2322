import type { Account } from '../accounts/account.ts'
import { EmptyState, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatNumber } from '../i18n/format.ts'
import type { Message } from '../i18n/message.ts'
import type { OpenRequests } from '../owners/open-requests.ts'
import { RequestsSection } from '../owners/requests-section.tsx'
import { OwnPrefixesSection } from '../prefixes/own-prefixes-section.tsx'
import type { ReservedPrefix } from '../prefixes/prefix.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { PackageIcon, packageHref } from './icon.tsx'
import { messages } from './messages.ts'
import { ownHref, type OwnFilter } from './own-filter.ts'
import type { OwnedPackage } from './owner-store.ts'

type Props = {
  readonly frame: Frame
  readonly filter: OwnFilter
  /** The user, then the organizations that they act for. */
  readonly accounts: readonly Account[]
  readonly packages: readonly OwnedPackage[]
  readonly requests: OpenRequests
  readonly prefixes: readonly ReservedPrefix[]
}

/**
 * Manage Packages (gallery.md §7.10): each ID once, under Published when its representative version is listed, else under
 * Unlisted; then the ownership requests. The filter counts everything anew.
 */
export function OwnPackagesPage({ frame, filter, accounts, packages, requests, prefixes }: Props) {
  const { t } = frame
  const published = packages.filter((pkg) => pkg.latest.isListed)
  const unlisted = packages.filter((pkg) => !pkg.latest.isListed)
  return (
    <Page frame={frame} title={t(messages.ownTitle)} noIndex>
      <div class="title-line">
        <h1>{t(messages.ownTitle)}</h1>
        <LinkButton href="/packages/manage/upload">{t(messages.addNew)}</LinkButton>
      </div>
      {accounts.length > 1 ? <OwnerFilter frame={frame} filter={filter} accounts={accounts} /> : null}
      <RequestsSection frame={frame} requests={requests.received} kind="received" />
      {packages.length === 0 ? (
        <EmptyState title={t(messages.ownNone)} text={t(messages.ownNoneText)}>
          <p class="actions">
            <LinkButton href="/packages/manage/upload">{t(messages.goToUpload)}</LinkButton>
            <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
          </p>
        </EmptyState>
      ) : null}
      <PackageTable frame={frame} filter={filter} title={messages.ownPublished} packages={published} />
      <PackageTable frame={frame} filter={filter} title={messages.ownUnlisted} packages={unlisted} />
      <OwnPrefixesSection frame={frame} prefixes={prefixes} />
      <RequestsSection frame={frame} requests={requests.sent} kind="sent" />
      <p>
        <a href="/account/prefixes">{t(messages.askForPrefix)}</a>
      </p>
    </Page>
  )
}

/** Links, so that a choice takes one press and no script. */
function OwnerFilter({ frame, filter, accounts }: Pick<Props, 'frame' | 'filter' | 'accounts'>) {
  const { t } = frame
  const organizations = accounts.slice(1).map(({ name }) => ({ owner: name.toLowerCase(), label: name }))
  const choices = [
    { owner: 'all', label: t(messages.ownAll) },
    { owner: 'me', label: t(messages.ownMine) },
    ...organizations,
  ]
  return (
    <nav class="sorts" aria-label={t(messages.ownFilter)}>
      {choices.map(({ owner, label }) => (
        <a href={ownHref({ ...filter, owner })} aria-current={owner === filter.owner ? 'true' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}

function PackageTable(props: { frame: Frame; filter: OwnFilter; title: Message; packages: readonly OwnedPackage[] }) {
  const { frame, filter, packages } = props
  const { t, language } = frame
  if (packages.length === 0) return null
  const total = packages.reduce((sum, pkg) => sum + pkg.downloads, 0)
  const downloads = t(messages.downloadsOf, { count: total, formatted: formatNumber(language, total) })
  return (
    <details class="package-list" open>
      <summary>
        <h2>{t(props.title, { count: packages.length, downloads })}</h2>
      </summary>
      <div class="table-scroll">
        <table class="own-packages table-stack">
          <thead>
            <tr>
              <SortedHead filter={filter} sort="id" title={t(messages.packageId)} />
              <th scope="col" class="wide-only">
                {t(messages.owners)}
              </th>
              <SortedHead filter={filter} sort="downloads" title={t(messages.downloads)} class="number wide-only" />
              <th scope="col">{t(messages.latestVersion)}</th>
              <th scope="col">
                <span class="visually-hidden">{t(messages.manage)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {packages.map((pkg) => (
              <tr>
                <td>
                  <span class="with-icon">
                    <PackageIcon frame={frame} version={pkg.latest} size="small" />
                    <a href={packageHref(pkg.id)}>{pkg.id}</a>
                    <VerifiedMark frame={frame} pkg={pkg} />
                  </span>
                </td>
                <td class="wide-only">{ownersText(pkg)}</td>
                <td class="number wide-only">{formatNumber(language, pkg.downloads)}</td>
                <td data-label={t(messages.latestVersion)}>{pkg.latest.version.normalized}</td>
                <td class="actions-cell">
                  <a href={`${packageHref(pkg.id)}/Manage`} aria-label={t(messages.manageOne, { id: pkg.id })}>
                    {t(messages.manage)}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function SortedHead(props: { filter: OwnFilter; sort: OwnFilter['sort']; title: string; class?: string }) {
  const { filter, sort } = props
  const order = sort === 'id' ? 'ascending' : 'descending'
  return (
    <th scope="col" class={props.class} aria-sort={filter.sort === sort ? order : undefined}>
      {filter.sort === sort ? props.title : <a href={ownHref({ ...filter, sort })}>{props.title}</a>}
    </th>
  )
}

/** The first two owners by name, and how many more there are. */
function ownersText(pkg: OwnedPackage): string {
  const names = pkg.owners.slice(0, 2).map((owner) => owner.name)
  const more = pkg.owners.length - names.length
  return more > 0 ? `${names.join(', ')} +${more}` : names.join(', ')
}
