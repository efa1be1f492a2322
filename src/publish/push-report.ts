import type { Deps } from '../deps.ts'
import { describeNupkgWarning, readNupkg, type Nupkg, type NupkgWarning } from '../nuget/nupkg.ts'
import { toVersionMetadata } from '../packages/package.ts'
import { judgePush } from './judge.ts'
import type { Publisher } from './publisher.ts'
import type { PushRefusal } from './push.ts'
import type { Upload } from './receive.ts'

/** What would become of a file, were it pushed now. */
export type PushReport = {
  /** Null when the file could not be read: then there is one refusal, which says why. */
  readonly nupkg: Nupkg | null
  /** SHA-512 of the file, base64. */
  readonly sha512: string
  readonly sizeBytes: number
  /** Null when the file could not be read. */
  readonly isNewId: boolean | null
  /** The account that owns the ID or would; null when that is not known. */
  readonly owner: string | null
  readonly warnings: readonly NupkgWarning[]
  /** Everything that is against it; none when it would be published. */
  readonly refusals: readonly PushRefusal[]
}

/**
 * Says what a push of this file would be told: every refusal and every warning, and what the package says of itself.
 * Leaves no row, file, job or mail; what the search index would need cannot be known. Without a publisher nobody's rights
 * are asked about.
 */
export async function reportPush(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  publisher: Publisher | null,
  file: Pick<Upload, 'content' | 'sha512' | 'sizeBytes'>,
): Promise<PushReport> {
  const { sha512, sizeBytes } = file
  const read = await readNupkg(file.content, deps.now(), deps.config.packageRules)
  if (!read.ok) {
    return { nupkg: null, sha512, sizeBytes, isNewId: null, owner: null, warnings: [], refusals: [read.error] }
  }
  const verdict = await judgePush(deps.db.read, deps, publisher, read.value)
  return { nupkg: read.value, sha512, sizeBytes, ...verdict }
}

/** A report as the publish API and the command line give it; `describe` knows status and sentence of a refusal. */
export type ReportDocument = {
  readonly wouldPublish: boolean
  readonly id: string | null
  /** Normalized. */
  readonly version: string | null
  /** As the manifest writes it, build metadata included. */
  readonly fullVersion: string | null
  readonly isNewId: boolean | null
  readonly owner: string | null
  readonly sizeBytes: number
  readonly sha512: string
  /** Everything that the manifest says, dependencies included; null when it could not be read. */
  readonly metadata: ReturnType<typeof toVersionMetadata> | null
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly refusals: readonly { readonly code: string; readonly status: number; readonly message: string }[]
}

export function toReportDocument(
  report: PushReport,
  describe: (refusal: PushRefusal) => { readonly status: number; readonly message: string },
  /** What a push would say about its key. */
  keyWarnings: readonly string[] = [],
): ReportDocument {
  const { nupkg, sha512, sizeBytes, isNewId, owner, warnings, refusals } = report
  const version = nupkg?.nuspec.version ?? null
  return {
    wouldPublish: refusals.length === 0,
    id: nupkg?.nuspec.id ?? null,
    version: version?.normalized ?? null,
    fullVersion: version?.full ?? null,
    isNewId,
    owner,
    sizeBytes,
    sha512,
    metadata: nupkg && toVersionMetadata(nupkg),
    warnings: [
      ...warnings.map((warning) => ({ code: warning.code, message: describeNupkgWarning(warning) })),
      ...keyWarnings.map((message) => ({ code: 'key-ending', message })),
    ],
    refusals: refusals.map((refusal) => {
      const { status, message } = describe(refusal)
      return { code: refusal.code, status, message }
    }),
  }
}
