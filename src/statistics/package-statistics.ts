import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { keep, type AskKept } from './kept.ts'
import { sixWeeksUntil, stepOf, type Period } from './period.ts'
import { splitClient, toPlot, type CountedRow, type Plot, type SteppedRow } from './pivot.ts'
import { sumBySteps, sumByVersionAndClient, type Counted } from './store.ts'

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

export async function readStatistics(
  db: Db,
  counted: Counted,
  period: Period,
  nameOf: NameOfVersion,
): Promise<PackageStatistics> {
  const steps = await readSteps(db, counted, period, stepOf(period))
  const rows = await sumByVersionAndClient(db, counted, period)
  const total = rows.reduce((sum, { downloads }) => sum + downloads, 0)
  return { period, rows, total, ...toPlots(steps, nameOf) }
}

/** What plots are made of, whoever reads them. */
type Steps = {
  readonly period: Period
  readonly step: number
  readonly versions: readonly SteppedRow[]
  readonly clients: readonly SteppedRow[]
}

async function readSteps(db: Db, counted: Counted, period: Period, step: number): Promise<Steps> {
  const versions = await sumBySteps(db, counted, 'version_key', { period, step })
  const clients = await sumBySteps(db, counted, 'client', { period, step })
  return { period, step, versions, clients }
}

function toPlots({ period, step, versions, clients }: Steps, nameOf: NameOfVersion): Plots {
  const namedVersions = versions.map((row) => ({ ...row, name: nameOf(Number(row.name)) ?? '' }))
  const namedClients = clients.map((row) => ({ ...row, name: splitClient(row.name).name }))
  return { byVersion: toPlot(namedVersions, period, step), byClient: toPlot(namedClients, period, step) }
}

/** Six weeks as a package's own page shows them: by week. */
export type SixWeeksOfPackage = Plots & {
  /** All downloads of each week, oldest first. */
  readonly weeks: readonly number[]
}

/** Packages whose six weeks are kept in memory: some kilobytes each. */
const mostKept = 500

/** Reads the six weeks of packages; asked for again soon, they come from memory. */
export function createSixWeeks({ db, now }: Pick<Deps, 'db' | 'now'>) {
  const kept = new Map<number, AskKept<Steps>>()

  function stepsOf(packageKey: number): AskKept<Steps> {
    const counted = { packageKey, versionKey: null }
    const asked = kept.get(packageKey) ?? keep(() => readSteps(db.read, counted, sixWeeksUntil(now()), 7), now)
    kept.delete(packageKey) // put at the end: the first is the one that was not asked for longest
    kept.set(packageKey, asked)
    for (const [oldest] of kept) {
      if (kept.size <= mostKept) break
      kept.delete(oldest)
    }
    return asked
  }

  return async (packageKey: number, nameOf: NameOfVersion): Promise<SixWeeksOfPackage> => {
    const { value } = await stepsOf(packageKey).get()
    const plots = toPlots(value, nameOf)
    const weeks = plots.byVersion.days.map((_, i) =>
      plots.byVersion.series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0),
    )
    return { ...plots, weeks }
  }
}
