import { raw } from 'hono/html'
import { Badge, LinkButton, Notice, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatNumber } from '../i18n/format.ts'
import { packageHref } from './icon.tsx'
import { compareHref, VersionLink } from './links.tsx'
import { messages } from './messages.ts'
import type { DependencyGroup } from './package.ts'
import type { PackageView } from './package-view.ts'
import type { RenderedReadme } from './readme.ts'

type Part = { readonly frame: Frame; readonly view: PackageView }

/** The README, or the description in its place. */
export function ReadmeSection({ frame, view, readme }: Part & { readme: RenderedReadme | null }) {
  const { t } = frame
  return (
    <section id="readme" aria-label={t(messages.readme)}>
      {readme && readme.droppedImages > 0 && view.isOwner ? (
        <Notice frame={frame} kind="info">
          <p>{t(messages.droppedImages, { count: readme.droppedImages })}</p>
        </Notice>
      ) : null}
      {readme ? (
        <div class="prose">{raw(readme.html)}</div>
      ) : (
        <div class="prose">
          <p class="prewrapped">{view.version.metadata.description}</p>
          <p class="quiet">
            {t(messages.noReadme)} {view.isOwner ? t(messages.noReadmeOwner) : null}
          </p>
        </div>
      )}
    </section>
  )
}

/** Dependencies by target framework. */
export function DependenciesSection({ frame, groups }: { frame: Frame; groups: readonly DependencyGroup[] }) {
  const { t } = frame
  return (
    <section id="dependencies">
      <h2>{t(messages.dependencies)}</h2>
      {groups.length === 0 ? <p class="quiet">{t(messages.noDependencies)}</p> : null}
      {groups.map((group) => (
        <div class="dependency-group">
          <h3>{group.targetFramework ?? t(messages.anyFramework)}</h3>
          {group.dependencies.length === 0 ? (
            <p class="quiet">{t(messages.noDependenciesHere)}</p>
          ) : (
            <ul class="plain-list">
              {group.dependencies.map((dependency) => (
                <li>
                  <a href={packageHref(dependency.id)}>{dependency.id}</a>{' '}
                  <span class="quiet mono">{dependency.range}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  )
}

const versionsShown = 20

/** The newest versions; all of them on request. Strangers do not see unlisted ones. */
export function VersionsSection({ frame, view, all }: Part & { all: boolean }) {
  const { t, language } = frame
  const rows = all ? view.versions : view.versions.slice(0, versionsShown)
  return (
    <section id="versions">
      <h2>{t(messages.versions)}</h2>
      <div class="table-scroll">
        <table class="version-table">
          <thead>
            <tr>
              <th scope="col">{t(messages.version)}</th>
              <th scope="col" class="number">
                {t(messages.downloads)}
              </th>
              <th scope="col">{t(messages.published)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr aria-current={row.key === view.version.key ? 'true' : undefined}>
                <td>
                  <VersionLink id={view.package.id} version={row.version.normalized} />{' '}
                  {row.version.isPrerelease ? <Badge>{t(messages.prereleaseMark)}</Badge> : null}{' '}
                  {row.isListed ? null : <Badge kind="warn">{t(messages.unlisted)}</Badge>}{' '}
                  {row.isDeprecated ? <Badge kind="warn">{t(messages.deprecatedMark)}</Badge> : null}
                </td>
                <td class="number">{formatNumber(language, row.downloads)}</td>
                <td>
                  <Time frame={frame} at={row.publishedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < view.versions.length ? (
        <LinkButton href={`${packageHref(view.package.id, view.version.version.normalized)}?versions=all#versions`}>
          {t(messages.showAllVersions, { count: view.versions.length })}
        </LinkButton>
      ) : null}{' '}
      {view.versions.length < 2 ? null : (
        <LinkButton href={compareHref(view.package.id)} kind="quiet">
          {t(messages.compareVersions)}
        </LinkButton>
      )}
    </section>
  )
}
