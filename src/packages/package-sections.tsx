import { raw } from 'hono/html'
import { LinkButton, Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { packageHref } from './icon.tsx'
import { treeHref } from './links.tsx'
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

/** Dependencies by target framework, each with a link to its page. */
export function DependencyGroups({ frame, groups }: { frame: Frame; groups: readonly DependencyGroup[] }) {
  const { t } = frame
  return (
    <>
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
    </>
  )
}

/** Dependencies by target framework, and the way to what these need in turn. */
export function DependenciesSection({ frame, view }: Part) {
  const { t } = frame
  const { dependencyGroups: groups } = view.version.metadata
  const hasAny = groups.some(({ dependencies }) => dependencies.length > 0)
  return (
    <section id="dependencies">
      <h2>{t(messages.dependencies)}</h2>
      <DependencyGroups frame={frame} groups={groups} />
      {hasAny ? (
        <LinkButton href={treeHref(view.package.id, view.version.version.normalized)}>
          {t(messages.showTree)}
        </LinkButton>
      ) : null}
    </section>
  )
}
