import { compareVersions, parseVersion } from '../nuget/version.ts'
import { pickLatest } from '../packages/store.ts'
import type { VersionLine } from '../packages/version-line-store.ts'
import { fail, ok, type Result } from '../result.ts'

export type Which = 'ticked' | 'all' | 'prereleases' | 'range'

/** How versions of a package are named for a change of many: one by one, or by what they have in common. */
export type VersionChoice = {
  readonly which: Which
  /** Those that were ticked, in any form that normalizes to them. */
  readonly versions: readonly string[]
  /** Both ends belong to the range; an empty one is open. */
  readonly from: string
  readonly to: string
}

export type ChoiceRefusal =
  | { readonly code: 'nothing-chosen' }
  | { readonly code: 'version-unknown'; readonly id: string; readonly version: string }
  | { readonly code: 'range-wrong'; readonly field: 'from' | 'to'; readonly text: string }
  | { readonly code: 'range-backwards' }
  | { readonly code: 'range-nothing' }

/** The versions meant, in the order of `all`. */
export function chooseVersions(
  choice: VersionChoice,
  id: string,
  all: readonly VersionLine[],
): Result<readonly VersionLine[], ChoiceRefusal> {
  switch (choice.which) {
    case 'ticked':
      return findTicked(choice.versions, id, all)
    case 'all':
      return all.length > 0 ? ok(all) : fail({ code: 'nothing-chosen' })
    case 'prereleases': {
      const chosen = all.filter(({ version }) => version.isPrerelease)
      return chosen.length > 0 ? ok(chosen) : fail({ code: 'nothing-chosen' })
    }
    case 'range':
      return findRange(choice, all)
  }
}

function findTicked(
  texts: readonly string[],
  id: string,
  all: readonly VersionLine[],
): Result<readonly VersionLine[], ChoiceRefusal> {
  if (texts.length === 0) return fail({ code: 'nothing-chosen' })
  const known = new Set(all.map(({ version }) => version.lower))
  const lowers = texts.map((text) => parseVersion(text)?.lower ?? text)
  const missing = lowers.findIndex((lower) => !known.has(lower))
  if (missing >= 0) return fail({ code: 'version-unknown', id, version: texts[missing] ?? '' })
  const ticked = new Set(lowers)
  return ok(all.filter(({ version }) => ticked.has(version.lower)))
}

function findRange(
  { from, to }: VersionChoice,
  all: readonly VersionLine[],
): Result<readonly VersionLine[], ChoiceRefusal> {
  const first = from === '' ? null : parseVersion(from)
  const last = to === '' ? null : parseVersion(to)
  if (from !== '' && !first) return fail({ code: 'range-wrong', field: 'from', text: from })
  if (to !== '' && !last) return fail({ code: 'range-wrong', field: 'to', text: to })
  if (first && last && compareVersions(first, last) > 0) return fail({ code: 'range-backwards' })
  const chosen = all.filter(
    ({ version }) => (!first || compareVersions(version, first) >= 0) && (!last || compareVersions(version, last) <= 0),
  )
  return chosen.length > 0 ? ok(chosen) : fail({ code: 'range-nothing' })
}

export const versionActs = ['unlist', 'relist', 'deprecate', 'undeprecate'] as const
export type VersionAct = (typeof versionActs)[number]

/** What a change of versions would come to. Versions are in normalized form. */
export type Consequences = {
  readonly changing: readonly VersionLine[]
  /** How many of those chosen are so already. */
  readonly alreadySo: number
  /** What search shows of the package before and after; null for nothing. */
  readonly before: string | null
  readonly after: string | null
  /** How many are deprecated already, and would be otherwise. */
  readonly replaced: number
}

/** `chosen` are some of `all`, which are in NuGet order, newest first. */
export function foresee(act: VersionAct, chosen: readonly VersionLine[], all: readonly VersionLine[]): Consequences {
  const changing = chosen.filter((line) => changes(act, line))
  const keys = new Set(changing.map(({ key }) => key))
  const isListing = act === 'unlist' || act === 'relist'
  const changed = isListing
    ? all.map((line) => (keys.has(line.key) ? { ...line, isListed: act === 'relist' } : line))
    : all
  return {
    changing,
    alreadySo: chosen.length - changing.length,
    before: shownInSearch(all),
    after: shownInSearch(changed),
    replaced: act === 'deprecate' ? changing.filter(({ isDeprecated }) => isDeprecated).length : 0,
  }
}

function changes(act: VersionAct, line: VersionLine): boolean {
  switch (act) {
    case 'unlist':
      return line.isListed
    case 'relist':
      return !line.isListed
    case 'deprecate':
      return true // with these reasons, whatever was said before
    case 'undeprecate':
      return line.isDeprecated
  }
}

function shownInSearch(newestFirst: readonly VersionLine[]): string | null {
  const listed = newestFirst.filter(({ isListed }) => isListed).toReversed()
  return pickLatest(listed)?.version.normalized ?? null
}

/** Whether somebody should see it before it counts: one version, without more to it, is changed at once. */
export function isWorthAsking(act: VersionAct, { changing, replaced, before, after }: Consequences): boolean {
  const vanishes = act === 'unlist' && before !== null && after === null
  return changing.length > 1 || replaced > 0 || vanishes
}
