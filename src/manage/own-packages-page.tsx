import type { Account } from '../accounts/account.ts'
import { Badge, EmptyState, LinkButton, Pager, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatNumber } from '../i18n/format.ts'
import type { Message } from '../i18n/message.ts'
import type { OpenRequests } from '../owners/open-requests.ts'
import { RequestsSection } from '../owners/requests-section.tsx'
import { PackageIcon, packageHref } from '../packages/icon.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { ShownPackage } from '../packages/owner-store.ts'
import { OwnPrefixesSection } from '../prefixes/own-prefixes-section.tsx'
import type { ReservedPrefix } from '../prefixes/prefix.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { messages } from './messages.ts'
import { ownHref, ownPackagesPerPage, type OwnFilter, type OwnList } from './own-filter.ts'

/** A list of `own-filter.ts` with what its rows show. */
export type ShownList = Omit<OwnList, 'shown'> & { readonly shown: readonly ShownPackage[] }

type Props = {
  readonly frame: Frame
  readonly filter: OwnFilter
  /** The user, then the organizations that they act for. */
  readonly accounts: readonly Account[]
  /** How many there are before the text of the filter leaves some out. */
  readonly total: number
  readonly published: ShownList
  readonly unlisted: ShownList
  readonly requests: OpenRequests
  readonly prefixes: readonly ReservedPrefix[]
}

/**
 * Manage Packages (gallery.md §7.10): each ID once, under Published when its representative version is listed, else under
 * Unlisted; then the ownership requests. The filter counts everything anew.
 */
export function OwnPackagesPage(props: Props) {
  const { frame, filter, accounts, total, published, unlisted, requests, prefixes } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.ownTitle)} noIndex>
      <div class="title-line">
        <h1>{t(messages.ownTitle)}</h1>
        <LinkButton href="/packages/manage/upload">{t(messages.addNew)}</LinkButton>
      </div>
      {accounts.length > 1 ? <OwnerFilter frame={frame} filter={filter} accounts={accounts} /> : null}
      {total > ownPackagesPerPage || filter.text !== '' ? <TextFilter frame={frame} filter={filter} /> : null}
      <RequestsSection frame={frame} requests={requests.received} kind="received" />
      {total === 0 ? (
        <EmptyState title={t(messages.ownNone)} text={t(messages.ownNoneText)}>
          <p class="actions">
            <LinkButton href="/packages/manage/upload">{t(messages.goToUpload)}</LinkButton>
            <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
          </p>
        </EmptyState>
      ) : null}
      {total > 0 && published.count + unlisted.count === 0 ? (
        <EmptyState title={t(messages.ownNoMatch, { text: filter.text })}>
          <p class="actions">
            <LinkButton href={ownHref({ ...filter, text: '', page: 1, unlistedPage: 1 })}>
              {t(messages.ownShowAll)}
            </LinkButton>
          </p>
        </EmptyState>
      ) : null}
      <PackageTable
        frame={frame}
        filter={filter}
        title={messages.ownPublished}
        list={published}
        hrefOf={(page) => ownHref({ ...filter, page })}
      />
      <PackageTable
        frame={frame}
        filter={filter}
        title={messages.ownUnlisted}
        list={unlisted}
        hrefOf={(unlistedPage) => ownHref({ ...filter, unlistedPage })}
      />
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
  const chosen = choices.some(({ owner }) => owner === filter.owner) ? filter.owner : 'all'
  return (
    <nav class="sorts" aria-label={t(messages.ownFilter)}>
      {choices.map(({ owner, label }) => (
        <a
          href={ownHref({ ...filter, owner, page: 1, unlistedPage: 1 })}
          aria-current={owner === chosen ? 'true' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  )
}

/** For those with many: part of an ID. */
function TextFilter({ frame, filter }: Pick<Props, 'frame' | 'filter'>) {
  const { t } = frame
  return (
    <form class="own-search" role="search" aria-label={t(messages.ownFind)} action="/account/Packages" method="get">
      {filter.owner === 'all' ? null : <input type="hidden" name="owner" value={filter.owner} />}
      {filter.sort === 'id' ? null : <input type="hidden" name="sort" value={filter.sort} />}
      <input
        type="search"
        name="q"
        class="mono"
        value={filter.text}
        aria-label={t(messages.ownFindLabel)}
        placeholder={t(messages.ownFindLabel)}
        maxlength={100}
        autocomplete="off"
        spellcheck={false}
        autocapitalize="none"
      />
      <SubmitButton kind="plain">{t(messages.ownFind)}</SubmitButton>
    </form>
  )
}

type TableProps = Pick<Props, 'frame' | 'filter'> & {
  readonly title: Message
  readonly list: ShownList
  readonly hrefOf: (page: number) => string
}

function PackageTable({ frame, filter, title, list, hrefOf }: TableProps) {
  const { t, language } = frame
  if (list.count === 0) return null
  const downloads = t(packageMessages.downloadsOf, {
    count: list.downloads,
    formatted: formatNumber(language, list.downloads),
  })
  return (
    <details class="package-list" open>
      <summary>
        <h2>{t(title, { count: list.count, downloads })}</h2>
      </summary>
      <div class="table-scroll">
        <table class="own-packages table-stack">
          <thead>
            <tr>
              <SortedHead filter={filter} sort="id" title={t(messages.packageId)} />
              <th scope="col" class="wide-only">
                {t(packageMessages.owners)}
              </th>
              <SortedHead
                filter={filter}
                sort="downloads"
                title={t(packageMessages.downloads)}
                class="number wide-only"
              />
              <th scope="col">{t(messages.latestVersion)}</th>
              <th scope="col">
                <span class="visually-hidden">{t(packageMessages.manage)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.shown.map((pkg) => (
              <PackageRow frame={frame} pkg={pkg} />
            ))}
          </tbody>
        </table>
      </div>
      <Pager frame={frame} page={list.page} pages={list.pages} href={hrefOf} />
    </details>
  )
}

function PackageRow({ frame, pkg }: { readonly frame: Frame; readonly pkg: ShownPackage }) {
  const { t, language } = frame
  return (
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
      <td data-label={t(messages.latestVersion)}>
        {pkg.latest.version.normalized}{' '}
        {pkg.latest.isDeprecated ? <Badge kind="warn">{t(packageMessages.deprecatedMark)}</Badge> : null}
        {pkg.lockedAt ? <Badge kind="danger">{t(messages.lockedMark)}</Badge> : null}
      </td>
      <td class="actions-cell">
        <a href={`${packageHref(pkg.id)}/Manage`} aria-label={t(packageMessages.manageOne, { id: pkg.id })}>
          {t(packageMessages.manage)}
        </a>
      </td>
    </tr>
  )
}

function SortedHead(props: { filter: OwnFilter; sort: OwnFilter['sort']; title: string; class?: string }) {
  const { filter, sort } = props
  const order = sort === 'id' ? 'ascending' : 'descending'
  const href = ownHref({ ...filter, sort, page: 1, unlistedPage: 1 })
  return (
    <th scope="col" class={props.class} aria-sort={filter.sort === sort ? order : undefined}>
      {filter.sort === sort ? props.title : <a href={href}>{props.title}</a>}
    </th>
  )
}

/** The first two owners by name, and how many more there are. */
function ownersText(pkg: ShownPackage): string {
  const names = pkg.owners.slice(0, 2).map((owner) => owner.name)
  const more = pkg.owners.length - names.length
  return more > 0 ? `${names.join(', ')} +${more}` : names.join(', ')
}
