import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { keepEach, type Kept } from './kept.ts'
import { sixWeeksUntil, stepOf, type Period } from './period.ts'
import { splitClient, toPlot, type CountedRow, type Plot, type SteppedRow } from './pivot.ts'
import { listCountedVersions, sumBySteps, type Counted } from './store.ts'

/** What a version is called, or undefined for one that this reader does not see: those are counted together. */
export type NameOfVersion = (versionKey: number) => string | undefined

/** Downloads over time, by version and by the name of the client. */
export type Plots = { readonly byVersion: Plot; readonly byClient: Plot }

/** How a package or one of its versions was downloaded in a period. */
export type PackageStatistics = Plots & {
  readonly period: Period
  readonly total: number
  /** By version and client, for pivots. */
  readonly rows: readonly CountedRow[]
}

/** What plots and pivots are made of, whoever reads them. */
type Counts = {
  readonly period: Period
  readonly step: number
  readonly versions: readonly SteppedRow[]
  readonly clients: readonly SteppedRow[]
  readonly rows: readonly CountedRow[]
}

/** Versions whose counts are read at once, first and at most: on SQLite that blocks the process. */
const fewVersions = 1
const mostVersions = 1024
/** What took no longer than this was so little that four times as many may be read next. */
const shortMs = 4

/** Goes through the counts once, some versions at a time, and others go between. */
export async function readCounts(db: Db, counted: Counted, period: Period, step: number): Promise<Counts> {
  const { packageKey, versionKey } = counted
  const keys = versionKey === null ? await listCountedVersions(db, packageKey) : [versionKey]
  const [versions, clients, rows] = [createSums<SteppedRow>(), createSums<SteppedRow>(), createSums<CountedRow>()]
  let atOnce = fewVersions
  for (let from = 0; from < keys.length;) {
    const startedAt = performance.now()
    for (const row of await sumBySteps(db, keys.slice(from, from + atOnce), period, step)) {
      const { versionKey, client, step, downloads } = row
      versions.add(`${versionKey} ${step}`, { name: String(versionKey), step, downloads })
      clients.add(`${step} ${client}`, { name: client, step, downloads })
      rows.add(`${versionKey} ${client}`, { versionKey, client, downloads })
    }
    from += atOnce
    atOnce = performance.now() - startedAt <= shortMs ? Math.min(mostVersions, atOnce * 4) : fewVersions
    await setImmediate()
  }
  return { period, step, versions: versions.all(), clients: clients.all(), rows: rows.all() }
}

function createSums<T extends { readonly downloads: number }>() {
  const sums = new Map<string, T>()
  return {
    add(key: string, row: T): void {
      const before = sums.get(key)
      sums.set(key, before ? { ...row, downloads: before.downloads + row.downloads } : row)
    },
    all: (): readonly T[] => [...sums.values()],
  }
}

function toPlots({ period, step, versions, clients }: Counts, nameOf: NameOfVersion): Plots {
  const namedVersions = versions.map((row) => ({ ...row, name: nameOf(Number(row.name)) ?? '' }))
  const namedClients = clients.map((row) => ({ ...row, name: splitClient(row.name).name }))
  return { byVersion: toPlot(namedVersions, period, step), byClient: toPlot(namedClients, period, step) }
}

/** Exported for its test. */
export function toStatistics(counts: Counts, nameOf: NameOfVersion): PackageStatistics {
  const { period, rows } = counts
  const total = rows.reduce((sum, { downloads }) => sum + downloads, 0)
  return { period, rows, total, ...toPlots(counts, nameOf) }
}

/** Periods of packages that are kept in memory: a popular package's year is some hundred kilobytes. */
const mostPeriods = 50

/** Reads how a package or a version was downloaded in a period; asked for again soon, it comes from memory. */
export function createPackageStatistics({ db, now }: Pick<Deps, 'db' | 'now'>) {
  const kept = keepEach<Counts>(mostPeriods, now)
  return async (counted: Counted, period: Period, nameOf: NameOfVersion): Promise<Kept<PackageStatistics>> => {
    const name = [counted.packageKey, counted.versionKey, period.first, period.last].join(' ')
    const { value, madeAt } = await kept(name, () => readCounts(db.read, counted, period, stepOf(period))).get()
    return { value: toStatistics(value, nameOf), madeAt }
  }
}

/** Six weeks of a package as its own page shows them: by week. */
export type SixWeeksOfPackage = Plots & {
  /** All downloads of each week, oldest first. */
  readonly weeks: readonly number[]
}

/** Packages whose six weeks are kept in memory: some kilobytes each. */
const mostPackages = 500

/** Reads the six weeks of packages; asked for again soon, they come from memory. */
export function createSixWeeks({ db, now }: Pick<Deps, 'db' | 'now'>) {
  const kept = keepEach<Counts>(mostPackages, now)
  return async (packageKey: number, nameOf: NameOfVersion): Promise<SixWeeksOfPackage> => {
    const counted = { packageKey, versionKey: null }
    const { value } = await kept(String(packageKey), () => readCounts(db.read, counted, sixWeeksUntil(now()), 7)).get()
    const plots = toPlots(value, nameOf)
    const weeks = plots.byVersion.days.map((_, i) =>
      plots.byVersion.series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0),
    )
    return { ...plots, weeks }
  }
}
