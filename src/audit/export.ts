import { csvLine } from '../csv.ts'
import type { Db } from '../db/database.ts'
import { listAudit } from './audit-store.ts'
import type { AuditFilter, AuditScope, Reader, StoredEntry } from './entry.ts'

export type ExportFormat = 'csv' | 'json'

const batch = 500

/** All entries that are meant, newest first, as pieces of one CSV or JSON file; memory stays the same however many. */
export async function* exportAudit(
  db: Db,
  asked: { readonly scope: AuditScope; readonly filter: AuditFilter; readonly reader: Reader },
  format: ExportFormat,
): AsyncGenerator<string> {
  yield format === 'csv' ? `${columns.join(',')}\r\n` : '['
  let beforeId: number | null = null
  for (;;) {
    const page = { limit: batch, beforeId, reader: asked.reader }
    const entries: readonly StoredEntry[] = await listAudit(db, asked.scope, asked.filter, page)
    const rows = entries.map(toRecord)
    if (format === 'csv') yield rows.map(toCsvLine).join('')
    else yield rows.map((row, i) => `${beforeId === null && i === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`).join('')
    beforeId = entries.at(-1)?.id ?? beforeId
    if (entries.length < batch) break
  }
  if (format === 'json') yield '\n]\n'
}

const columns = [
  'id',
  'at',
  'action',
  'actor',
  'through',
  'address',
  'key',
  'inNameOf',
  'account',
  'package',
  'version',
  'detail',
] as const

export type AuditRecord = Readonly<Record<(typeof columns)[number], unknown>>

/** An entry as programs read it. */
export function toRecord(entry: StoredEntry): AuditRecord {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    action: entry.action,
    actor: entry.actorName,
    through: entry.through,
    address: entry.address,
    key: entry.keyVisibleId,
    inNameOf: entry.ownerName,
    account: entry.accountName,
    package: entry.packageId,
    version: entry.version,
    detail: entry.detail,
  }
}

function toCsvLine(row: AuditRecord): string {
  return csvLine(columns.map((column) => row[column]))
}
