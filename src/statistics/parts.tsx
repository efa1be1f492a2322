import type { Child } from 'hono/jsx'
import { Icon } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { formatDateTime, formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { messages } from './messages.ts'
import type { TopPackage, TopVersion, Totals } from './store.ts'

/** When what a page shows was true. */
export function LastUpdated({ frame, at }: { readonly frame: Frame; readonly at: Date }) {
  return (
    <p class="quiet small">
      {frame.t(messages.lastUpdated)} <time datetime={at.toISOString()}>{formatDateTime(frame.language, at)}</time>
    </p>
  )
}

/** What the whole gallery counts. */
export function Counters(props: { readonly frame: Frame; readonly totals: Totals; readonly withDownloads: boolean }) {
  const { frame, totals, withDownloads } = props
  const counters = [
    [totals.packages, messages.countPackages],
    [totals.versions, messages.countVersions],
    ...(withDownloads ? [[totals.downloads, messages.countDownloads] as const] : []),
  ] as const
  return (
    <ul class="counters">
      {counters.map(([count, label]) => (
        <li>
          <strong>{formatNumber(frame.language, count)}</strong> <span>{frame.t(label, { count })}</span>
        </li>
      ))}
    </ul>
  )
}

/** The same numbers as a file. `of` names the table when a page has several; it is read out, not shown. */
export function CsvLink(props: { readonly frame: Frame; readonly href: string; readonly of?: string }) {
  const { frame, of } = props
  const { t } = frame
  return (
    <a class="with-icon" href={props.href} aria-label={of === undefined ? undefined : t(messages.csvOf, { table: of })}>
      <Icon frame={frame} name="download" /> {t(messages.csv)}
    </a>
  )
}

export function TopPackagesTable({
  frame,
  packages,
}: {
  readonly frame: Frame
  readonly packages: readonly TopPackage[]
}) {
  const { t, language } = frame
  return (
    <table class="top-table">
      <TopHead frame={frame} what={t(messages.package)} />
      <tbody>
        {packages.map((pkg, i) => (
          <tr>
            <td class="number quiet">{formatNumber(language, i + 1)}</td>
            <th scope="row">
              <a href={packageHref(pkg.id)}>{pkg.id}</a> <VerifiedMark frame={frame} pkg={pkg} />
            </th>
            <td class="number">{formatNumber(language, pkg.downloads)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function TopVersionsTable({
  frame,
  versions,
}: {
  readonly frame: Frame
  readonly versions: readonly TopVersion[]
}) {
  const { t, language } = frame
  return (
    <table class="top-table">
      <TopHead frame={frame} what={t(messages.package)} />
      <tbody>
        {versions.map(({ id, version, downloads }, i) => (
          <tr>
            <td class="number quiet">{formatNumber(language, i + 1)}</td>
            <th scope="row">
              <a href={packageHref(id, version)}>
                {id} <span class="package-version">{version}</span>
              </a>
            </th>
            <td class="number">{formatNumber(language, downloads)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function TopHead({ frame, what }: { readonly frame: Frame; readonly what: string }) {
  const { t } = frame
  return (
    <thead>
      <tr>
        <th scope="col" class="number">
          <span class="visually-hidden">{t(messages.rank)}</span>
          <span aria-hidden="true">#</span>
        </th>
        <th scope="col">{what}</th>
        <th scope="col" class="number">
          {t(messages.downloads)}
        </th>
      </tr>
    </thead>
  )
}

/** What was counted of each combination of the columns. One column beside the numbers fits a phone as it is. */
export function CountTable(props: {
  readonly frame: Frame
  readonly heads: readonly string[]
  readonly rows: readonly { readonly cells: readonly Child[]; readonly downloads: number }[]
}) {
  const { frame, heads, rows } = props
  const downloads = frame.t(messages.downloads)
  const lines = rows.map((row) => (
    <tr>
      {row.cells.map((cell, i) => (i === 0 ? <th scope="row">{cell}</th> : <td data-label={heads[i]}>{cell}</td>))}
      <td class="number" data-label={downloads}>
        {formatNumber(frame.language, row.downloads)}
      </td>
    </tr>
  ))
  if (heads.length > 1) {
    return (
      <StackedTable heads={[...heads, { text: downloads, isNumber: true }]} class="count-table">
        {lines}
      </StackedTable>
    )
  }
  return (
    <table class="count-table">
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col" class="number">
            {downloads}
          </th>
        </tr>
      </thead>
      <tbody>{lines}</tbody>
    </table>
  )
}

/** What a client is called that was counted under a name of ours. */
export function clientWords(frame: Frame, name: string): string {
  if (name === 'other') return frame.t(messages.otherClients)
  return name === 'browser' ? frame.t(messages.browser) : name
}
