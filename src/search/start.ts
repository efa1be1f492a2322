import type { Deps } from '../deps.ts'
import type { Search } from './search.ts'

/** Starts the worker thread that keeps `<dataFolder>/search.db` beside the catalog and answers searches from it. */
export async function startSearch(_deps: Pick<Deps, 'config' | 'log'>): Promise<Search> {
  throw new Error('not there yet')
}
