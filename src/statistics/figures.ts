import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { keep, type AskKept } from './kept.ts'
import { sixWeeksUntil, stepsOf, type Period } from './period.ts'
import { splitClient, toPlot, type Plot } from './pivot.ts'
import {
  countTotals,
  findLastPackageKey,
  findNamedPackages,
  findNamedVersions,
  listClientDays,
  listRecentVersions,
  listTopPackages,
  listTopPackagesIn,
  listTopVersions,
  listTopVersionsIn,
  type ClientDay,
  type Downloaded,
  type NamedPackage,
  type NamedVersion,
  type RecentVersion,
  type Slice,
  type Totals,
} from './store.ts'

export const mostTopPackages = 100
export const mostTopVersions = 500
const mostRecent = 8
/** Packages of one step: short enough that requests between two steps notice nothing. */
const packagesAtOnce = 2000
/** Among how many of the most downloaded packages the most downloaded versions are looked for. */
const packagesLookedThrough = 2000

export type TopPackage = NamedPackage & { readonly downloads: number }
export type TopVersion = NamedVersion & { readonly downloads: number }

export type TopLists = { readonly packages: readonly TopPackage[]; readonly versions: readonly TopVersion[] }

/** How the gallery was used in six weeks. */
export type Usage = {
  readonly period: Period
  /** Six, oldest first; the last ends today. */
  readonly weeks: readonly { readonly firstDay: number; readonly downloads: number }[]
  /** Names of clients with their versions, most downloads first. */
  readonly clients: readonly { readonly name: string; readonly version: string; readonly downloads: number }[]
  /** The clients by day. */
  readonly plot: Plot
}

/** What is counted over the whole gallery. Made once; pages of several domains share it. */
export type GalleryFigures = {
  readonly totals: AskKept<Totals>
  /** Over all time, and over the six weeks that end today. */
  readonly topEver: AskKept<TopLists>
  readonly topRecently: AskKept<TopLists>
  readonly usage: AskKept<Usage>
  /** What was published last, newest first. */
  readonly recent: AskKept<readonly RecentVersion[]>
}

export function createGalleryFigures({ db, now }: Pick<Deps, 'db' | 'now'>): GalleryFigures {
  const { read } = db
  const six = () => sixWeeksUntil(now())
  return {
    totals: keep(() => sumTotals(read), now),
    topEver: keep(() => findTop(read, topEver), now),
    topRecently: keep(() => findTop(read, topIn(six())), now),
    usage: keep(async () => toUsage(await listClientDays(read, six()), six()), now),
    recent: keep(() => listRecentVersions(read, mostRecent), now),
  }
}

/** Goes through all packages; on SQLite a step blocks the process, so that others go between. */
async function* slices(db: Db): AsyncGenerator<Slice> {
  const last = await findLastPackageKey(db)
  for (let after = 0; after < last; after += packagesAtOnce) {
    yield { after, until: after + packagesAtOnce }
    await setImmediate()
  }
}

async function sumTotals(db: Db): Promise<Totals> {
  let totals: Totals = { packages: 0, versions: 0, downloads: 0 }
  for await (const slice of slices(db)) {
    const more = await countTotals(db, slice)
    totals = {
      packages: totals.packages + more.packages,
      versions: totals.versions + more.versions,
      downloads: totals.downloads + more.downloads,
    }
  }
  return totals
}

/** What is asked of the database for one kind of list. */
type Source = {
  packages(
    db: Db,
    slice: Slice,
    wanted: { readonly least: number; readonly limit: number },
  ): Promise<readonly Downloaded[]>
  versions(db: Db, packageKey: number, limit: number): Promise<readonly Downloaded[]>
}

const topEver: Source = { packages: listTopPackages, versions: listTopVersions }

function topIn(period: Period): Source {
  return {
    packages: (db, slice, wanted) => listTopPackagesIn(db, slice, period, wanted),
    versions: (db, packageKey, limit) => listTopVersionsIn(db, packageKey, period, limit),
  }
}

/**
 * The versions are found without looking at all of them: none has more downloads than its package, so that the packages
 * are gone through from the top, until one has fewer downloads than the last version that would be shown.
 */
async function findTop(db: Db, source: Source): Promise<TopLists> {
  const packages = await findTopPackages(db, source)
  let versions: readonly Downloaded[] = []
  for (const [i, { key, downloads }] of packages.entries()) {
    if (versions.length === mostTopVersions && downloads <= leastOf(versions)) break
    versions = topOf([...versions, ...(await source.versions(db, key, mostTopVersions))], mostTopVersions)
    if (i % 20 === 19) await setImmediate()
  }
  const namedPackages = await findNamedPackages(db, keysOf(packages.slice(0, 2 * mostTopPackages)))
  return {
    packages: named(packages, namedPackages).slice(0, mostTopPackages),
    versions: named(versions, await findNamedVersions(db, keysOf(versions))),
  }
}

async function findTopPackages(db: Db, source: Source): Promise<readonly Downloaded[]> {
  let top: readonly Downloaded[] = []
  for await (const slice of slices(db)) {
    const least = top.length < packagesLookedThrough ? 1 : leastOf(top)
    const more = await source.packages(db, slice, { least, limit: packagesLookedThrough })
    top = topOf([...top, ...more], packagesLookedThrough)
  }
  return top
}

function topOf(all: readonly Downloaded[], limit: number): readonly Downloaded[] {
  return all.toSorted((a, b) => b.downloads - a.downloads || a.key - b.key).slice(0, limit)
}

function leastOf(top: readonly Downloaded[]): number {
  return top.at(-1)?.downloads ?? 0
}

function keysOf(all: readonly Downloaded[]): readonly number[] {
  return all.map(({ key }) => key)
}

/** What has a name, in its order: nobody is shown what is not listed any more. */
function named<N extends { readonly key: number }>(top: readonly Downloaded[], names: readonly N[]) {
  const byKey = new Map(names.map((name) => [name.key, name]))
  return top.flatMap(({ key, downloads }) => {
    const name = byKey.get(key)
    return name ? [{ ...name, downloads }] : []
  })
}

/** Exported for its test. */
export function toUsage(rows: readonly ClientDay[], period: Period): Usage {
  const weeks = stepsOf(period, 7).map((firstDay) => ({
    firstDay,
    downloads: rows
      .filter(({ day }) => day >= firstDay && day < firstDay + 7)
      .reduce((sum, { downloads }) => sum + downloads, 0),
  }))
  const sums = new Map<string, number>()
  for (const { client, downloads } of rows) sums.set(client, (sums.get(client) ?? 0) + downloads)
  const clients = [...sums]
    .toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    .map(([client, downloads]) => ({ ...splitClient(client), downloads }))
  const stepped = rows.map(({ day, client, downloads }) => ({
    name: splitClient(client).name,
    step: period.last - day,
    downloads,
  }))
  return { period, weeks, clients, plot: toPlot(stepped, period, 1) }
}
