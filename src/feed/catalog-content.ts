import type { Db } from '../db/database.ts'
import { findLastChanges, findVersionWithEntries } from '../packages/commit-store.ts'
import type { Commit } from '../packages/package.ts'
import { catalogIndex, catalogPage, itemsPerPage, type CatalogPageStub } from './catalog.ts'
import { packageDelete, packageDetails } from './catalog-leaf.ts'
import { findItem, findNewestItem, listItems, listPageEnds, type CatalogState } from './catalog-store.ts'
import type { Found, Missing } from './content.ts'
import type { CatalogTarget } from './target.ts'
import type { FeedBase } from './urls.ts'

/** The documents of the catalog as they are now. */
export type CatalogContents = {
  /** Rises with each item about a version; null before the first. */
  findRevision(): Promise<number | null>
  /** The revision that comes with it is never newer than the content. */
  find(target: CatalogTarget, base: FeedBase): Promise<Found>
}

export function createCatalogContents(db: Db): CatalogContents {
  /** The newest commits of full pages, which never change: the index of millions of items reads only new ones. */
  const fullPages: Commit[] = []

  async function readIndex(base: FeedBase): Promise<Found> {
    const newest = await findNewestItem(db)
    const pages: CatalogPageStub[] = []
    if (newest) {
      const count = newest.sequence + 1
      const full = Math.floor(count / itemsPerPage)
      for (const { sequence, commit } of await listPageEnds(db, fullPages.length * itemsPerPage)) {
        fullPages[Math.floor(sequence / itemsPerPage)] = commit
      }
      pages.push(...fullPages.slice(0, full).map((commit) => ({ commit, count: itemsPerPage })))
      if (count % itemsPerPage > 0) pages.push({ commit: newest.commit, count: count % itemsPerPage })
    }
    const document = catalogIndex(base, pages, await findLastChanges(db))
    return { revision: newest?.sequence ?? null, content: toContent(document, 'never') }
  }

  async function readPage(base: FeedBase, page: number): Promise<Found> {
    const newest = await findNewestItem(db)
    const items = await listItems(db, { from: page * itemsPerPage, count: itemsPerPage })
    const document = catalogPage(base, page, items)
    const content = document
      ? toContent(document, items.length === itemsPerPage ? 'file' : 'never')
      : { missing: 'The catalog has no such page yet.' }
    return { revision: newest?.sequence ?? null, content }
  }

  async function readLeaf(base: FeedBase, target: CatalogTarget & { kind: 'catalog-leaf' }): Promise<Found> {
    const newest = await findNewestItem(db)
    const document = await findLeaf(db, base, target)
    return { revision: newest?.sequence ?? null, content: document ? toContent(document, 'file') : noLeaf }
  }

  return {
    findRevision: async () => (await findNewestItem(db))?.sequence ?? null,
    find(target, base) {
      if (target.kind === 'catalog-index') return readIndex(base)
      return target.kind === 'catalog-page' ? readPage(base, target.page) : readLeaf(base, target)
    },
  }
}

const noLeaf: Missing = { missing: 'The catalog has no such leaf. Its pages name all there are.' }

function toContent(document: object, fresh: 'file' | 'never') {
  const body = Buffer.from(JSON.stringify(document))
  return { contentType: 'application/json', fresh, body, file: null, isUntrusted: false }
}

async function findLeaf(
  db: Db,
  base: FeedBase,
  target: CatalogTarget & { kind: 'catalog-leaf' },
): Promise<object | null> {
  const item = await findItem(db, target.us)
  if (!item || target.name !== `${item.lowerId}.${item.version.lower}.json`) return null
  if (item.kind === 'delete') return packageDelete(base, item, item.state?.deletedAt ?? null)
  const found = await findVersionWithEntries(db, item.packageKey, item.version.lower)
  if (!found)
    throw new Error(`the catalog shows ${item.id} ${item.version.full}, which has no row: run \`lode verify\``)
  const state = item.state ?? stateOfOldItem(found.version.publishedAt)
  return packageDetails(base, { item, state, ...found })
}

/** Items of before states were kept. Nothing that may change later stands in for them. */
function stateOfOldItem(publishedAt: Date): CatalogState {
  return {
    isListed: true,
    publishedAt: publishedAt.getTime(),
    lastEditedAt: null,
    deprecation: null,
    deletedAt: null,
  }
}
