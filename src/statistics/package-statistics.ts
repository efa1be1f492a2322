import type { Db } from '../db/database.ts'
import { stepOf, type Period } from './period.ts'
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
