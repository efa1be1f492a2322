import { typeName } from '../finding/type-names.ts'
import { AvatarImage, Facts, Icon, LinkButton, safeHref, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatBytes, formatList, formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { atomHref, filesHref, TagList } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import { hasFeed, type PackageView } from '../packages/package-view.ts'
import { SponsorFacts } from '../sponsors/sponsors-section.tsx'
import { SixWeeks } from '../statistics/chart.tsx'
import { statisticsHref } from '../statistics/links.ts'
import { BadgesSection } from './badges-section.tsx'
import { LicenseExpression } from './license-links.tsx'
import { messages } from './messages.ts'
import { sourceLinks, type SourceLinks } from './repository.ts'

type Part = { readonly frame: Frame; readonly view: PackageView }

/**
 * Facts, links, owners and tags beside the text; before it on a phone. `weeks`: null for readers from whom statistics are
 * kept; the totals are no secret.
 */
export function PackageFacts(
  props: Part & { readonly weeks: readonly number[] | null; readonly sponsors: readonly string[] },
) {
  const { frame, view, weeks } = props
  const { t, language } = frame
  const { version } = view
  const { metadata } = version
  const href = packageHref(view.package.id, version.version.normalized)
  const nupkg = `/v3/flat/${view.package.lowerId}/${version.version.lower}/${view.package.lowerId}.${version.version.lower}.nupkg`
  return (
    <aside class="package-side" aria-label={t(messages.about)}>
      {view.mayManage ? (
        <LinkButton href={`${packageHref(view.package.id)}/Manage`}>{t(messages.managePackage)}</LinkButton>
      ) : null}
      <h2>{t(packageMessages.downloads)}</h2>
      <Facts
        items={[
          [
            t(messages.totalDownloads),
            <>
              {formatNumber(language, view.package.downloads)}{' '}
              {weeks === null ? null : <SixWeeks frame={frame} weeks={weeks} />}
            </>,
          ],
          [t(messages.thisVersion), formatNumber(language, version.downloads)],
          [t(messages.perDay), formatNumber(language, perDay(view, frame.now))],
        ]}
      />
      {weeks === null ? null : (
        <p>
          <a href={statisticsHref(view.package.id)}>{t(messages.fullStatistics)}</a>
        </p>
      )}
      <h2>{t(messages.about)}</h2>
      <Facts
        items={[
          [t(messages.lastUpdated), <Time frame={frame} at={version.publishedAt} relative />],
          [t(messages.authors), metadata.authors],
          [t(messages.license), licenseLink(frame, view)],
          [t(messages.packageTypesLabel), packageTypes(frame, metadata.packageTypes)],
          [t(messages.copyright), metadata.copyright],
        ]}
      />
      <ul class="plain-list">
        <OuterLink frame={frame} href={metadata.projectUrl} text={t(messages.project)} />
        <SourceItem frame={frame} links={sourceLinks(metadata.repository)} />
        <li>
          <a href={filesHref(view.package.id, version.version.normalized)}>
            <Icon frame={frame} name="package" /> {t(messages.browseFiles)}
          </a>
        </li>
        <li>
          <a href={nupkg} download>
            <Icon frame={frame} name="download" />{' '}
            {t(messages.download, { size: formatBytes(language, version.sizeBytes) })}
          </a>
        </li>
        {hasFeed(view) ? (
          <li>
            <a href={atomHref(view.package.id)}>
              <Icon frame={frame} name="feed" /> {t(messages.atomFeed)}
            </a>
          </li>
        ) : null}
      </ul>
      <h2>{t(packageMessages.owners)}</h2>
      {view.owners.length === 0 ? <p class="quiet">{t(messages.noOwners)}</p> : null}
      <ul class="plain-list owners">
        {view.owners.map((owner) => (
          <li>
            <a href={`/profiles/${owner.name}`}>
              <AvatarImage name={owner.name} /> {owner.name}
            </a>
          </li>
        ))}
      </ul>
      <ul class="plain-list">
        {view.owners.length === 0 ? null : (
          <li>
            <a href={`${href}/ContactOwners`}>{t(messages.contactOwners)}</a>
          </li>
        )}
        <li>
          <a href={`${href}/ReportAbuse`}>{t(view.isOwner ? messages.reportOwnPackage : messages.reportPackage)}</a>
        </li>
        {frame.account?.isAdmin ? (
          <li>
            <a href={`/admin/packages/${view.package.id}`}>{t(messages.administerPackage)}</a>
          </li>
        ) : null}
      </ul>
      <SponsorFacts frame={frame} links={props.sponsors} />
      {metadata.tags.length === 0 ? null : (
        <section>
          <h2>{t(messages.tagsLabel)}</h2>
          <TagList tags={metadata.tags} />
        </section>
      )}
      <BadgesSection frame={frame} view={view} />
    </aside>
  )
}

/** The licence as a link, or null when the manifest names none. */
function licenseLink(frame: Frame, view: PackageView) {
  const { license, licenseUrl } = view.version.metadata
  if (license?.type === 'expression') return <LicenseExpression text={license.text} />
  const page = `${packageHref(view.package.id, view.version.version.normalized)}/license`
  if (license) return <a href={page}>{frame.t(messages.licenseFile)}</a>
  const href = safeHref(licenseUrl)
  const host = href !== undefined && URL.canParse(href) ? new URL(href).host : ''
  if (host === '') return null // no web page
  return (
    <a href={href} rel="nofollow noopener noreferrer">
      {frame.t(messages.licenseFrom, { host })}
    </a>
  )
}

/** What it is besides a package to depend on; null for most. */
function packageTypes({ t, language }: Frame, types: readonly string[]): string | null {
  const keys = types.map((type) => type.toLowerCase())
  if (keys.every((key) => key === 'dependency')) return null
  return formatList(
    language,
    types.map((type) => typeName(t, type)),
  )
}

/** Where the source is, and beside it the very commit. */
function SourceItem({ frame, links }: { readonly frame: Frame; readonly links: SourceLinks | null }) {
  const { t } = frame
  if (!links) return null
  const { href, commit } = links
  const short = commit && <span class="mono">{commit.short}</span>
  return (
    <li>
      {href === null ? t(messages.builtFromCommit) : <OuterText frame={frame} href={href} text={t(messages.source)} />}
      {commit && commit.href !== null ? (
        <a
          href={safeHref(commit.href)}
          rel="nofollow noopener noreferrer"
          aria-label={t(messages.sourceAtCommit, { commit: commit.short })}
        >
          {short}
        </a>
      ) : (
        short
      )}
    </li>
  )
}

function OuterLink(props: { frame: Frame; href: string | null; text: string }) {
  const href = safeHref(props.href)
  if (href === undefined) return null
  return (
    <li>
      <OuterText {...props} href={href} />
    </li>
  )
}

function OuterText(props: { frame: Frame; href: string; text: string }) {
  return (
    <a href={safeHref(props.href)} rel="nofollow noopener noreferrer">
      <Icon frame={props.frame} name="link" /> {props.text}
    </a>
  )
}

function perDay(view: PackageView, now: Date): number {
  const days = Math.max(1, (now.getTime() - view.package.createdAt.getTime()) / 86_400_000)
  return Math.round(view.package.downloads / days)
}
