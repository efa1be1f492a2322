import { sourceName } from '../help/gallery.ts'
import { addSource, push } from '../help/snippets.ts'
import { CommandLine, EmptyState, LinkButton, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { SearchForm } from '../http/search-form.tsx'
import { formatNumber } from '../i18n/format.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import type { TopPackage } from '../statistics/figures.ts'
import { Counters } from '../statistics/parts.tsx'
import type { RecentVersion, Totals } from '../statistics/store.ts'
import { packageHref } from './icon.tsx'
import { messages } from './messages.ts'

/** Lists on the home page show so many. */
const shown = 6

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
  return (
    <Page frame={frame} title={config.brand} description={t(messages.homeLead)}>
      <div class="home">
        <div class="home-search">
          <h1>{config.brand}</h1>
          <p class="home-lead">{t(messages.homeLead)}</p>
          <SearchForm frame={frame} big />
          {totals === null || totals.packages === 0 ? null : <Counters frame={frame} totals={totals} />}
        </div>
        {totals?.packages === 0 ? (
          <EmptyState title={t(messages.noPackagesYet)} text={t(messages.noPackagesYetText)}>
            <p class="actions">
              <LinkButton href="/packages/manage/upload">{t(messages.goToUpload)}</LinkButton>
              <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
            </p>
          </EmptyState>
        ) : null}
        <p class="home-about">{t(config.reads === 'private' ? messages.homeAboutPrivate : messages.homeAbout)}</p>
        <div class="columns">
          <Recent frame={frame} recent={recent.slice(0, shown)} />
          <MostDownloaded frame={frame} top={top.slice(0, shown)} />
        </div>
        <StartHere frame={frame} />
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
          <li>
            <p class="home-name">
              <a href={packageHref(pkg.id)}>{pkg.id}</a> <span class="package-version">{pkg.version}</span>{' '}
              <VerifiedMark frame={frame} pkg={pkg} />
            </p>
            <p class="home-description">{pkg.description}</p>
            <p class="quiet small">
              <Time frame={frame} at={pkg.publishedAt} relative />
            </p>
          </li>
        ))}
      </ul>
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
              {t(messages.downloadsOf, { count: pkg.downloads, formatted: formatNumber(language, pkg.downloads) })}
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

/** The commands for this very gallery, in the order in which somebody new needs them. */
function StartHere({ frame }: { readonly frame: Frame }) {
  const { t, config } = frame
  const isPrivate = config.reads === 'private' // clients read with a key as the password, and push with the key alone
  const subject = {
    baseUrl: frame.baseUrl,
    isPrivate,
    sourceName: sourceName(config.brand),
    userName: frame.account?.name ?? null,
  }
  return (
    <section class="start-here" aria-labelledby="start-here">
      <h2 id="start-here">{t(messages.startHere)}</h2>
      <ol>
        <li>
          <p>{t(isPrivate ? messages.addPrivateSource : messages.addSource)}</p>
          <CommandLine frame={frame} text={addSource(subject).text} label={t(messages.copyAddSource)} />
        </li>
        <li>
          <p>{t(messages.restoreHint)}</p>
          <CommandLine frame={frame} text="dotnet add package PACKAGE" label={t(messages.copyAddPackage)} />
          <CommandLine frame={frame} text="dotnet restore" label={t(messages.copyRestore)} />
        </li>
        <li>
          <p>
            {t(messages.pushHint)} <a href="/account/apikeys">{t(messages.makeKey)}</a>
          </p>
          <CommandLine frame={frame} text={push(subject, 'PACKAGE.nupkg').text} label={t(messages.copyPush)} />
        </li>
      </ol>
      <p>
        <a href="/help">{t(messages.moreHelp)}</a>
      </p>
    </section>
  )
}
