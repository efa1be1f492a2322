import type { Child } from 'hono/jsx'
import { Field, LinkButton, Notice, Select, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { StackedTable } from '../http/stacked-table.tsx'
import { formatBytes } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import type { PackageView } from '../packages/package-view.ts'
import { RangeText } from '../package-page/range-text.tsx'
import type { Change, ComparedFiles, Comparison } from './compare.ts'
import type { ContentFile } from './folder.ts'
import { compareHref, filesHref } from '../packages/links.tsx'
import { fieldNames, messages } from './messages.ts'

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  /** The versions in the address, as they are written there, or the two newest. */
  readonly from: string
  readonly to: string
  /** The version that there is not; null when both are there. */
  readonly missing: string | null
  /** Of the nupkgs, in bytes. */
  readonly sizes: readonly [before: number, after: number] | null
  readonly comparison: Comparison | null
}

/** Two versions of a package beside each other: manifest, dependencies, files. */
export function ComparePage(props: Props) {
  const { frame, view, comparison } = props
  const { t } = frame
  const { id } = view.package
  const title = t(messages.compareTitle, { id })
  const options = optionsOf(view, [props.from, props.to])
  return (
    <Page frame={frame} title={title} noIndex>
      <div class="title-line">
        <h1>{title}</h1>
        <LinkButton href={packageHref(id)} kind="quiet">
          {t(messages.backToPackage)}
        </LinkButton>
      </div>
      {options.length < 2 ? <p>{t(messages.oneVersionOnly)}</p> : null}
      {props.missing === null ? null : (
        <Notice frame={frame} kind="warn">
          <p>{t(messages.versionMissing, { version: props.missing })}</p>
        </Notice>
      )}
      <form method="get" action={compareHref(id)} class="compare-form">
        <Field frame={frame} name="from" label={t(messages.from)}>
          <Select name="from" value={props.from} options={options} />
        </Field>
        <Field frame={frame} name="to" label={t(messages.to)}>
          <Select name="to" value={props.to} options={options} />
        </Field>
        <SubmitButton>{t(messages.compare)}</SubmitButton>
      </form>
      {comparison ? <Differences {...props} comparison={comparison} /> : null}
    </Page>
  )
}

/** A list in which one finds something; with thousands of versions, the newest and those that are compared. */
const mostOffered = 500

function optionsOf({ versions }: PackageView, chosen: readonly string[]) {
  const names = versions.map(({ version }) => version.normalized)
  return names
    .filter((name, i) => i < mostOffered || chosen.includes(name))
    .map((name) => ({ value: name, label: name }))
}

function Differences({ frame, view, from, to, sizes, comparison }: Props & { readonly comparison: Comparison }) {
  const { t, language } = frame
  const { id } = view.package
  const [before, after] = sizes?.map((size) => formatBytes(language, size)) ?? []
  const sizeRows: readonly Row[] = before === after ? [] : [[[t(messages.sizeOfPackage)], { before, after }]]
  return (
    <div class="stack">
      <section>
        <h2>{t(messages.about)}</h2>
        <ChangeTable
          frame={frame}
          heads={[t(messages.field)]}
          sides={[from, to]}
          rows={[
            ...comparison.fields.map(
              ({ field, before, after }) => [[t(fieldNames[field])], { before, after }] as const,
            ),
            ...sizeRows,
          ]}
        />
      </section>
      <section>
        <h2>{t(messages.dependencies)}</h2>
        <ChangeTable
          frame={frame}
          heads={[t(messages.framework), t(messages.package)]}
          sides={[from, to]}
          rows={comparison.dependencies.map(({ targetFramework, id: dependency, before, after }) => [
            [targetFramework ?? t(messages.anyFramework), <a href={packageHref(dependency)}>{dependency}</a>],
            {
              before: before && <RangeText frame={frame} range={before} />,
              after: after && <RangeText frame={frame} range={after} />,
            },
          ])}
        />
      </section>
      <section>
        <h2>{t(messages.files)}</h2>
        <Files frame={frame} id={id} sides={[from, to]} files={comparison.files} />
      </section>
    </div>
  )
}

/** So many changed files are taken in, if at all. */
const mostChanges = 1000

function Files(props: { frame: Frame; id: string; sides: readonly [string, string]; files: ComparedFiles | null }) {
  const { frame, id, sides, files } = props
  const { t, language } = frame
  if (!files) return <p>{t(messages.noEntries)}</p>
  const link = (version: string, file: ContentFile | null) =>
    file ? <a href={filesHref(id, version, file.path)}>{formatBytes(language, file.sizeBytes)}</a> : null
  const rows = files.changed
    .slice(0, mostChanges)
    .map(({ path, before, after }): Row => [
      [<bdi class="mono">{path}</bdi>],
      { before: link(sides[0], before), after: link(sides[1], after) },
      { href: diffHref(id, path, sides), label: t(messages.showChangesOf, { file: path }) },
    ])
  return (
    <>
      <ChangeTable frame={frame} heads={[t(messages.path)]} sides={sides} rows={rows} />
      {rows.length < files.changed.length ? (
        <p>{t(messages.moreChanges, { count: mostChanges, total: files.changed.length })}</p>
      ) : null}
      <p class="quiet">{t(messages.sameFiles, { count: files.same })}</p>
    </>
  )
}

/** `href`: what exactly changed. */
type Row = readonly [named: readonly Child[], change: Change<Child>, changed?: { href: string; label: string }]

/** What is named left, then what becomes of it, and both sides. */
function ChangeTable(props: {
  frame: Frame
  heads: readonly string[]
  sides: readonly [string, string]
  rows: readonly Row[]
}) {
  const { frame, heads, sides } = props
  const { t } = frame
  if (props.rows.length === 0) return <p class="quiet">{t(messages.noDifference)}</p>
  return (
    <StackedTable heads={[...heads, t(messages.change), ...sides]} class="change-table">
      {props.rows.map(([named, { before, after }, changed]) => (
        <tr>
          {named.map((cell, i) => (
            <td data-label={i === 0 ? undefined : heads[i]}>{cell}</td>
          ))}
          <td data-label={t(messages.change)}>
            <WhatBecame frame={frame} change={{ before, after }} changed={changed} />
          </td>
          {[before, after].map((side, i) => (
            <td data-label={sides[i]}>{side ?? '–'}</td>
          ))}
        </tr>
      ))}
    </StackedTable>
  )
}

function WhatBecame(props: { frame: Frame; change: Change<Child>; changed: Row[2] }) {
  const { frame, change, changed } = props
  const { t } = frame
  if (change.before === null) return <>{t(messages.added)}</>
  if (change.after === null) return <>{t(messages.removed)}</>
  if (!changed) return <>{t(messages.changed)}</>
  return (
    <a href={changed.href} aria-label={changed.label}>
      {t(messages.changed)}
    </a>
  )
}

function diffHref(id: string, path: string, [from, to]: readonly [string, string]): string {
  return `${compareHref(id, path)}?${new URLSearchParams({ from, to })}`
}
