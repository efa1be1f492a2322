import { Choice, EmptyState, Field, FieldGroup, LinkButton, SubmitButton, TextInput } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatDate, formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { maySeeStatistics } from './access.ts'
import { Chart } from './chart.tsx'
import { statisticsHref } from './links.ts'
import { columnWords, messages, periodWords } from './messages.ts'
import type { PackageStatistics } from './package-statistics.ts'
import { clientWords, CountTable, CsvLink, LastUpdated } from './parts.tsx'
import { dayOf, isoDay, periodNames, startOfDay, type AskedPeriod } from './period.ts'
import type { Column, Plot, PivotRow } from './pivot.ts'
import type { Beginning } from './store.ts'

/** More rows nobody reads; the file has them. */
const shownRows = 200

export type PackagePageProps = {
  readonly frame: Frame
  readonly id: string
  /** Null for all versions together. */
  readonly version: string | null
  readonly asked: AskedPeriod
  readonly beginning: Beginning
  readonly columns: readonly Column[]
  /** Those that can be asked for. */
  readonly offered: readonly Column[]
  readonly rows: readonly PivotRow[]
  readonly statistics: PackageStatistics
  readonly madeAt: Date
}

/** Downloads of a package or of one version, over time and by whom, for any period (gallery.md §13). */
export function PackagePage(props: PackagePageProps) {
  const { frame, id, version, statistics } = props
  const { t, language } = frame
  const title = version === null ? t(messages.packageTitle, { id }) : t(messages.versionTitle, { id, version })
  const { first, last } = statistics.period
  const isEmpty = statistics.total === 0
  return (
    <Page frame={frame} title={title} noIndex chart={!isEmpty}>
      <div class="title-line">
        <h1 class="break-anywhere">{title}</h1>
        <div class="actions">
          {version === null ? null : (
            <LinkButton href={statisticsHref(id)} kind="quiet">
              {t(messages.allVersions)}
            </LinkButton>
          )}
          {maySeeStatistics(frame.config, frame.account) ? (
            <LinkButton href="/stats" kind="quiet">
              {t(messages.backToStatistics)}
            </LinkButton>
          ) : null}
          <LinkButton href={packageHref(id, version ?? undefined)} kind="quiet">
            {t(messages.backToPackage)}
          </LinkButton>
        </div>
      </div>
      <PeriodTabs {...props} />
      <PeriodForm {...props} />
      {isEmpty ? (
        <EmptyState title={t(messages.nothingInPeriod)} text={t(messages.nothingInPeriodText)} />
      ) : (
        <>
          <p class="lead">
            {t(messages.totalInPeriod, {
              count: statistics.total,
              formatted: formatNumber(language, statistics.total),
              from: formatDate(language, startOfDay(first)),
              to: formatDate(language, startOfDay(last)),
            })}
          </p>
          {version === null ? (
            <PlotSection frame={frame} title={t(messages.byVersion)} plot={statistics.byVersion} />
          ) : null}
          <PlotSection
            frame={frame}
            title={t(messages.byClient)}
            plot={statistics.byClient}
            nameOf={(name) => clientWords(frame, name)}
          />
          <Numbers {...props} />
        </>
      )}
      <BeginningNote {...props} />
      <LastUpdated frame={frame} at={props.madeAt} />
    </Page>
  )
}

/** One press for the periods that people mostly want. What is told apart stays. */
function PeriodTabs({ frame, id, version, asked, columns }: PackagePageProps) {
  const { t } = frame
  const path = statisticsHref(id, version ?? undefined)
  return (
    <nav class="tabs" aria-label={t(messages.period)}>
      {periodNames.map((name) => (
        <a href={`${path}?period=${name}${byQuery(columns)}`} aria-current={name === asked.name ? 'page' : undefined}>
          {t(periodWords[name])}
        </a>
      ))}
    </nav>
  )
}

function byQuery(columns: readonly Column[]): string {
  return columns.map((column) => `&by=${column}`).join('')
}

/** Why the total on the package's page may be higher, and which days are meant. */
function BeginningNote({ frame, beginning: { firstDay, imported } }: PackagePageProps) {
  const { t, language } = frame
  return (
    <p class="quiet small">
      {t(messages.daysHint)}
      {firstDay === null ? '' : ` ${t(messages.countedSince, { date: formatDate(language, startOfDay(firstDay)) })}`}
      {imported === 0
        ? ''
        : ` ${t(messages.countedElsewhere, { count: imported, formatted: formatNumber(language, imported) })}`}
    </p>
  )
}

function PeriodForm({ frame, id, version, asked, columns, offered }: PackagePageProps) {
  const { t } = frame
  const { name, period } = asked
  const today = isoDay(dayOf(frame.now))
  return (
    <form method="get" action={statisticsHref(id, version ?? undefined)} class="period-form">
      {name === null ? null : <input type="hidden" name="period" value={name} />}
      <Field frame={frame} name="from" label={t(messages.from)} optional>
        <TextInput type="date" max={today} value={name === null ? isoDay(period.first) : ''} />
      </Field>
      <Field frame={frame} name="to" label={t(messages.to)} optional>
        <TextInput type="date" max={today} value={name === null ? isoDay(period.last) : ''} />
      </Field>
      <FieldGroup frame={frame} name="by" label={t(messages.tellApart)}>
        {offered.map((column) => (
          <Choice
            type="checkbox"
            name="by"
            value={column}
            label={t(columnWords[column])}
            checked={columns.includes(column)}
          />
        ))}
      </FieldGroup>
      <SubmitButton>{t(messages.show)}</SubmitButton>
    </form>
  )
}

function PlotSection(props: {
  readonly frame: Frame
  readonly title: string
  readonly plot: Plot
  readonly nameOf?: (name: string) => string
}) {
  return (
    <section>
      <h2>{props.title}</h2>
      <Chart frame={props.frame} plot={props.plot} title={props.title} nameOf={props.nameOf} />
    </section>
  )
}

function Numbers({ frame, id, version, asked, columns, rows }: PackagePageProps) {
  const { t } = frame
  const { first, last } = asked.period
  const file = `${statisticsHref(id, version ?? undefined)}?from=${isoDay(first)}&to=${isoDay(last)}${byQuery(columns)}&format=csv`
  return (
    <section>
      <h2>{t(messages.numbers)}</h2>
      <CountTable
        frame={frame}
        heads={columns.map((column) => t(columnWords[column]))}
        rows={rows.slice(0, shownRows).map(({ cells, downloads }) => ({
          cells: cells.map((cell, i) =>
            columns[i] === 'version' && cell !== '' ? (
              <a href={statisticsHref(id, cell)}>{cell}</a>
            ) : (
              cellWords(frame, columns[i], cell)
            ),
          ),
          downloads,
        }))}
      />
      {rows.length > shownRows ? <p class="quiet">{t(messages.rowsShown, { count: shownRows })}</p> : null}
      <p>
        <CsvLink frame={frame} href={file} />
      </p>
    </section>
  )
}

function cellWords(frame: Frame, column: Column | undefined, cell: string): string {
  if (column === 'client') return clientWords(frame, cell)
  if (cell !== '') return cell
  return column === 'version' ? frame.t(messages.otherVersions) : '–'
}
