import type { Frame } from '../http/frame.ts'
import { Chart } from './chart.tsx'
import { statisticsHref } from './links.ts'
import { messages } from './messages.ts'
import type { SixWeeksOfPackage } from './package-statistics.ts'
import { clientWords } from './parts.tsx'

/** Six weeks of a package by version and by client, on its own page; drawn without script and library. */
export function DownloadsSection(props: {
  readonly frame: Frame
  readonly id: string
  readonly sixWeeks: SixWeeksOfPackage
}) {
  const { frame, id, sixWeeks } = props
  const { t } = frame
  const isEmpty = sixWeeks.weeks.every((downloads) => downloads === 0)
  const plots = [
    { title: t(messages.byVersion), plot: sixWeeks.byVersion, nameOf: undefined },
    { title: t(messages.byClient), plot: sixWeeks.byClient, nameOf: (name: string) => clientWords(frame, name) },
  ]
  return (
    <section id="downloads">
      <h2>{t(messages.downloadsInSixWeeks)}</h2>
      {isEmpty ? (
        <p class="quiet">{t(messages.nothingInSixWeeks)}</p>
      ) : (
        plots.map(({ title, plot, nameOf }) => (
          <section>
            <h3>{title}</h3>
            <Chart frame={frame} plot={plot} title={title} nameOf={nameOf} />
          </section>
        ))
      )}
      <p>
        <a href={statisticsHref(id)}>{t(messages.fullStatistics)}</a>
      </p>
    </section>
  )
}
