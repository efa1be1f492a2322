import { raw } from 'hono/html'
import { Badge, LinkButton, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Sentence } from '../http/sentence.tsx'
import { toLowerId } from '../nuget/package-id.ts'
import { packageHref } from '../packages/icon.tsx'
import { filesHref, readmeHref, treeHref } from '../packages/links.tsx'
import type { PackageView } from '../packages/package-view.ts'
import type { DependencyGroup } from '../packages/package.ts'
import { DroppedImages } from '../readmes/readme-editor.tsx'
import type { RenderedReadme } from '../readmes/readme.ts'
import { splitLegacy } from './legacy-frameworks.ts'
import { messages } from './messages.ts'
import { RangeText } from './range-text.tsx'

type Part = { readonly frame: Frame; readonly view: PackageView }

/** The README, or the description in its place. */
export function ReadmeSection({ frame, view, readme }: Part & { readme: RenderedReadme | null }) {
  const { t } = frame
  const { id } = view.package
  const { version, readmeWrittenAt } = view.version
  return (
    <section id="readme" aria-label={t(messages.readme)}>
      {readme && view.isOwner ? <DroppedImages frame={frame} readme={readme} /> : null}
      {readme ? (
        <>
          <div class="prose">{raw(readme.html)}</div>
          {readme.isCut ? (
            <p class="quiet">
              {t(messages.readmeCut)}{' '}
              {view.version.readmeWrittenAt === null ? (
                <a href={filesHref(view.package.id, view.version.version.normalized)}>{t(messages.readmeInFiles)}</a>
              ) : null}
            </p>
          ) : null}
        </>
      ) : (
        <div class="prose">
          <p class="prewrapped">{view.version.metadata.description}</p>
          <p class="quiet">
            {t(messages.noReadme)} {view.isOwner ? t(messages.noReadmeOwner) : null}{' '}
            {view.mayManage ? <a href={readmeHref(id, version.normalized)}>{t(messages.addReadmeHere)}</a> : null}
          </p>
        </div>
      )}
      {readmeWrittenAt ? <WrittenNote frame={frame} view={view} at={readmeWrittenAt} /> : null}
    </section>
  )
}

/** Says where the text comes from: not out of the package that people restore. */
function WrittenNote({ frame, view, at }: Part & { readonly at: Date }) {
  const { t } = frame
  const { files, metadata, version } = view.version
  const path = metadata.readmeFile ?? files.readme?.name
  const href = path && filesHref(view.package.id, version.normalized, path)
  return (
    <p class="quiet readme-note">
      <Sentence t={t} message={messages.readmeWrittenNote} values={{ date: <Time frame={frame} at={at} /> }} />{' '}
      {href ? <a href={href}>{t(messages.readmeInPackage)}</a> : null}
    </p>
  )
}

type GroupsProps = {
  readonly frame: Frame
  readonly groups: readonly DependencyGroup[]
  /** Lower-case IDs of those dependencies that this gallery has; null when that was not asked: then all are links. */
  readonly here: ReadonlySet<string> | null
}

/** Dependencies by target framework; groups for what few still look for are folded. */
export function DependencyGroups({ groups, ...rest }: GroupsProps) {
  const { t } = rest.frame
  const { current, legacy } = splitLegacy(groups)
  return (
    <>
      {groups.length === 0 ? <p class="quiet">{t(messages.noDependencies)}</p> : null}
      <GroupList {...rest} groups={current} />
      {legacy.length === 0 ? null : (
        <details class="dependency-group">
          <summary>{t(messages.olderFrameworks, { count: legacy.length })}</summary>
          <GroupList {...rest} groups={legacy} />
        </details>
      )}
    </>
  )
}

function GroupList({ frame, groups, here }: GroupsProps) {
  const { t } = frame
  return (
    <>
      {groups.map((group) => (
        <div class="dependency-group">
          <h3>{group.targetFramework ?? t(messages.anyFramework)}</h3>
          {group.dependencies.length === 0 ? (
            <p class="quiet">{t(messages.noDependenciesHere)}</p>
          ) : (
            <ul class="plain-list">
              {group.dependencies.map(({ id, range }) => {
                const isHere = here?.has(toLowerId(id)) ?? true
                return (
                  <li>
                    {isHere ? <a href={packageHref(id)}>{id}</a> : <span>{id}</span>}{' '}
                    <RangeText frame={frame} range={range} /> {isHere ? null : <Badge>{t(messages.foreign)}</Badge>}
                  </li>
                )
              })}
            </ul>
          )}
        </div>
      ))}
    </>
  )
}

/** Dependencies by target framework, and the way to what these need in turn. */
export function DependenciesSection({ frame, view, here }: Part & Pick<GroupsProps, 'here'>) {
  const { t } = frame
  const { dependencyGroups: groups } = view.version.metadata
  const hasAny = groups.some(({ dependencies }) => dependencies.length > 0)
  return (
    <section id="dependencies">
      <h2>{t(messages.dependencies)}</h2>
      <DependencyGroups frame={frame} groups={groups} here={here} />
      {hasAny ? (
        <LinkButton href={treeHref(view.package.id, view.version.version.normalized)}>
          {t(messages.showTree)}
        </LinkButton>
      ) : null}
    </section>
  )
}
