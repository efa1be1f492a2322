import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { VersionsTable } from '../db/tables/packages.ts'
import { renderSearchItem, visibleVersions } from '../feed/search-documents.ts'
import type { FeedBase, Hive } from '../feed/urls.ts'
import type { Package } from '../packages/package.ts'
import { toPackageVersion } from '../packages/store.ts'
import { filterBit, filters } from './documents.ts'
import type { ListedVersion } from './listed-versions.ts'

/**
 * What an answer shows of a package, kept in the index so that an answer needs one look at the database: whether the package
 * is still at this revision and at these downloads.
 */
export type ShownPackage = {
  readonly revision: number
  readonly downloads: number
  /** Its item in answers to one filter: JSON with marks where addresses go, see `fillItem`. */
  readonly item: string
}

export type VersionRow = Selectable<VersionsTable>

/** A longer list would be written anew at each push; it is read from the rows when an answer shows it. */
const mostVersions = 100

/** JSON has no such characters of its own: it escapes them. */
const marks = { site: '\x01', feed: '\x02', hive: '\x03' } as const

/** What stands for the addresses while an item is rendered: nobody can have written it into a package. */
const token = randomBytes(12).toString('hex')
const stand = { site: `site-${token}`, feed: `feed-${token}/`, hive: `hive-${token}` } as const

/**
 * The text that the index keeps, of the listed versions in ascending order; null when there are very many. The first line
 * has revision and downloads, each other one an item behind the bits of the filters that it is for.
 */
export function storeShown(
  pkg: Pick<Package, 'id' | 'lowerId' | 'isVerified' | 'revision' | 'downloads'>,
  owners: readonly string[],
  listed: readonly ListedVersion[],
  latest: readonly VersionRow[],
): string | null {
  if (listed.length > mostVersions) return null
  const latestByKey = new Map(latest.map((row) => [row.id, row]))
  const versions = listed.map((version) => ({ ...version, isListed: true }))
  const bitsOf = new Map<string, number>()
  for (const filter of filters) {
    const visible = visibleVersions(versions, filter)
    const row = latestByKey.get(visible.at(-1)?.key ?? 0)
    if (!row) continue
    const result = { package: pkg, versions: visible, latest: toPackageVersion(row), owners }
    const item = toMarks(renderSearchItem(stand satisfies FeedBase, stand.hive as Hive, result))
    bitsOf.set(item, (bitsOf.get(item) ?? 0) | filterBit(filter))
  }
  const lines = [...bitsOf].map(([item, bits]) => `\n${bits} ${item}`)
  return `${pkg.revision} ${pkg.downloads}${lines.join('')}`
}

function toMarks(item: string): string {
  return item.replaceAll(stand.site, marks.site).replaceAll(stand.feed, marks.feed).replaceAll(stand.hive, marks.hive)
}

/** The part of a stored text that answers to this filter show; null when there is none. */
export function readShown(text: string, bit: number): ShownPackage | null {
  const end = text.indexOf('\n')
  if (end < 0) return null
  const space = text.indexOf(' ')
  for (let start = end + 1; start > 0; start = text.indexOf('\n', start) + 1) {
    if ((parseInt(text.slice(start, start + 2)) & bit) === 0) continue
    const stop = text.indexOf('\n', start)
    const item = text.slice(text.indexOf(' ', start) + 1, stop < 0 ? undefined : stop)
    return { revision: Number(text.slice(0, space)), downloads: Number(text.slice(space, end)), item }
  }
  return null
}

/** The item with the addresses of the feed that answers. */
export function fillItem(item: string, base: FeedBase, hive: Hive): string {
  return item.replaceAll(marks.site, base.site).replaceAll(marks.feed, base.feed).replaceAll(marks.hive, hive)
}
