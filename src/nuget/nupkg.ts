import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { decodeEntryName } from './entry-names.ts'
import { readEntry } from './entry.ts'
import type { EntryLocation } from './entry.ts'
import { findNamedFiles, maxFileBytes, mcpServerPath, refuseContent, refuseMcpServer } from './named-files.ts'
import type { FoundFile } from './named-files.ts'
import type { ContentRefusal, NamedFile, NupkgRefusal } from './nupkg-refusal.ts'
import { warnAbout } from './nupkg-warnings.ts'
import type { NupkgWarning } from './nupkg-warnings.ts'
import { parseNuspec } from './nuspec.ts'
import type { Nuspec } from './nuspec.ts'
import { defaultRules } from './package-rules.ts'
import type { PackageRules } from './package-rules.ts'
import { hasType } from './package-types.ts'
import { PackageFile, type PackageSource } from './package-file.ts'
import { supportedFrameworks } from './supported-frameworks.ts'
import { readDirectory } from './zip-directory.ts'

export { readEntry } from './entry.ts'
export type { EntryLocation } from './entry.ts'
export { describeNupkgRefusal, isNupkgRefusal } from './nupkg-refusal.ts'
export type { NupkgRefusal } from './nupkg-refusal.ts'
export { describeNupkgWarning, warnAboutSigning } from './nupkg-warnings.ts'
export type { NupkgWarning } from './nupkg-warnings.ts'
export type { PackageSource } from './package-file.ts'

/** A package file, read and checked. */
export type Nupkg = {
  readonly nuspec: Nuspec
  readonly sizeBytes: number
  readonly files: {
    readonly nuspec: EntryLocation
    readonly readme: EntryLocation | null
    readonly icon: EntryLocation | null
    readonly license: EntryLocation | null
  }
  readonly entries: readonly EntryLocation[]
  readonly frameworks: readonly string[] // short names; see `supportedFrameworks`
  readonly isSigned: boolean // holds a signature; whether it is a good one is another question
  readonly warnings: readonly NupkgWarning[]
}

const maxNuspecBytes = 1024 * 1024

/**
 * Reads a package, the bytes, the file at a path or what was opened (which is closed), and checks every rule that needs
 * nothing but the package (protocol.md 3). Memory does not grow with its size: only the directory, nuspec, icon, readme and
 * license are read. `now` judges dates in the future.
 */
export async function readNupkg(
  source: Uint8Array | string | PackageSource,
  now: Date = new Date(),
  rules: PackageRules = defaultRules,
): Promise<Result<Nupkg, NupkgRefusal>> {
  const file = await openPackage(source)
  try {
    return await readPackage(file, now, rules)
  } finally {
    await file.close()
  }
}

function openPackage(source: Uint8Array | string | PackageSource): Promise<PackageFile> | PackageFile {
  if (typeof source === 'string') return PackageFile.open(source)
  return source instanceof Uint8Array ? PackageFile.of(source) : PackageFile.from(source)
}

async function readPackage(file: PackageFile, now: Date, rules: PackageRules): Promise<Result<Nupkg, NupkgRefusal>> {
  const directory = await readDirectory(file, now)
  if (!directory.ok) return directory
  const entries = directory.value
  const manifest = findNuspec(entries)
  if (!manifest.ok) return manifest
  const xml = await readContent(file, manifest.value)
  if (!xml.ok) return xml
  const nuspec = parseNuspec(xml.value, rules)
  if (!nuspec.ok) return nuspec
  const named = findNamedFiles(nuspec.value, entries)
  if (!named.ok) return named
  const refusal = (await refuseNamedFiles(file, named.value)) ?? (await refuseServerFile(file, nuspec.value, entries))
  if (refusal) return fail(refusal)

  const location = (kind: NamedFile): EntryLocation | null =>
    named.value.find((found) => found.file === kind)?.location ?? null
  const names = entries.map((entry) => decodeEntryName(entry.name))
  return ok({
    nuspec: nuspec.value,
    sizeBytes: file.size,
    files: {
      nuspec: manifest.value,
      readme: location('readme'),
      icon: location('icon'),
      license: location('license'),
    },
    entries,
    frameworks: supportedFrameworks(nuspec.value, names),
    isSigned: names.includes('.signature.p7s'),
    warnings: warnAbout(nuspec.value, names),
  })
}

/** Exactly one manifest, in the root: another one anywhere could be shown to one reader and not to the next. */
function findNuspec(entries: readonly EntryLocation[]): Result<EntryLocation, ContentRefusal> {
  const manifests = entries.filter((entry) => /\.nuspec$/i.test(decodeEntryName(entry.name)))
  const [first, second] = manifests
  if (!first) return fail({ code: 'nupkg-nuspec-missing' })
  if (second) return fail({ code: 'nupkg-nuspec-several', entry: first.name, other: second.name })
  if (decodeEntryName(first.name).includes('/')) return fail({ code: 'nupkg-nuspec-misplaced', entry: first.name })
  if (first.sizeBytes > maxNuspecBytes) {
    return fail({ code: 'nupkg-file-too-large', file: 'nuspec', limit: maxNuspecBytes })
  }
  return ok(first)
}

async function refuseNamedFiles(file: PackageFile, named: readonly FoundFile[]): Promise<ContentRefusal | null> {
  for (const found of named) {
    const content = await readContent(file, found.location)
    if (!content.ok) return content.error
    const refusal = refuseContent(found.file, content.value)
    if (refusal) return refusal
  }
  return null
}

/** An MCP server's file may be missing (a warning), but not be nonsense. */
async function refuseServerFile(
  file: PackageFile,
  nuspec: Nuspec,
  entries: readonly EntryLocation[],
): Promise<ContentRefusal | null> {
  if (!hasType(nuspec.packageTypes, 'McpServer')) return null
  const location = entries.find((entry) => decodeEntryName(entry.name) === mcpServerPath)
  if (!location) return null
  if (location.sizeBytes > maxFileBytes) return { code: 'nupkg-mcp-server-json' }
  const content = await readContent(file, location)
  return content.ok ? refuseMcpServer(content.value) : content.error
}

async function readContent(file: PackageFile, location: EntryLocation): Promise<Result<Buffer, ContentRefusal>> {
  const bytes = await file.readUint8Array(location.dataOffset, location.compressedBytes)
  try {
    return ok(await readEntry(bytes, location))
  } catch {
    return fail({ code: 'nupkg-entry-damaged', entry: location.name })
  }
}
