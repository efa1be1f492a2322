import {
  Badge,
  EmptyState,
  LinkButton,
  Notice,
  Pager,
  Select,
  SubmitButton,
  TextInput,
  Time,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatList, formatNumber } from '../i18n/format.ts'
import type { Message } from '../i18n/message.ts'
import { TagList } from './details-page.tsx'
import { PackageIcon, packageHref } from './icon.tsx'
import { messages } from './messages.ts'
import type { PackageSummary } from './package-summary.ts'
import { pageSize, searchHref, type PageSearch } from './page-search.ts'

export type SearchPageProps = {
  readonly frame: Frame
  readonly search: PageSearch
  /** Exact up to 10,000; 10,001 means more. */
  readonly totalHits: number
  readonly results: readonly PackageSummary[]
  readonly problem: 'refused' | 'unavailable' | null
}

/** Search results; the address holds the whole state (gallery.md §7.12). */
export function SearchPage({ frame, search, totalHits, results, problem }: SearchPageProps) {
  const { t } = frame
  const pages = Math.ceil(Math.min(totalHits, 3000) / pageSize)
  return (
    <Page
      frame={frame}
      title={search.q === '' ? t(messages.searchTitle) : t(messages.searchTitleFor, { query: search.q })}
      noIndex={search.q !== ''}
    >
      <div class="search-page">
        <SearchForm frame={frame} search={search} />
        {problem === null ? null : (
          <Notice frame={frame} kind={problem === 'refused' ? 'danger' : 'warn'}>
            <p>{t(problem === 'refused' ? messages.searchRefused : messages.searchUnavailable)}</p>
          </Notice>
        )}
        <div class="search-results">
          <h1 class="result-count" aria-live="polite">
            {totalHits > 10_000 && search.q !== ''
              ? t(messages.resultCountMany)
              : t(messages.resultCount, { count: totalHits })}
          </h1>
          {results.length === 0 && problem === null ? <Nothing frame={frame} search={search} /> : null}
          <ul class="rows results">
            {results.map((result) => (
              <Result frame={frame} result={result} query={search.q} />
            ))}
          </ul>
          <Pager frame={frame} page={search.page} pages={pages} href={(page) => searchHref({ ...search, page })} />
        </div>
      </div>
    </Page>
  )
}

function Nothing({ frame, search }: { frame: Frame; search: PageSearch }) {
  const { t } = frame
  if (search.q === '' && search.packageType === '') {
    return (
      <EmptyState title={t(messages.noPackagesYet)} text={t(messages.noPackagesYetText)}>
        <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
      </EmptyState>
    )
  }
  return <EmptyState title={t(messages.nothingFound)} text={t(messages.nothingFoundText)} />
}

const types: readonly (readonly [value: string, label: Message])[] = [
  ['', messages.typeAll],
  ['dependency', messages.typeDependency],
  ['dotnettool', messages.typeTool],
  ['template', messages.typeTemplate],
  ['msbuildsdk', messages.typeSdk],
]

const sorts: readonly (readonly [value: PageSearch['sortBy'], label: Message])[] = [
  ['relevance', messages.sortRelevance],
  ['downloads', messages.sortDownloads],
  ['created', messages.sortCreated],
]

function SearchForm({ frame, search }: { frame: Frame; search: PageSearch }) {
  const { t } = frame
  return (
    <form class="search-form" method="get" action="/packages" role="search">
      <div class="search-line">
        <search-box>
          <TextInput
            type="search"
            name="q"
            id="search-q"
            value={search.q}
            label={t(messages.searchLabel)}
            autocomplete="off"
            maxlength={1000}
          />
        </search-box>
        <SubmitButton>{t(messages.searchButton)}</SubmitButton>
      </div>
      <details class="search-filters" open={search.isFiltered}>
        <summary>{t(messages.filters)}</summary>
        <div class="filter-fields">
          <label>
            <span>{t(messages.packageType)}</span>
            <Select
              name="packagetype"
              id="search-type"
              value={search.packageType}
              options={types.map(([value, label]) => ({ value, label: t(label) }))}
            />
          </label>
          <label>
            <span>{t(messages.sortBy)}</span>
            <Select
              name="sortby"
              id="search-sort"
              value={search.sortBy}
              options={sorts.map(([value, label]) => ({ value, label: t(label) }))}
            />
          </label>
          <label>
            <span>{t(messages.prerelease)}</span>
            <Select
              name="prerel"
              id="search-prerel"
              value={String(search.prerelease)}
              options={[
                { value: 'true', label: t(messages.yes) },
                { value: 'false', label: t(messages.no) },
              ]}
            />
          </label>
          <SubmitButton kind="plain">{t(messages.apply)}</SubmitButton>
          <a href={searchHref({ q: search.q })}>{t(messages.reset)}</a>
        </div>
      </details>
    </form>
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
          {version.version.isPrerelease ? <Badge>{t(messages.prereleaseMark)}</Badge> : null}{' '}
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
