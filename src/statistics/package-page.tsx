import {
  Choice,
  EmptyState,
  Field,
  FieldGroup,
  LinkButton,
  Select,
  SubmitButton,
  TextInput,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatDate, formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { Chart } from './chart.tsx'
import { statisticsHref } from './links.ts'
import { columnWords, messages, periodWords } from './messages.ts'
import type { PackageStatistics } from './package-statistics.ts'
import { clientWords, CountTable, CsvLink, LastUpdated } from './parts.tsx'
import { isoDay, periodNames, startOfDay, type AskedPeriod } from './period.ts'
import type { Column, Plot, PivotRow } from './pivot.ts'

/** More rows nobody reads; the file has them. */
const shownRows = 200

export type PackagePageProps = {
  readonly frame: Frame
  readonly id: string
  /** Null for all versions together. */
  readonly version: string | null
  readonly asked: AskedPeriod
  readonly columns: readonly Column[]
  /** Those that can be asked for. */
  readonly offered: readonly Column[]
  readonly rows: readonly PivotRow[]
  readonly statistics: PackageStatistics
}

/** Downloads of a package or of one version, over time and by whom, for any period (gallery.md §13). */
export function PackagePage(props: PackagePageProps) {
  const { frame, id, version, statistics } = props
  const { t, language, now } = frame
  const title = version === null ? t(messages.packageTitle, { id }) : t(messages.versionTitle, { id, version })
  const { first, last } = statistics.period
  const isEmpty = statistics.total === 0
  return (
    <Page frame={frame} title={title} noIndex chart={!isEmpty}>
      <div class="title-line">
        <h1 class="break-anywhere">{title}</h1>
        <div class="actions">
          <LinkButton href="/stats" kind="quiet">
            {t(messages.backToStatistics)}
          </LinkButton>
          <LinkButton href={packageHref(id, version ?? undefined)} kind="quiet">
            {t(messages.backToPackage)}
          </LinkButton>
        </div>
      </div>
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
      <LastUpdated frame={frame} at={now} />
    </Page>
  )
}

function PeriodForm({ frame, id, version, asked, columns, offered }: PackagePageProps) {
  const { t } = frame
  const own = asked.name === null
  const names = periodNames.map((name) => ({ value: name as string, label: t(periodWords[name]) }))
  return (
    <form method="get" action={statisticsHref(id, version ?? undefined)} class="period-form">
      <Field frame={frame} name="period" label={t(messages.period)}>
        <Select
          value={asked.name ?? ''}
          options={own ? [{ value: '', label: t(messages.ownPeriod) }, ...names] : names}
        />
      </Field>
      <Field frame={frame} name="from" label={t(messages.from)} optional>
        <TextInput type="date" value={own ? isoDay(asked.period.first) : ''} />
      </Field>
      <Field frame={frame} name="to" label={t(messages.to)} optional>
        <TextInput type="date" value={own ? isoDay(asked.period.last) : ''} />
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
  const by = columns.map((column) => `&by=${column}`).join('')
  const file = `${statisticsHref(id, version ?? undefined)}?from=${isoDay(first)}&to=${isoDay(last)}${by}&format=csv`
  return (
    <section>
      <h2>{t(messages.numbers)}</h2>
      <CountTable
        frame={frame}
        heads={columns.map((column) => t(columnWords[column]))}
        rows={rows.slice(0, shownRows).map(({ cells, downloads }) => ({
          cells: cells.map((cell, i) => cellWords(frame, columns[i], cell)),
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
