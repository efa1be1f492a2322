import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { inBatches } from '../db/in-batches.ts'
import type { Deps } from '../deps.ts'
import { keep, type AskKept } from './kept.ts'
import { sixWeeksUntil, stepsOf, type Period } from './period.ts'
import { splitClient, toPlot, type Plot } from './pivot.ts'
import { slices } from './slices.ts'
import {
  countTotals,
  listClientDays,
  listRecentVersions,
  listTopPackages,
  listTopPackagesIn,
  listTopVersions,
  listTopVersionsIn,
  listVersionsFrom,
  type Among,
  type ClientDay,
  type Downloaded,
  type RecentVersion,
  type Slice,
  type TopPackage,
  type TopVersion,
  type Totals,
  type Wanted,
} from './store.ts'

export const mostTopPackages = 100
export const mostTopVersions = 500
const mostRecent = 8

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
  /** Versions of one step. */
  readonly versionsAtOnce: number
  packages(db: Db, slice: Slice, wanted: Wanted): Promise<readonly TopPackage[]>
  versions(db: Db, among: Among, wanted: Wanted): Promise<readonly TopVersion[]>
}

const topEver: Source = { versionsAtOnce: 1000, packages: listTopPackages, versions: listTopVersions }

function topIn(period: Period): Source {
  return {
    versionsAtOnce: 10, // each has a row for every day and client
    packages: (db, slice, wanted) => listTopPackagesIn(db, slice, period, wanted),
    versions: (db, among, wanted) => listTopVersionsIn(db, among, period, wanted),
  }
}

async function findTop(db: Db, source: Source): Promise<TopLists> {
  const packages = await findTopPackages(db, source)
  return { packages, versions: await findTopVersions(db, source, packages) }
}

async function findTopPackages(db: Db, source: Source): Promise<readonly TopPackage[]> {
  let top: readonly TopPackage[] = []
  for await (const slice of slices(db)) {
    const more = await source.packages(db, slice, { least: leastOf(top, mostTopPackages), limit: mostTopPackages })
    top = topOf([...top, ...more], mostTopPackages)
  }
  return top
}

/**
 * No version has more downloads than its package. So the most downloaded packages are looked into first, one by one; of
 * all others only those that have as many downloads as the last version that would be shown, mostly none.
 */
async function findTopVersions(
  db: Db,
  source: Source,
  packages: readonly TopPackage[],
): Promise<readonly TopVersion[]> {
  let top: readonly TopVersion[] = []
  const note = (more: readonly TopVersion[]) => (top = topOf([...top, ...more], mostTopVersions))
  const wanted = () => ({ least: leastOf(top, mostTopVersions), limit: mostTopVersions })
  for (const { key, downloads } of packages) {
    if (downloads < wanted().least) break
    const keys = await listVersionsFrom(db, key, wanted().least)
    for (const versionKeys of inBatches(keys, source.versionsAtOnce)) {
      note(await source.versions(db, { versionKeys }, wanted()))
      await setImmediate()
    }
  }
  if (packages.length < mostTopPackages || leastOf(packages, mostTopPackages) < wanted().least) return top
  const without = packages.map(({ key }) => key)
  for await (const slice of slices(db)) {
    note(await source.versions(db, slice, { ...wanted(), without }))
  }
  return top
}

function topOf<T extends Downloaded>(all: readonly T[], limit: number): readonly T[] {
  return all.toSorted((a, b) => b.downloads - a.downloads || a.key - b.key).slice(0, limit)
}

/** How many downloads something needs to come into a list of so many: as many as the last, or any while there is room. */
function leastOf(top: readonly Downloaded[], limit: number): number {
  return top.length < limit ? 1 : (top.at(-1)?.downloads ?? 1)
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
