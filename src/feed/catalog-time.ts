import type { Commit } from '../packages/package.ts'

const folderPattern = /^(\d{4})\.(\d{2})\.(\d{2})\.(\d{2})\.(\d{2})\.(\d{2})\.(\d{6})0$/

/** A commit time (microseconds since 1970) as the catalog prints it, with seven digits: `2026-08-01T10:11:12.1234560Z`. */
export function toTimestamp(us: number): string {
  return `${toSeconds(us)}.${toFraction(us)}Z`
}

/** The same as the folder in a leaf's address: `2026.08.01.10.11.12.1234560`. */
export function toFolder(us: number): string {
  return `${toSeconds(us).replace(/[-T:]/g, '.')}.${toFraction(us)}`
}

/** The commit time that such a folder names, or null. */
export function parseFolder(folder: string): number | null {
  const match = folderPattern.exec(folder)
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = match.slice(1).map(Number)
  const us = Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + fraction
  return toFolder(us) === folder ? us : null
}

function toSeconds(us: number): string {
  return new Date(Math.floor(us / 1000)).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
}

function toFraction(us: number): string {
  return `${String(us % 1_000_000).padStart(6, '0')}0`
}

/** How the documents of catalog and registration name a commit. */
export function commitProperties({ us, id }: Commit): { readonly commitId: string; readonly commitTimeStamp: string } {
  return { commitId: id, commitTimeStamp: toTimestamp(us) }
}
