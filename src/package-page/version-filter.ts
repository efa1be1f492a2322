import type { VersionLine } from '../packages/version-line-store.ts'

/** What the address of a package page says about its table of versions. */
export type VersionFilter = {
  readonly prerelease: boolean
  readonly deprecated: boolean
  /** Beyond the first ones. */
  readonly all: boolean
  /** From 1; counts where all are asked for. */
  readonly page: number
}

export const everyVersion: VersionFilter = { prerelease: true, deprecated: true, all: false, page: 1 }

const shownAtFirst = 20
/** A page of the whole table: few packages have more, and five thousand rows in one page are slow to lay out. */
const shownAtOnce = 500

/** Whatever cannot be read is the default. */
export function parseVersionFilter(query: Readonly<Record<string, string>>): VersionFilter {
  const page = query['page'] ?? ''
  return {
    prerelease: query['prerel']?.toLowerCase() !== 'false',
    deprecated: query['deprecated']?.toLowerCase() !== 'false',
    all: query['versions']?.toLowerCase() === 'all',
    page: /^\d{1,4}$/.test(page) ? Math.max(1, Number(page)) : 1,
  }
}

/** What follows the page's own address, to the table under this filter; defaults are left out. */
export function versionsQuery(filter: VersionFilter): string {
  const query = new URLSearchParams()
  if (!filter.prerelease) query.set('prerel', 'false')
  if (!filter.deprecated) query.set('deprecated', 'false')
  if (filter.all) query.set('versions', 'all')
  if (filter.page > 1) query.set('page', String(filter.page))
  return `${query.size === 0 ? '' : `?${query}`}#versions`
}

/** The rows to show, how many the filter lets through, and on how many pages they are. */
export type ChosenVersions<T> = { readonly rows: readonly T[]; readonly matching: number; readonly pages: number }

export function chooseVersions<T extends Pick<VersionLine, 'version' | 'isDeprecated'>>(
  versions: readonly T[],
  filter: VersionFilter,
): ChosenVersions<T> {
  const matching = versions.filter(
    ({ version, isDeprecated }) => (filter.prerelease || !version.isPrerelease) && (filter.deprecated || !isDeprecated),
  )
  if (!filter.all) return { rows: matching.slice(0, shownAtFirst), matching: matching.length, pages: 1 }
  const pages = Math.max(1, Math.ceil(matching.length / shownAtOnce))
  const from = (Math.min(filter.page, pages) - 1) * shownAtOnce
  return { rows: matching.slice(from, from + shownAtOnce), matching: matching.length, pages }
}
