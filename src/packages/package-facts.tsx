import { AvatarImage, Facts, Icon, LinkButton, safeHref, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatBytes, formatNumber } from '../i18n/format.ts'
import { BadgesSection } from './badges-section.tsx'
import { packageHref } from './icon.tsx'
import { atomHref, filesHref, TagList } from './links.tsx'
import { messages } from './messages.ts'
import { SixWeeks } from '../statistics/chart.tsx'
import { statisticsHref } from '../statistics/links.ts'
import { hasFeed, type PackageView } from './package-view.ts'

type Part = { readonly frame: Frame; readonly view: PackageView }

/** Facts, links, owners and tags beside the text; on a phone they come first. */
export function PackageFacts({ frame, view, weeks }: Part & { readonly weeks: readonly number[] }) {
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
      <h2>{t(messages.downloads)}</h2>
      <Facts
        items={[
          [
            t(messages.totalDownloads),
            <>
              {formatNumber(language, view.package.downloads)} <SixWeeks frame={frame} weeks={weeks} />
            </>,
          ],
          [t(messages.thisVersion), formatNumber(language, version.downloads)],
          [t(messages.perDay), formatNumber(language, perDay(view, frame.now))],
        ]}
      />
      <p>
        <a href={statisticsHref(view.package.id)}>{t(messages.fullStatistics)}</a>
      </p>
      <h2>{t(messages.about)}</h2>
      <Facts
        items={[
          [t(messages.lastUpdated), <Time frame={frame} at={version.publishedAt} relative />],
          [t(messages.authors), metadata.authors],
          [t(messages.license), licenseLink(frame, view)],
          [t(messages.copyright), metadata.copyright],
        ]}
      />
      <ul class="plain-list">
        <OuterLink frame={frame} href={metadata.projectUrl} text={t(messages.project)} />
        <OuterLink frame={frame} href={webAddress(metadata.repository?.url)} text={t(messages.source)} />
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
      <h2>{t(messages.owners)}</h2>
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
        <li>
          <a href={`${href}/ContactOwners`}>{t(messages.contactOwners)}</a>
        </li>
        <li>
          <a href={`${href}/ReportAbuse`}>{t(messages.reportPackage)}</a>
        </li>
      </ul>
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
  const page = `${packageHref(view.package.id, view.version.version.normalized)}/license`
  if (license) return <a href={page}>{license.type === 'expression' ? license.text : frame.t(messages.licenseFile)}</a>
  const href = safeHref(licenseUrl)
  if (href === undefined) return null
  return (
    <a href={href} rel="nofollow noopener noreferrer">
      {frame.t(messages.license)}
    </a>
  )
}

function OuterLink(props: { frame: Frame; href: string | null | undefined; text: string }) {
  const href = safeHref(props.href)
  if (href === undefined) return null
  return (
    <li>
      <a href={href} rel="nofollow noopener noreferrer">
        <Icon frame={props.frame} name="link" /> {props.text}
      </a>
    </li>
  )
}

/** `git://` and `git+https://` addresses as what a browser opens. */
function webAddress(url: string | null | undefined): string | null {
  return url?.replace(/^git(\+https)?:\/\//i, 'https://').replace(/\.git$/i, '') ?? null
}

function perDay(view: PackageView, now: Date): number {
  const days = Math.max(1, (now.getTime() - view.package.createdAt.getTime()) / 86_400_000)
  return Math.round(view.package.downloads / days)
}
