import { AvatarImage, EmptyState, LinkButton, Notice, Pager } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { SearchForm } from '../http/search-form.tsx'
import { Sentence } from '../http/sentence.tsx'
import { formatNumber } from '../i18n/format.ts'
import type { Message } from '../i18n/message.ts'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'
import { FirstPackage } from './start-here.tsx'
import { PackageRow } from './package-row.tsx'
import { askedId, isFiltered, mostPages, pageSize, searchHref, withoutFilters, type PageSearch } from './page-search.ts'
import { ActiveFilters, Filters, searchFormId } from './search-filters.tsx'
import type { SearchHints, SearchView } from './search-view.ts'
import { shorten } from './shorten.ts'
import { typeNames } from './type-names.ts'

export type SearchPageProps = {
  readonly frame: Frame
  readonly search: PageSearch
  readonly view: SearchView
  /** The accounts that the reader acts for. */
  readonly own: ReadonlySet<number>
}

/** The index counts no further. */
const mostCounted = 10_000

/** Search results; the address holds the whole state (gallery.md §7.12). Filters stand left, on a phone folded above. */
export function SearchPage(props: SearchPageProps) {
  const { frame, search, view } = props
  const { t } = frame
  const title =
    search.q.trim() === '' ? t(messages.searchTitle) : t(messages.searchTitleFor, { query: askedText(search) })
  const lastPage = Math.min(Math.ceil(view.totalHits / pageSize), mostPages)
  return (
    <Page frame={frame} title={title} noIndex={searchHref(search) !== '/packages'}>
      <div class="search-page">
        <h1>{title}</h1>
        <SearchForm frame={frame} value={search.q} formId={searchFormId} big />
        <div class="search-columns">
          <Filters frame={frame} search={search} />
          <div class="search-results">
            <Notes {...props} />
            <ActiveFilters frame={frame} search={search} />
            {view.rows.length === 0 ? null : <ResultsHead {...props} />}
            {view.rows.length > 0 ? <Results {...props} /> : null}
            {view.rows.length === 0 && view.problem === null ? <Nothing {...props} lastPage={lastPage} /> : null}
            {search.page > lastPage ? null : (
              <Pager
                frame={frame}
                page={search.page}
                pages={lastPage}
                href={(page) => searchHref({ ...search, page })}
              />
            )}
          </div>
        </div>
      </div>
    </Page>
  )
}

/** What was typed, as far as a title can say it. */
function askedText({ q }: PageSearch): string {
  return shorten(q, 100)
}

/** What a reader must know before they look at the results. */
function Notes({ frame, search, view }: SearchPageProps) {
  const { t } = frame
  const owner = askedOwner(search.q, view)
  const isOtherType = search.packageType !== '' && !typeNames.has(search.packageType)
  return (
    <>
      {view.problem === null ? null : (
        <Notice frame={frame} kind={view.problem === 'refused' ? 'danger' : 'warn'}>
          <p>{t(view.problem === 'refused' ? messages.searchRefused : messages.searchUnavailable)}</p>
        </Notice>
      )}
      {isOtherType ? <p class="quiet">{t(messages.otherType, { type: search.packageType })}</p> : null}
      {owner === null ? null : (
        <p>
          <a class="with-icon" href={`/profiles/${owner}`}>
            <AvatarImage name={owner} /> {t(messages.profileOf, { name: owner })}
          </a>
        </p>
      )}
      {view.isCorrected ? (
        <p>
          {t(messages.resultsAreNear, { query: askedText(search) })}{' '}
          {view.meant === null ? null : (
            <Sentence
              t={t}
              message={messages.didYouMean}
              values={{ words: <a href={searchHref({ ...search, q: view.meant, page: 1 })}>{view.meant}</a> }}
            />
          )}
        </p>
      ) : null}
      {view.exact === null ? null : (
        <p>
          <Sentence
            t={t}
            message={messages.exactElsewhere}
            values={{ id: <a href={packageHref(view.exact.id)}>{view.exact.id}</a> }}
          />
        </p>
      )}
    </>
  )
}

/** The account whose packages alone are asked for, as it writes its name. */
function askedOwner(q: string, { rows }: SearchView): string | null {
  const name = /^\s*owners?:"?([\w.-]+)"?\s*$/i.exec(q)?.[1]?.toLowerCase()
  const owners = rows.flatMap((row) => row.owners)
  return owners.find((owner) => owner.name.toLowerCase() === name)?.name ?? null
}

function ResultsHead({ frame, search, view }: SearchPageProps) {
  const { t } = frame
  return (
    <div class="results-head">
      <p class="result-count">
        {isCountExact(search, view.totalHits)
          ? t(messages.resultCount, { count: view.totalHits })
          : t(messages.resultCountMany)}
      </p>
      <Sorts frame={frame} search={search} />
    </div>
  )
}

/** Beyond the limit the index knows only how many there are in all. */
function isCountExact(search: PageSearch, totalHits: number): boolean {
  return totalHits <= mostCounted || (search.q.trim() === '' && !isFiltered({ ...search, prerelease: true }))
}

function Results({ frame, search, view, own }: SearchPageProps) {
  const exactId = askedId(search.q)
  return (
    <ul class="rows results">
      {view.rows.map((row) => (
        <PackageRow
          frame={frame}
          row={row}
          heading="h2"
          isExact={row.package.lowerId === exactId}
          isOwn={row.owners.some(({ id }) => own.has(id))}
        />
      ))}
    </ul>
  )
}

const sorts: readonly (readonly [value: PageSearch['sortBy'], label: Message])[] = [
  ['relevance', messages.sortRelevance],
  ['downloads-desc', messages.sortDownloads],
  ['created-desc', messages.sortCreated],
]

/** Links, so that an order takes one press and no script. */
function Sorts({ frame, search }: Pick<SearchPageProps, 'frame' | 'search'>) {
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

/** Why there is nothing, and what would find something. */
function Nothing({ frame, search, view, lastPage }: SearchPageProps & { lastPage: number }) {
  if (view.totalHits > 0) return <Beyond frame={frame} search={search} view={view} lastPage={lastPage} />
  if (search.q.trim() === '' && !isFiltered(search)) return <FirstPackage frame={frame} />
  return <NothingFound frame={frame} search={search} hints={view.hints} />
}

function Beyond({ frame, search, view, lastPage }: Omit<SearchPageProps, 'own'> & { lastPage: number }) {
  const { t } = frame
  const isCut = view.totalHits > mostPages * pageSize
  return (
    <EmptyState
      title={t(messages.beyondTitle)}
      text={t(isCut ? messages.beyondMany : messages.beyondText, { page: lastPage })}
    >
      <p class="actions">
        <LinkButton href={searchHref({ ...search, page: 1 })}>{t(messages.firstPage)}</LinkButton>
        <LinkButton href={searchHref({ ...search, page: lastPage })}>{t(messages.lastPage)}</LinkButton>
      </p>
    </EmptyState>
  )
}

type NothingFoundProps = {
  readonly frame: Frame
  readonly search: PageSearch
  readonly hints: SearchHints | null
}

function NothingFound({ frame, search, hints }: NothingFoundProps) {
  const { t } = frame
  return (
    <EmptyState title={titleOf(frame, search)}>
      <Way frame={frame} search={search} hints={hints} />
      <p>
        {t(messages.onlyOurs)} <a href="/help/set-up">{t(messages.howToSetUp)}</a>
      </p>
      <p class="actions">
        {isFiltered(search) ? (
          <LinkButton href={searchHref(withoutFilters(search))}>{t(messages.clearFilters)}</LinkButton>
        ) : null}
        <LinkButton href="/packages">{t(messages.browseAll)}</LinkButton>
      </p>
    </EmptyState>
  )
}

function titleOf({ t }: Frame, search: PageSearch): string {
  if (search.q.trim() === '') return t(messages.nothingWithFilters)
  return t(isFiltered(search) ? messages.nothingForFilters : messages.nothingFor, { query: askedText(search) })
}

/** Filters that leave everything out come before words that do not go together. */
function Way({ frame, search, hints }: NothingFoundProps) {
  const { t, language } = frame
  if (hints === null) return null
  const { withoutFilters: count, words } = hints
  return (
    <>
      {count === null ? null : (
        <p>{count > mostCounted ? t(messages.withoutFiltersMany) : t(messages.withoutFilters, { count })}</p>
      )}
      {words.length === 0 ? null : (
        <>
          <p>{t(messages.oneWord)}</p>
          <ul class="chips">
            {words.map(({ word, count }) => (
              <li>
                <a class="chip" href={searchHref({ ...withoutFilters(search), q: word })}>
                  {t(messages.wordCount, { word, count: formatNumber(language, Math.min(count, mostCounted)) })}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
