import { Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatNumber } from '../i18n/format.ts'
import { frameworkTable } from '../packages/framework-table.ts'
import { iconHref, packageHref, PackageIcon } from '../packages/icon.tsx'
import { atomHref, filesHref } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import { hasFeed, type PackageView } from '../packages/package-view.ts'
import type { VersionMetadata } from '../packages/package.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import type { RenderedReadme } from '../readmes/readme.ts'
import { DownloadsSection } from '../statistics/downloads-section.tsx'
import type { SixWeeksOfPackage } from '../statistics/package-statistics.ts'
import { FrameworkBadges, FrameworksSection } from './frameworks-section.tsx'
import { InstallSection } from './install-section.tsx'
import { findLatest } from './latest.ts'
import { messages } from './messages.ts'
import { Banners } from './package-banners.tsx'
import { PackageFacts } from './package-facts.tsx'
import { DependenciesSection, ReadmeSection } from './package-sections.tsx'
import { ReleaseNotesSection } from './release-notes-section.tsx'
import type { UsedBy } from './used-by.ts'
import { UsedBySection } from './used-by-section.tsx'
import type { VersionFilter } from './version-filter.ts'
import { VersionsSection, type VersionRows } from './versions-section.tsx'

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  readonly readme: RenderedReadme | null
  readonly filter: VersionFilter
  readonly table: VersionRows
  /** Lower-case IDs of the dependencies that this gallery has. */
  readonly here: ReadonlySet<string>
  readonly usedBy: UsedBy
  /** Null for readers from whom statistics are kept. */
  readonly sixWeeks: SixWeeksOfPackage | null
  /** Where the owners take support, as they named it. */
  readonly sponsors: readonly string[]
}

/** The page of one package version (gallery.md §7.6): facts beside the text; on a phone between it and how to install. */
export function DetailsPage(props: Props) {
  const { frame, view, readme, filter, table, here, usedBy, sixWeeks } = props
  if (view.isContentHidden) return <HiddenPage {...props} />
  const { t } = frame
  const { version } = view
  const { metadata } = version
  const frameworks = frameworkTable(metadata.frameworks)
  return (
    <Page
      frame={frame}
      title={`${view.package.id} ${version.version.normalized}`}
      description={summaryOf(metadata)}
      canonical={canonicalHref(view)}
      image={version.files.icon ? iconHref(version) : undefined}
      noIndex={!version.isListed}
      feed={
        hasFeed(view)
          ? { title: t(messages.newVersionsOf, { id: view.package.id }), href: atomHref(view.package.id) }
          : undefined
      }
    >
      <article class="package">
        <header class="package-head">
          <PackageIcon frame={frame} version={version} size="large" />
          <h1>
            <span class="package-id">{view.package.id}</span>{' '}
            <span class="package-version">{version.version.normalized}</span>{' '}
            <VerifiedMark frame={frame} pkg={view.package} />
          </h1>
          <p class="package-summary">{summaryOf(metadata)}</p>
          <FrameworkBadges frame={frame} table={frameworks} />
        </header>
        <Banners frame={frame} view={view} />
        <div class="with-aside package-grid">
          <InstallSection frame={frame} view={view} />
          <PackageFacts frame={frame} view={view} weeks={sixWeeks?.weeks ?? null} sponsors={props.sponsors} />
          <div class="package-body">
            <nav class="tabs section-links" aria-label={t(messages.packageSections)}>
              <a href="#readme">{t(messages.readme)}</a>
              <a href="#frameworks">{t(packageMessages.frameworks)}</a>
              <a href="#dependencies">{t(messages.dependencies)}</a>
              {usedBy === 'not-asked' ? null : <a href="#used-by">{t(messages.usedBy)}</a>}
              <a href="#versions">
                {t(packageMessages.versions)}{' '}
                <span class="quiet">{formatNumber(frame.language, view.versions.length)}</span>
              </a>
              {sixWeeks === null ? null : <a href="#downloads">{t(packageMessages.downloads)}</a>}
              {metadata.releaseNotes ? <a href="#release-notes">{t(messages.releaseNotes)}</a> : null}
              <a href={filesHref(view.package.id, version.version.normalized)}>{t(messages.files)}</a>
            </nav>
            <ReadmeSection frame={frame} view={view} readme={readme} />
            <FrameworksSection frame={frame} table={frameworks} />
            <DependenciesSection frame={frame} view={view} here={here} />
            <UsedBySection frame={frame} id={view.package.id} usedBy={usedBy} />
            <VersionsSection frame={frame} view={view} filter={filter} table={table} />
            {sixWeeks === null ? null : <DownloadsSection frame={frame} id={view.package.id} sixWeeks={sixWeeks} />}
            {metadata.releaseNotes ? <ReleaseNotesSection frame={frame} text={metadata.releaseNotes} /> : null}
          </div>
        </div>
      </article>
    </Page>
  )
}

/** Nothing that comes out of the package: its ID, why, and the versions that are listed. */
function HiddenPage({ frame, view, filter, table }: Props) {
  const title = `${view.package.id} ${view.version.version.normalized}`
  return (
    <Page frame={frame} title={title} noIndex>
      <article class="package stack">
        <h1>
          <span class="package-id">{view.package.id}</span>{' '}
          <span class="package-version">{view.version.version.normalized}</span>
        </h1>
        <Notice frame={frame} kind="warn">
          <p>{frame.t(messages.contentHidden)}</p>
        </Notice>
        {view.versions.length === 0 ? null : <VersionsSection {...{ frame, view, filter, table }} />}
      </article>
    </Page>
  )
}

/** The page of the ID alone stands for the version that it shows; other versions stand for themselves. */
function canonicalHref(view: PackageView): string {
  const { id } = view.package
  const latest = findLatest(view.versions, 'stable')
  return latest?.key === view.version.key ? packageHref(id) : packageHref(id, view.version.version.normalized)
}

const longestSummary = 200

/** What it is, in a line or two: of a description, the first paragraph. */
function summaryOf({ summary, description }: VersionMetadata): string {
  const [paragraph = ''] = (summary?.trim() || description.trim()).split(/\r?\n\s*\r?\n/, 1)
  const characters = [...paragraph.replace(/\s+/g, ' ')]
  return characters.length > longestSummary
    ? `${characters.slice(0, longestSummary - 1).join('')}…`
    : characters.join('')
}
