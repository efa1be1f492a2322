import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { messages } from './messages.ts'
import { patternText, type ReservedPrefix } from './prefix.ts'

/** The reserved prefixes of the accounts shown on Manage Packages. Nothing when there are none. */
export function OwnPrefixesSection({ frame, prefixes }: { frame: Frame; prefixes: readonly ReservedPrefix[] }) {
  const { t } = frame
  if (prefixes.length === 0) return null
  return (
    <details class="package-list" open>
      <summary>
        <h2>{t(messages.ownTitle, { count: prefixes.length })}</h2>
      </summary>
      <PrefixTable frame={frame} prefixes={prefixes} />
    </details>
  )
}

/** `change` makes the address where an administrator changes one. */
export function PrefixTable(props: {
  frame: Frame
  prefixes: readonly ReservedPrefix[]
  change?: (prefix: ReservedPrefix) => string
}) {
  const { frame, prefixes, change } = props
  const { t } = frame
  return (
    <StackedTable
      heads={[
        t(messages.prefix),
        t(messages.owners),
        t(messages.whoMayPush),
        ...(change ? [{ text: t(messages.change), isHidden: true }] : []),
      ]}
    >
      {prefixes.map((prefix) => (
        <tr>
          <th scope="row">
            <a class="mono" href={`/packages?q=${encodeURIComponent(searchFor(prefix))}`}>
              {patternText(prefix)}
            </a>
          </th>
          <td data-label={t(messages.owners)}>
            {prefix.owners.map(({ name }) => name).join(', ') || <span class="quiet">{t(messages.nobody)}</span>}
          </td>
          <td data-label={t(messages.whoMayPush)}>{t(whoMayPush(prefix))}</td>
          {change ? (
            <td class="actions-cell">
              <a href={change(prefix)} aria-label={t(messages.changeOne, { pattern: patternText(prefix) })}>
                {t(messages.change)}
              </a>
            </td>
          ) : null}
        </tr>
      ))}
    </StackedTable>
  )
}

function whoMayPush({ isShared, owners }: ReservedPrefix) {
  if (isShared) return messages.anyone
  return owners.length === 0 ? messages.nobody : messages.ownersOnly
}

function searchFor({ value, isPrefix }: ReservedPrefix): string {
  return isPrefix ? value.replace(/[.-]$/, '') : `packageid:${value}`
}
