import type { Frame } from '../http/frame.ts'
import { formatDate, formatNumber } from '../i18n/format.ts'
import { messages } from './messages.ts'
import { isoDay, startOfDay } from './period.ts'
import type { Plot, Series } from './pivot.ts'
import { height, scaleEnd, toPoints, width } from './plot-shape.ts'

type ChartProps = {
  readonly frame: Frame
  readonly plot: Plot
  /** What the lines are about. */
  readonly title: string
  /** What a line is called; lines that are called nothing are the rest. */
  readonly nameOf?: (name: string) => string
}

/**
 * Lines over time: drawn here, so that they need no script, and once more by the library where the page loads `chart.js`,
 * which then tells the numbers of a day. The numbers are in a table below, from which the script takes them.
 */
export function Chart(props: ChartProps) {
  const { frame, plot, title } = props
  const { t } = frame
  const label = (series: Series) =>
    series.name === null ? t(messages.others) : (props.nameOf?.(series.name) ?? series.name)
  const names = plot.series.map(label)
  return (
    <download-chart class="chart">
      <Picture frame={frame} plot={plot} title={title} />
      <p class="chart-day quiet" aria-hidden="true" />
      <ul class="chart-legend">
        {plot.series.map((series, i) => (
          <li>
            <LineKey number={i + 1} isRest={series.name === null} />
            <span class="chart-name">{names[i]}</span>{' '}
            <span class="chart-value quiet number">{formatNumber(frame.language, series.total)}</span>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t(messages.asTable)}</summary>
        <NumbersTable frame={frame} plot={plot} title={title} names={names} />
      </details>
    </download-chart>
  )
}

/** Colour and dashes of a line: `series-1` and so on, `series-rest` for the rest. */
function lineClass(number: number, isRest: boolean): string {
  return isRest ? 'series series-rest' : `series series-${number}`
}

function LineKey({ number, isRest }: { number: number; isRest: boolean }) {
  return (
    <svg class="chart-key" width="28" height="8" viewBox="0 0 28 8" aria-hidden="true" focusable="false">
      <path class={lineClass(number, isRest)} d="M0 4h28" />
    </svg>
  )
}

function Picture({ frame, plot, title }: ChartProps) {
  const { t, language } = frame
  const end = scaleEnd(Math.max(0, ...plot.series.flatMap(({ values }) => values)))
  const [first = 0, last = 0] = [plot.days[0], plot.days.at(-1)]
  const [from, to] = [formatDate(language, startOfDay(first)), formatDate(language, startOfDay(last))]
  return (
    <div class="chart-picture">
      <div class="chart-scale quiet number" aria-hidden="true">
        <span>{formatNumber(language, end)}</span>
        <span>{end % 2 === 0 ? formatNumber(language, end / 2) : ''}</span>
        <span>0</span>
      </div>
      <svg
        class="chart-lines"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t(messages.plotOf, { title, from, to })}
      >
        <path class="chart-grid" d={`M0 0H${width}M0 ${height / 2}H${width}M0 ${height}H${width}`} />
        {plot.series.map(({ name, values }, i) => (
          <polyline class={lineClass(i + 1, name === null)} points={toPoints(values, end)} />
        ))}
      </svg>
      <div class="chart-days quiet" aria-hidden="true">
        <span>{from}</span>
        <span>{to}</span>
      </div>
    </div>
  )
}

function NumbersTable({ frame, plot, title, names }: ChartProps & { readonly names: readonly string[] }) {
  const { t, language } = frame
  const head = plot.step === 1 ? messages.day : plot.step === 7 ? messages.weekFrom : messages.fourWeeksFrom
  const hasTotal = plot.series.length > 1
  return (
    <div class="table-scroll" tabindex={0} role="region" aria-label={title}>
      <table class="chart-table">
        <thead>
          <tr>
            <th scope="col">{t(head)}</th>
            {names.map((name) => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
            {hasTotal ? (
              <th scope="col" class="number">
                {t(messages.total)}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {plot.days.map((day, i) => (
            <tr>
              <th scope="row">
                <time datetime={isoDay(day)}>{formatDate(language, startOfDay(day))}</time>
              </th>
              {plot.series.map(({ values }) => (
                <td class="number">
                  <data value={String(values[i] ?? 0)}>{formatNumber(language, values[i] ?? 0)}</data>
                </td>
              ))}
              {hasTotal ? (
                <td class="number">
                  {formatNumber(
                    language,
                    plot.series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0),
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Six weeks as six bars, small enough to stand beside a number. */
export function SixWeeks({ frame, weeks }: { readonly frame: Frame; readonly weeks: readonly number[] }) {
  const count = weeks.reduce((sum, downloads) => sum + downloads, 0)
  const most = Math.max(1, ...weeks)
  const label = frame.t(messages.sixWeeksLine, { count, formatted: formatNumber(frame.language, count) })
  return (
    <svg class="six-weeks" width="68" height="24" viewBox="0 0 68 24" role="img" aria-label={label}>
      <title>{label}</title>
      {weeks.map((downloads, i) => {
        const tall = downloads === 0 ? 1 : Math.max(2, Math.round((downloads / most) * 24))
        return <rect x={i * 12} y={24 - tall} width="8" height={tall} />
      })}
    </svg>
  )
}
