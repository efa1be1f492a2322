import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { frameworkBadges, type FrameworkRow } from '../packages/framework-table.ts'
import { messages as packageMessages } from '../packages/messages.ts'
import { messages } from './messages.ts'

type Part = { readonly frame: Frame; readonly table: readonly FrameworkRow[] }

/** Below the title: where the package can be used at all, at a glance. Each leads to the whole table. */
export function FrameworkBadges({ frame, table }: Part) {
  const { t } = frame
  const badges = frameworkBadges(table)
  if (badges.length === 0) return null
  return (
    <ul class="framework-badges" aria-label={t(packageMessages.frameworks)}>
      {badges.map(({ name, isComputed }) => (
        <li>
          <a
            class={frameworkClass(isComputed)}
            href="#frameworks"
            title={t(isComputed ? packageMessages.frameworkComputed : packageMessages.frameworkIncluded)}
            aria-label={isComputed ? t(messages.frameworkComputedMark, { framework: name }) : undefined}
          >
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Every framework, by product: what the package has something for, and what follows from that. */
export function FrameworksSection({ frame, table }: Part) {
  const { t } = frame
  const heads = [t(messages.product), t(packageMessages.frameworkIncluded), t(packageMessages.frameworkComputed)]
  return (
    <section id="frameworks">
      <h2>{t(packageMessages.frameworks)}</h2>
      {table.length === 0 ? (
        <p class="quiet">{t(messages.noFrameworks)}</p>
      ) : (
        <>
          <StackedTable heads={heads} class="frameworks-table">
            {table.map(({ product, included, computed }) => (
              <tr>
                <th scope="row">{product ?? t(messages.otherProducts)}</th>
                <td data-label={heads[1]}>
                  <FrameworkNames names={included} isComputed={false} />
                </td>
                <td data-label={heads[2]}>
                  <FrameworkNames names={computed} isComputed />
                </td>
              </tr>
            ))}
          </StackedTable>
          <p class="quiet">{t(messages.frameworksLead)}</p>
        </>
      )}
    </section>
  )
}

function FrameworkNames({ names, isComputed }: { names: readonly string[]; isComputed: boolean }) {
  return (
    <>
      {names.map((name, i) => (
        <>
          {i === 0 ? null : ' '}
          <span class={frameworkClass(isComputed)}>{name}</span>
        </>
      ))}
    </>
  )
}

function frameworkClass(isComputed: boolean): string {
  return isComputed ? 'framework framework-computed' : 'framework'
}
