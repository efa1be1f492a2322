/** Follows a catalog as a mirror does: protocol.md §7.5. */

export type ReadItem = {
  readonly url: string
  readonly type: string
  readonly timestamp: string
  readonly id: string
  readonly version: string
}

type Item = {
  readonly '@id': string
  readonly '@type': string
  readonly commitTimeStamp: string
  readonly 'nuget:id': string
  readonly 'nuget:version': string
}
type Page = { readonly '@id': string; readonly commitTimeStamp: string; readonly count: number; readonly items: Item[] }
type Index = { readonly count: number; readonly items: Omit<Page, 'items'>[] }

export type CatalogReader = {
  /** Everything newer than the cursor, in the order of commits; then the cursor is there. */
  readNew(): Promise<readonly ReadItem[]>
  /** Each page's text as it was when it was full: a later reading must find the same. */
  readonly fullPages: ReadonlyMap<string, string>
}

/**
 * `read` answers the text at an address, and throws unless the status is 200. Documents that contradict themselves or
 * each other throw too.
 */
export function createCatalogReader(indexUrl: string, read: (url: string) => Promise<string>): CatalogReader {
  let cursor = '0001-01-01T00:00:00.0000000Z'
  const fullPages = new Map<string, string>()

  async function readPage(stub: Omit<Page, 'items'>): Promise<readonly Item[]> {
    const text = await read(stub['@id'])
    const page = JSON.parse(text) as Page
    const newest = page.items
      .map((item) => item.commitTimeStamp)
      .sort()
      .at(-1)
    if (page.count !== page.items.length || page.commitTimeStamp !== newest) throw new Error(`${stub['@id']} is odd`)
    // The page may have grown since the index was read, never shrunk.
    if (page.count < stub.count) throw new Error(`${stub['@id']} has ${page.count} items instead of ${stub.count}`)
    const known = fullPages.get(stub['@id'])
    if (known !== undefined && known !== text) throw new Error(`${stub['@id']} was full and changed`)
    if (page.count === 550) fullPages.set(stub['@id'], text)
    return page.items
  }

  return {
    fullPages,
    async readNew() {
      const index = JSON.parse(await read(indexUrl)) as Index
      if (index.count !== index.items.length) throw new Error('the index miscounts its pages')
      const found: Item[] = []
      for (const stub of index.items) if (stub.commitTimeStamp > cursor) found.push(...(await readPage(stub)))
      const fresh = found.filter((item) => item.commitTimeStamp > cursor)
      fresh.sort((a, b) => (a.commitTimeStamp < b.commitTimeStamp ? -1 : 1))
      cursor = fresh.at(-1)?.commitTimeStamp ?? cursor
      return fresh.map((item) => ({
        url: item['@id'],
        type: item['@type'],
        timestamp: item.commitTimeStamp,
        id: item['nuget:id'],
        version: item['nuget:version'],
      }))
    },
  }
}
