import { Badge, EmptyState, LinkButton, Notice, Pager, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { SearchForm } from '../http/search-form.tsx'
import { formatList, formatNumber } from '../i18n/format.ts'
import type { Message } from '../i18n/message.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { PackageIcon, packageHref } from './icon.tsx'
import { TagList } from './links.tsx'
import { messages } from './messages.ts'
import type { PackageSummary } from './package-summary.ts'
import { pageSize, searchHref, type PageSearch } from './page-search.ts'
import { Filters, searchFormId } from './search-filters.tsx'

export type SearchPageProps = {
  readonly frame: Frame
  readonly search: PageSearch
  /** Exact up to 10,000; 10,001 means more. */
  readonly totalHits: number
  readonly results: readonly PackageSummary[]
  /** Nothing matched the words: the results match words that are close to them. */
  readonly isCorrected: boolean
  readonly problem: 'refused' | 'unavailable' | null
}

/** Search results; the address holds the whole state (gallery.md §7.12). Filters stand left, on a phone folded above. */
export function SearchPage({ frame, search, totalHits, results, isCorrected, problem }: SearchPageProps) {
  const { t } = frame
  const pages = Math.ceil(Math.min(totalHits, 3000) / pageSize)
  const title = search.q === '' ? t(messages.searchTitle) : t(messages.searchTitleFor, { query: search.q })
  return (
    <Page frame={frame} title={title} noIndex={search.q !== ''}>
      <div class="search-page">
        <h1>{title}</h1>
        <SearchForm frame={frame} value={search.q} formId={searchFormId} big />
        <div class="search-columns">
          <Filters frame={frame} search={search} />
          <div class="search-results">
            {problem === null ? null : (
              <Notice frame={frame} kind={problem === 'refused' ? 'danger' : 'warn'}>
                <p>{t(problem === 'refused' ? messages.searchRefused : messages.searchUnavailable)}</p>
              </Notice>
            )}
            {isCorrected ? <p class="quiet">{t(messages.resultsAreNear, { query: search.q })}</p> : null}
            {results.length === 0 ? null : (
              <div class="results-head">
                <p class="result-count">
                  {totalHits > 10_000 && search.q !== ''
                    ? t(messages.resultCountMany)
                    : t(messages.resultCount, { count: totalHits })}
                </p>
                <Sorts frame={frame} search={search} />
              </div>
            )}
            {results.length === 0 && problem === null ? <Nothing frame={frame} search={search} /> : null}
            {results.length === 0 ? null : (
              <ul class="rows results">
                {results.map((result) => (
                  <Result frame={frame} result={result} query={search.q} />
                ))}
              </ul>
            )}
            <Pager frame={frame} page={search.page} pages={pages} href={(page) => searchHref({ ...search, page })} />
          </div>
        </div>
      </div>
    </Page>
  )
}

function Nothing({ frame, search }: { frame: Frame; search: PageSearch }) {
  const { t } = frame
  if (search.q === '' && !search.isFiltered && search.page === 1) {
    return (
      <EmptyState title={t(messages.noPackagesYet)} text={t(messages.noPackagesYetText)}>
        <p class="actions">
          <LinkButton href="/packages/manage/upload">{t(messages.goToUpload)}</LinkButton>
          <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t(messages.nothingFound)} text={t(messages.nothingFoundText)}>
      {search.isFiltered ? (
        <LinkButton href={searchHref({ q: search.q })}>{t(messages.resetFilters)}</LinkButton>
      ) : (
        <LinkButton href="/packages">{t(messages.browseAll)}</LinkButton>
      )}
    </EmptyState>
  )
}

const sorts: readonly (readonly [value: PageSearch['sortBy'], label: Message])[] = [
  ['relevance', messages.sortRelevance],
  ['downloads-desc', messages.sortDownloads],
  ['created-desc', messages.sortCreated],
]

/** Links, so that an order takes one press and no script. */
function Sorts({ frame, search }: { frame: Frame; search: PageSearch }) {
  const { t } = frame
  return (
    <nav class="sorts" aria-label={t(messages.sortBy)}>
      {sorts.map(([sortBy, label]) => (
        <a
          href={searchHref({ ...search, sortBy, page: 1 })}
          aria-current={sortBy === search.sortBy ? 'true' : undefined}
        >
          {t(label)}
        </a>
      ))}
    </nav>
  )
}

function Result({ frame, result, query }: { frame: Frame; result: PackageSummary; query: string }) {
  const { t, language } = frame
  const { package: pkg, version } = result
  return (
    <li class="result">
      <PackageIcon frame={frame} version={version} size="small" />
      <div class="result-text">
        <h2>
          <a href={packageHref(pkg.id)}>{pkg.id}</a> <span class="package-version">{version.version.normalized}</span>{' '}
          <VerifiedMark frame={frame} pkg={pkg} />{' '}
          {version.version.isPrerelease ? <Badge>{t(messages.prereleaseMark)}</Badge> : null}{' '}
          {version.deprecation ? <Badge kind="warn">{t(messages.deprecatedMark)}</Badge> : null}{' '}
          {pkg.lowerId === query.trim().toLowerCase() ? <Badge kind="accent">{t(messages.exactMatch)}</Badge> : null}
        </h2>
        <p class="result-description">{version.metadata.summary ?? version.metadata.description}</p>
        <p class="result-facts quiet">
          {result.ownerNames.length === 0 ? null : (
            <span>{t(messages.byOwners, { owners: formatList(language, result.ownerNames) })}</span>
          )}
          <span>
            {t(messages.downloadsOf, { count: pkg.downloads, formatted: formatNumber(language, pkg.downloads) })}
          </span>
          <span>
            {t(messages.updated)} <Time frame={frame} at={version.publishedAt} />
          </span>
        </p>
        {version.metadata.tags.length === 0 ? null : <TagList tags={version.metadata.tags.slice(0, 10)} />}
      </div>
    </li>
  )
}
