import type { Commit } from '../packages/package.ts'
import { toFolder } from './catalog-time.ts'

/** The three trees of registration documents. The SemVer 1 ones leave out every package that needs SemVer 2.0.0. */
export type Hive = 'reg' | 'reg-gz1' | 'reg-gz2'

/**
 * Where a feed's documents say that they are. The feed's own address is passed in, so that the same rows can be shown
 * at another one (a view of the feed); pages belong to the instance.
 */
export type FeedBase = {
  /** Ends with a slash: `https://packages.contoso.com/v3/`. */
  readonly feed: string
  /** Address of the instance, without a slash at its end. */
  readonly site: string
}

/** The main feed of the instance at `site`. */
export function mainFeed(site: string): FeedBase {
  return { feed: `${site}/v3/`, site }
}

export function flatUrl(base: FeedBase): string {
  return `${base.feed}flat/`
}

export function hiveUrl(base: FeedBase, hive: Hive): string {
  return `${base.feed}${hive}/`
}

/** A file of the flat container beside the nupkg: `icon`, `readme`, `license`. */
export function fileUrl(base: FeedBase, lowerId: string, lowerVersion: string, file: string): string {
  return `${flatUrl(base)}${encodeURIComponent(lowerId)}/${lowerVersion}/${file}`
}

export function nupkgUrl(base: FeedBase, lowerId: string, lowerVersion: string): string {
  return fileUrl(base, lowerId, lowerVersion, `${encodeURIComponent(lowerId)}.${lowerVersion}.nupkg`)
}

export function registrationIndexUrl(base: FeedBase, hive: Hive, lowerId: string): string {
  return `${hiveUrl(base, hive)}${encodeURIComponent(lowerId)}/index.json`
}

export function registrationPageUrl(base: FeedBase, hive: Hive, lowerId: string, lower: string, upper: string): string {
  return `${hiveUrl(base, hive)}${encodeURIComponent(lowerId)}/page/${lower}/${upper}.json`
}

export function registrationLeafUrl(base: FeedBase, hive: Hive, lowerId: string, lowerVersion: string): string {
  return `${hiveUrl(base, hive)}${encodeURIComponent(lowerId)}/${lowerVersion}.json`
}

export function catalogIndexUrl(base: FeedBase): string {
  return `${base.feed}catalog/index.json`
}

export function catalogPageUrl(base: FeedBase, page: number): string {
  return `${base.feed}catalog/page${page}.json`
}

/** The time has its fraction: two changes of one version may fall into one second. */
export function catalogLeafUrl(base: FeedBase, commit: Commit, lowerId: string, lowerVersion: string): string {
  return `${base.feed}catalog/data/${toFolder(commit.us)}/${encodeURIComponent(lowerId)}.${lowerVersion}.json`
}

export function packagePageUrl(base: FeedBase, id: string, version: string): string {
  return `${base.site}/packages/${encodeURIComponent(id)}/${version}`
}
