import { createHash } from 'node:crypto'
import type { Blobs } from '../blobs/blobs.ts'
import { isBlobKey } from '../blobs/paths.ts'
import { readEntry } from '../nuget/nupkg.ts'
import { parseNuspec } from '../nuget/nuspec.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import type { PackageVersion } from '../packages/package.ts'
import { toPackageVersion } from '../packages/store.ts'
import type { Problem, ProblemCode } from './report.ts'
import type { VersionRow } from './store.ts'

/** Everything that is wrong with one version: its row, its bytes, and the files in it that are served on their own. */
export async function checkVersion(blobs: Blobs, row: VersionRow): Promise<readonly Problem[]> {
  const found: Problem[] = []
  const report = (code: ProblemCode, message: string) =>
    found.push({ code, subject: `${row.package_id} ${row.normalized_version}`, message })

  checkNames(row, report)
  const version = decode(row, report)
  if (row.deletion === 'hard') return found // its file is gone, or soon will be
  const areBytesGood = await checkBytes(blobs, row, report)
  if (version && areBytesGood) await checkFiles(blobs, version, report)
  return found
}

type Report = (code: ProblemCode, message: string) => void

function checkNames(row: VersionRow, report: Report): void {
  if (toLowerId(row.package_id) !== row.lower_id) report('row-disagrees', `Its package is ${row.lower_id}.`)
  const version = parseVersion(row.full_version)
  const normalized = version?.normalized
  if (normalized !== row.normalized_version || version?.lower !== row.lower_version) {
    report('row-disagrees', `The version "${row.full_version}" is stored as "${row.lower_version}".`)
  }
}

function decode(row: VersionRow, report: Report): PackageVersion | null {
  try {
    return toPackageVersion(row)
  } catch (error) {
    report('row-unreadable', `Its row cannot be read: ${messageOf(error)}`)
    return null
  }
}

async function checkBytes(blobs: Blobs, row: VersionRow, report: Report): Promise<boolean> {
  try {
    const stream = isBlobKey(row.blob_key) ? await blobs.stream(row.blob_key) : null
    if (!stream) {
      report('blob-missing', `Its file ${row.blob_key} is not in the store.`)
      return false
    }
    const hash = createHash('sha512')
    let sizeBytes = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk)
      sizeBytes += chunk.length
    }
    if (sizeBytes !== row.size_bytes) {
      report('blob-size', `Its file has ${sizeBytes} bytes instead of ${row.size_bytes}.`)
      return false
    }
    if (hash.digest('base64') === row.sha512) return true
    report('blob-hash', 'Its file has other bytes than were pushed: the SHA-512 differs.')
  } catch (error) {
    report('blob-unreadable', `Its file ${row.blob_key} cannot be read: ${messageOf(error)}`)
  }
  return false
}

async function checkFiles(blobs: Blobs, version: PackageVersion, report: Report): Promise<void> {
  for (const [kind, location] of Object.entries(version.files)) {
    if (!location) continue
    try {
      const range = { start: location.dataOffset, end: location.dataOffset + location.compressedBytes }
      const bytes = await blobs.read(version.blobKey, range)
      const content = await readEntry(bytes ?? new Uint8Array(), location)
      if (kind === 'nuspec') checkNuspec(content, version, report)
    } catch (error) {
      report('file-unreadable', `Its ${kind} is not where its row says: ${messageOf(error)}`)
    }
  }
}

function checkNuspec(content: Buffer, version: PackageVersion, report: Report): void {
  const nuspec = parseNuspec(content)
  if (!nuspec.ok) return report('file-unreadable', `Its manifest is refused today: ${nuspec.error.code}.`)
  const { id, version: declared } = nuspec.value
  if (id !== version.id || declared.full !== version.version.full) {
    report('row-disagrees', `Its manifest says ${id} ${declared.full}.`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
