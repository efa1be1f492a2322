import type { Commit } from '../packages/package.ts'
import { commitProperties } from './catalog-time.ts'
import { catalogIndexUrl, catalogLeafUrl, catalogPageUrl, type FeedBase } from './urls.ts'

/** One change to one version, in the order of commits. */
export type CatalogItem = {
  readonly commit: Commit
  readonly kind: 'details' | 'delete'
  readonly packageKey: number
  readonly lowerId: string
  readonly id: string
  readonly version: { readonly full: string; readonly lower: string }
}

/** A page as the index names it: its newest commit, and how many items it has so far. */
export type CatalogPageStub = { readonly commit: Commit; readonly count: number }

/** When something of this kind happened last, where it ever did. Not part of the log: for people and their charts. */
export type LastChanges = {
  readonly createdAt: Date | null
  readonly editedAt: Date | null
  readonly deletedAt: Date | null
}

/** As on nuget.org. Item number N is on page N / 550; a full page never changes again. */
export const itemsPerPage = 550

/** What an empty catalog says: older than every commit, as .NET's `DateTimeOffset.MinValue` is. */
const beforeAll = { commitId: '00000000-0000-0000-0000-000000000000', commitTimeStamp: '0001-01-01T00:00:00.0000000Z' }

/** The list of all pages, oldest first. Protocol.md §7.2. */
export function catalogIndex(base: FeedBase, pages: readonly CatalogPageStub[], last: LastChanges): object {
  const newest = pages.at(-1)
  return {
    '@id': catalogIndexUrl(base),
    '@type': ['CatalogRoot', 'AppendOnlyCatalog', 'Permalink'],
    ...(newest ? commitProperties(newest.commit) : beforeAll),
    count: pages.length,
    ...(last.createdAt && { 'nuget:lastCreated': last.createdAt.toISOString() }),
    ...(last.editedAt && { 'nuget:lastEdited': last.editedAt.toISOString() }),
    ...(last.deletedAt && { 'nuget:lastDeleted': last.deletedAt.toISOString() }),
    items: pages.map((page, number) => ({
      '@id': catalogPageUrl(base, number),
      '@type': 'CatalogPage',
      ...commitProperties(page.commit),
      count: page.count,
    })),
  }
}

/** The items of one page, oldest first; null when there are none yet. Protocol.md §7.3. */
export function catalogPage(base: FeedBase, number: number, items: readonly CatalogItem[]): object | null {
  const newest = items.at(-1)
  if (!newest) return null
  return {
    '@id': catalogPageUrl(base, number),
    '@type': 'CatalogPage',
    ...commitProperties(newest.commit),
    count: items.length,
    parent: catalogIndexUrl(base),
    items: items.map((item) => ({
      '@id': catalogLeafUrl(base, item.commit, item.lowerId, item.version.lower),
      '@type': item.kind === 'details' ? 'nuget:PackageDetails' : 'nuget:PackageDelete',
      ...commitProperties(item.commit),
      'nuget:id': item.id,
      'nuget:version': item.version.full,
    })),
  }
}
