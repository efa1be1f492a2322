import { EmptyState, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatDate, formatNumber } from '../i18n/format.ts'
import { Chart } from './chart.tsx'
import type { TopLists, Usage } from './figures.ts'
import type { Kept } from './kept.ts'
import { columnWords, messages } from './messages.ts'
import {
  clientWords,
  Counters,
  CountTable,
  CsvLink,
  LastUpdated,
  TopPackagesTable,
  TopVersionsTable,
} from './parts.tsx'
import { isoDay, startOfDay } from './period.ts'
import type { Totals } from './store.ts'

/** Lists on the page of the whole gallery show so many. */
const shownOfList = 10
const shownClients = 15

type Props = {
  readonly frame: Frame
  readonly totals: Totals
  readonly usage: Usage
  readonly top: Kept<TopLists>
}

/** `/stats`: totals, six weeks, and the lists (gallery.md §13). */
export function GalleryPage(props: Props) {
  const { frame, totals, usage, top } = props
  const { t } = frame
  const isUsed = usage.clients.length > 0
  return (
    <Page frame={frame} title={t(messages.title)} description={t(messages.lead)} chart={isUsed}>
      <h1>{t(messages.title)}</h1>
      <p class="lead">{t(messages.lead)}</p>
      <Counters frame={frame} totals={totals} withDownloads />
      {totals.downloads === 0 && !isUsed ? (
        <EmptyState title={t(messages.nothingYet)} text={t(messages.nothingYetText)} />
      ) : null}
      {isUsed ? (
        <SixWeeksSections frame={frame} usage={usage} />
      ) : totals.downloads === 0 ? null : (
        <p>{t(messages.nothingInSixWeeks)}</p>
      )}
      <TopSections frame={frame} top={top.value} />
      <LastUpdated frame={frame} at={top.madeAt} />
    </Page>
  )
}

function SixWeeksSections({ frame, usage }: Pick<Props, 'frame' | 'usage'>) {
  const { t, language } = frame
  const most = Math.max(...usage.weeks.map(({ downloads }) => downloads))
  return (
    <>
      <section>
        <h2>{t(messages.clientsOverTime)}</h2>
        <Chart
          frame={frame}
          plot={usage.plot}
          title={t(messages.clientsOverTime)}
          nameOf={(name) => clientWords(frame, name)}
        />
      </section>
      <section>
        <h2>{t(messages.weeks)}</h2>
        <table class="week-table">
          <thead>
            <tr>
              <th scope="col">{t(messages.weekFrom)}</th>
              <th scope="col" class="number">
                {t(messages.downloads)}
              </th>
              <td></td>
            </tr>
          </thead>
          <tbody>
            {usage.weeks.map(({ firstDay, downloads }) => (
              <tr>
                <th scope="row">
                  <time datetime={isoDay(firstDay)}>{formatDate(language, startOfDay(firstDay))}</time>
                </th>
                <td class="number">{formatNumber(language, downloads)}</td>
                <td class="bar-cell">
                  <Bar share={most === 0 ? 0 : downloads / most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          <CsvLink frame={frame} href="/stats?format=csv&table=weeks" of={t(messages.weeks)} />
        </p>
      </section>
      <section>
        <h2>{t(messages.clients)}</h2>
        <CountTable
          frame={frame}
          heads={[t(columnWords.client), t(columnWords['client-version'])]}
          rows={usage.clients.slice(0, shownClients).map(({ name, version, downloads }) => ({
            cells: [clientWords(frame, name), version === '' ? '–' : version],
            downloads,
          }))}
        />
        <p>
          <CsvLink frame={frame} href="/stats?format=csv&table=clients" of={t(messages.clients)} />
        </p>
      </section>
    </>
  )
}

/** How long a bar is beside the longest: the number stands beside it. */
function Bar({ share }: { readonly share: number }) {
  return (
    <svg class="bar" width="100%" height="10" aria-hidden="true" focusable="false">
      <rect width={`${Math.round(share * 1000) / 10}%`} height="10" rx="2" />
    </svg>
  )
}

function TopSections({ frame, top }: { readonly frame: Frame; readonly top: TopLists }) {
  const { t } = frame
  if (top.packages.length === 0) return null
  return (
    <div class="columns">
      <section>
        <h2>{t(messages.topPackages)}</h2>
        <p class="quiet">{t(messages.inSixWeeks)}</p>
        <TopPackagesTable frame={frame} packages={top.packages.slice(0, shownOfList)} />
        <p>
          <LinkButton href="/stats/packages">{t(messages.allTopPackages)}</LinkButton>
        </p>
      </section>
      {top.versions.length === 0 ? null : (
        <section>
          <h2>{t(messages.topVersions)}</h2>
          <p class="quiet">{t(messages.inSixWeeks)}</p>
          <TopVersionsTable frame={frame} versions={top.versions.slice(0, shownOfList)} />
          <p>
            <LinkButton href="/stats/packageversions">{t(messages.allTopVersions)}</LinkButton>
          </p>
        </section>
      )}
    </div>
  )
}
