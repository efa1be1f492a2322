import { searchHref } from '../finding/page-search.ts'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { messages } from './messages.ts'
import { usedByQuery, type UsedBy } from './used-by.ts'

const mostCounted = 10_000

/** How many packages depend on this one, and the most downloaded of them. */
export function UsedBySection({ frame, id, usedBy }: { frame: Frame; id: string; usedBy: UsedBy }) {
  const { t, language } = frame
  if (usedBy === 'not-asked') return null
  if (usedBy === 'unavailable' || usedBy.total === 0) {
    return (
      <section id="used-by">
        <h2>{t(messages.usedBy)}</h2>
        <p class="quiet">{usedBy === 'unavailable' ? t(messages.searchUnavailable) : t(messages.usedByNone, { id })}</p>
      </section>
    )
  }
  const { packages, total } = usedBy
  return (
    <section id="used-by">
      <h2>{t(messages.usedBy)}</h2>
      <p>{total > mostCounted ? t(messages.usedByMany, { id }) : t(messages.usedByCount, { id, count: total })}</p>
      <StackedTable heads={[t(messages.package), { text: t(packageMessages.downloads), isNumber: true }]}>
        {packages.map((pkg) => (
          <tr>
            <td>
              <a href={packageHref(pkg.id)}>{pkg.id}</a> <VerifiedMark frame={frame} pkg={pkg} />
            </td>
            <td class="number" data-label={t(packageMessages.downloads)}>
              {formatNumber(language, pkg.downloads)}
            </td>
          </tr>
        ))}
      </StackedTable>
      {packages.length < total ? (
        <p>
          <a href={searchHref({ q: usedByQuery(id), sortBy: 'downloads-desc' })}>{t(messages.usedByAll)}</a>
        </p>
      ) : null}
    </section>
  )
}
