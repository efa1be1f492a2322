import { Badge, LinkButton, Pager, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatNumber } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import { compareHref, VersionLink } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { PackageView } from '../packages/package-view.ts'
import type { VersionLine } from '../packages/version-line-store.ts'
import { messages } from './messages.ts'
import { everyVersion, versionsQuery, type ChosenVersions, type VersionFilter } from './version-filter.ts'

type Part = { readonly frame: Frame; readonly view: PackageView; readonly filter: VersionFilter }

/** The rows that are shown, and the downloads of each, by version key. */
export type VersionRows = ChosenVersions<VersionLine> & { readonly downloads: ReadonlyMap<number, number> }

/** The newest versions; all of them on request. Strangers do not see unlisted ones. */
export function VersionsSection({ frame, view, filter, table }: Part & { readonly table: VersionRows }) {
  const { t } = frame
  const { rows, matching, pages } = table
  const hrefOf = (changed: Partial<VersionFilter>) =>
    packageHref(view.package.id, view.version.version.normalized) + versionsQuery({ ...filter, ...changed })
  return (
    <section id="versions">
      <h2>{t(packageMessages.versions)}</h2>
      <VersionSwitches frame={frame} view={view} filter={filter} hrefOf={hrefOf} />
      {matching === 0 ? (
        <p class="quiet">
          {t(messages.noVersionMatches)} <a href={hrefOf(everyVersion)}>{t(messages.showEveryVersion)}</a>
        </p>
      ) : (
        <VersionTable frame={frame} view={view} table={table} />
      )}
      <Pager frame={frame} page={Math.min(filter.page, pages)} pages={pages} href={(page) => hrefOf({ page })} />
      <div class="actions">
        {!filter.all && rows.length < matching ? (
          <LinkButton href={hrefOf({ all: true })}>{t(messages.showAllVersions, { count: matching })}</LinkButton>
        ) : null}
        {view.versions.length < 2 ? null : (
          <LinkButton href={compareHref(view.package.id)}>{t(messages.compareVersions)}</LinkButton>
        )}
      </div>
    </section>
  )
}

/** Links, so that a choice takes one press and no script. Each says what pressing it does, and how many it is about. */
function VersionSwitches({ frame, view, filter, hrefOf }: Part & { hrefOf(changed: Partial<VersionFilter>): string }) {
  const { t } = frame
  const prereleases = view.versions.filter(({ version }) => version.isPrerelease).length
  const deprecated = view.versions.filter(({ isDeprecated }) => isDeprecated).length
  if (prereleases + deprecated === 0) return null
  return (
    <nav class="sorts" aria-label={t(messages.filterVersions)}>
      {prereleases === 0 ? null : (
        <a href={hrefOf({ prerelease: !filter.prerelease, page: 1 })}>
          {t(filter.prerelease ? messages.hidePrereleases : messages.showPrereleases, { count: prereleases })}
        </a>
      )}
      {deprecated === 0 ? null : (
        <a href={hrefOf({ deprecated: !filter.deprecated, page: 1 })}>
          {t(filter.deprecated ? messages.hideDeprecated : messages.showDeprecated, { count: deprecated })}
        </a>
      )}
    </nav>
  )
}

function VersionTable({ frame, view, table }: Omit<Part, 'filter'> & { readonly table: VersionRows }) {
  const { t, language } = frame
  return (
    <div class="table-scroll">
      <table class="version-table">
        <thead>
          <tr>
            <th scope="col">{t(packageMessages.version)}</th>
            <th scope="col" class="number">
              {t(packageMessages.downloads)}
            </th>
            <th scope="col">{t(packageMessages.published)}</th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr aria-current={row.key === view.version.key ? 'true' : undefined}>
              <td>
                <VersionLink id={view.package.id} version={row.version.normalized} />{' '}
                {row.version.isPrerelease ? <Badge>{t(packageMessages.prereleaseMark)}</Badge> : null}{' '}
                {row.isListed ? null : <Badge kind="warn">{t(packageMessages.unlisted)}</Badge>}{' '}
                {row.isDeprecated ? <Badge kind="warn">{t(packageMessages.deprecatedMark)}</Badge> : null}
              </td>
              <td class="number">{formatNumber(language, table.downloads.get(row.key) ?? 0)}</td>
              <td>
                <Time frame={frame} at={row.publishedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
