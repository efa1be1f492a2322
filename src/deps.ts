import type { Logger } from 'pino'
import type { Blobs } from './blobs/blobs.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Assets } from './http/assets.ts'
import type { DownloadCounter } from './packages/downloads.ts'
import type { VersionLines } from './packages/version-lines.ts'
import type { Search } from './search/search.ts'

/** What operations and routes work with. Made once in `main.ts` (tests: `test/server.ts`) and passed down. */
export type Deps = {
  readonly config: Config
  readonly db: Database
  readonly blobs: Blobs
  readonly search: Search
  readonly downloads: DownloadCounter
  readonly versionLines: VersionLines
  readonly assets: Assets
  readonly log: Logger
  readonly now: () => Date
}
