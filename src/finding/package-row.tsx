import { Badge, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Sentence } from '../http/sentence.tsx'
import { formatNumber } from '../i18n/format.ts'
import { frameworkBadges, frameworkTable, type FrameworkBadge } from '../packages/framework-table.ts'
import { PackageIcon, packageHref } from '../packages/icon.tsx'
import { TagList } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { PackageOwner } from '../packages/owner-store.ts'
import type { PackageSummary } from '../packages/package-summary.ts'
import { VerifiedMark } from '../prefixes/verified-mark.tsx'
import { messages } from './messages.ts'
import { shorten } from './shorten.ts'
import { typeName } from './type-names.ts'

const mostOwners = 3
const mostTags = 10

type Props = {
  readonly frame: Frame
  readonly row: PackageSummary
  /** Below which heading the list stands. */
  readonly heading: 'h2' | 'h3'
  readonly isExact?: boolean
  /** The reader acts for one of its owners. */
  readonly isOwn?: boolean
}

/** A package in a list, with what people decide by: whose it is, how much it is used, how old, what it is for. */
export function PackageRow({ frame, row, heading: Heading, isExact, isOwn }: Props) {
  const { t, language } = frame
  const { package: pkg, version } = row
  const { metadata } = version
  return (
    <li class="result">
      <PackageIcon frame={frame} version={version} size="small" />
      <div class="result-text">
        <Heading class="result-title">
          <a href={packageHref(pkg.id)}>{pkg.id}</a> <span class="package-version">{version.version.normalized}</span>{' '}
          <VerifiedMark frame={frame} pkg={pkg} /> <Marks frame={frame} row={row} />
          {isExact ? <Badge kind="accent">{t(messages.exactMatch)}</Badge> : null}
        </Heading>
        <p class="result-description">{shorten(metadata.summary || metadata.description)}</p>
        <p class="result-facts quiet">
          <Owners frame={frame} owners={row.owners} />
          <span>
            {t(packageMessages.downloadsOf, { count: pkg.downloads, formatted: formatNumber(language, pkg.downloads) })}
          </span>
          <span>
            {t(messages.updated)} <Time frame={frame} at={version.publishedAt} />
          </span>
          {row.stable === null ? null : (
            <span>
              <Sentence
                t={t}
                message={messages.stableIs}
                values={{
                  version: <a href={packageHref(pkg.id, row.stable.normalized)}>{row.stable.normalized}</a>,
                }}
              />
            </span>
          )}
          <Frameworks frame={frame} row={row} />
          {isOwn ? (
            <a href={`${packageHref(pkg.id)}/Manage`} aria-label={t(packageMessages.manageOne, { id: pkg.id })}>
              {t(packageMessages.manage)}
            </a>
          ) : null}
        </p>
        {metadata.tags.length === 0 ? null : <TagList tags={metadata.tags.slice(0, mostTags)} />}
      </div>
    </li>
  )
}

/** Prerelease, deprecated, and what kind of package it is unless it is an ordinary one. */
function Marks({ frame, row }: Pick<Props, 'frame' | 'row'>) {
  const { t } = frame
  const { version, deprecation, metadata } = row.version
  const types = metadata.packageTypes.filter((type) => type.toLowerCase() !== 'dependency').slice(0, 3)
  return (
    <>
      {types.map((type) => (
        <>
          <Badge>{shorten(typeName(t, type), 40)}</Badge>{' '}
        </>
      ))}
      {version.isPrerelease ? (
        <>
          <Badge>{t(packageMessages.prereleaseMark)}</Badge>{' '}
        </>
      ) : null}
      {deprecation ? (
        <>
          <Badge kind="warn">{t(packageMessages.deprecatedMark)}</Badge>{' '}
        </>
      ) : null}
    </>
  )
}

function Owners({ frame, owners }: { frame: Frame; owners: readonly PackageOwner[] }) {
  if (owners.length === 0) return null
  const between = frame.language === 'zh-CN' ? '、' : ', '
  const more = owners.length - mostOwners
  const links = owners.slice(0, mostOwners).map(({ name }, i) => (
    <>
      {i === 0 ? '' : between}
      <a href={`/profiles/${name}`}>{name}</a>
    </>
  ))
  return (
    <span>
      <Sentence
        t={frame.t}
        message={messages.byOwners}
        values={{
          owners: (
            <>
              {links}
              {more > 0 ? between + frame.t(messages.moreOwners, { count: more }) : ''}
            </>
          ),
        }}
      />
    </span>
  )
}

/** The lowest framework of each usual product; those that the client only makes do with are named by the dashes. */
function Frameworks({ frame, row }: Pick<Props, 'frame' | 'row'>) {
  const { t } = frame
  const badges = badgesOf(row.version.metadata.frameworks)
  if (badges.length === 0) return null
  return (
    <span class="result-frameworks" role="group" aria-label={t(packageMessages.frameworks)}>
      {badges.map(({ name, isComputed }) => (
        <>
          <span
            class={isComputed ? 'framework framework-computed' : 'framework'}
            title={t(isComputed ? packageMessages.frameworkComputed : packageMessages.frameworkIncluded)}
          >
            {name}
          </span>{' '}
        </>
      ))}
    </span>
  )
}

const keptBadges = new Map<string, readonly FrameworkBadge[]>()
const mostKept = 500

/** Most packages are for one of a few sets of frameworks, and working them out takes as long as the rest of a row. */
function badgesOf(frameworks: readonly string[]): readonly FrameworkBadge[] {
  const key = frameworks.join(' ')
  const known = keptBadges.get(key)
  if (known) return known
  if (keptBadges.size >= mostKept) keptBadges.clear()
  const badges = frameworkBadges(frameworkTable(frameworks))
  keptBadges.set(key, badges)
  return badges
}
