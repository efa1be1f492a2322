import { Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { SearchForm } from '../http/search-form.tsx'
import { formatNumber } from '../i18n/format.ts'
import { PackageIcon, packageHref } from '../packages/icon.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { maySeeStatistics } from '../statistics/access.ts'
import { Counters } from '../statistics/parts.tsx'
import type { RecentVersion, TopPackage, Totals } from '../statistics/store.ts'
import { messages } from './messages.ts'
import { searchHref } from './page-search.ts'
import { shorten } from './shorten.ts'
import { FirstPackage, StartHere } from './start-here.tsx'

/** The lists of the home page are about as tall as each other: a row of the second is one line. */
const shown = { recent: 6, top: 12 }

export type HomeProps = {
  readonly frame: Frame
  /** Null while they are counted for the first time, on a large gallery that has just started. */
  readonly totals: Totals | null
  /** Newest first. */
  readonly recent: readonly RecentVersion[]
  /** Most downloads in six weeks first. */
  readonly top: readonly TopPackage[]
}

/** Search first, then what is here and how to begin. */
export function HomePage(props: HomeProps) {
  const { frame, totals, recent, top } = props
  const { t, config } = frame
  const isCounted = maySeeStatistics(config, frame.account)
  const isEmpty = totals?.packages === 0
  const most = top.slice(0, shown.top)
  return (
    <Page frame={frame} title={config.brand} description={t(messages.homeLead)}>
      <div class="home">
        <div class="home-search">
          <h1>{config.brand}</h1>
          <p class="home-lead">{t(messages.homeLead)}</p>
          <SearchForm frame={frame} big />
          {totals === null || isEmpty ? null : <Counters frame={frame} totals={totals} withDownloads={isCounted} />}
        </div>
        <p class="home-about">{t(config.reads === 'private' ? messages.homeAboutPrivate : messages.homeAbout)}</p>
        {isEmpty ? <FirstPackage frame={frame} /> : null}
        {recent.length + most.length === 0 ? null : (
          <div class="columns">
            <Recent frame={frame} recent={recent.slice(0, shown.recent)} />
            <MostDownloaded frame={frame} top={most} />
          </div>
        )}
        <StartHere frame={frame} isEmpty={isEmpty} />
      </div>
    </Page>
  )
}

function Recent({ frame, recent }: Pick<HomeProps, 'frame' | 'recent'>) {
  const { t } = frame
  if (recent.length === 0) return null
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">{t(messages.recentlyPublished)}</h2>
      <ul class="home-list rows">
        {recent.map((pkg) => (
          <li class="home-recent">
            <PackageIcon frame={frame} version={pkg.newest} size="small" />
            <div>
              <p class="home-name">
                <a href={packageHref(pkg.id)}>{pkg.id}</a>{' '}
                <span class="package-version">{pkg.newest.version.normalized}</span>{' '}
                <VerifiedMark frame={frame} pkg={pkg} />
              </p>
              <p class="home-description">{shorten(pkg.description)}</p>
              <p class="quiet small">
                <Time frame={frame} at={pkg.publishedAt} relative />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <p>
        <a href={searchHref({ q: '', sortBy: 'created-desc' })}>{t(messages.allRecent)}</a>
      </p>
    </section>
  )
}

function MostDownloaded({ frame, top }: Pick<HomeProps, 'frame' | 'top'>) {
  const { t, language } = frame
  if (top.length === 0) return null
  return (
    <section aria-labelledby="most-downloaded">
      <h2 id="most-downloaded">{t(messages.mostDownloaded)}</h2>
      <p class="quiet">{t(messages.inSixWeeks)}</p>
      <ol class="home-list rows">
        {top.map((pkg) => (
          <li class="home-top">
            <span class="home-name">
              <a href={packageHref(pkg.id)}>{pkg.id}</a> <VerifiedMark frame={frame} pkg={pkg} />
            </span>
            <span class="quiet number">
              {t(packageMessages.downloadsOf, {
                count: pkg.downloads,
                formatted: formatNumber(language, pkg.downloads),
              })}
            </span>
          </li>
        ))}
      </ol>
      <p>
        <a href="/stats">{t(messages.allStatistics)}</a>
      </p>
    </section>
  )
}
