import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { decodeEntryName } from './entry-names.ts'
import type { EntryLocation } from './entry.ts'
import type { ContentRefusal, NamedFile } from './nupkg-refusal.ts'
import type { Nuspec } from './nuspec.ts'

/** A file that the manifest names, found in the package, before its content was looked at. */
export type FoundFile = { readonly file: NamedFile; readonly location: EntryLocation }

/** Most bytes of a file that pages show. */
export const maxFileBytes = 1024 * 1024

/**
 * The icon, readme and license file of a package. Paths match entries as the client sees them, case included.
 * Source: NuGetGallery PackageMetadataValidationService.cs; protocol.md 3.4 and 3.5.
 */
export function findNamedFiles(
  nuspec: Nuspec,
  entries: readonly EntryLocation[],
): Result<readonly FoundFile[], ContentRefusal> {
  const license = nuspec.license?.type === 'file' ? nuspec.license.text : null
  const named = [
    { file: 'icon', path: nuspec.icon },
    { file: 'readme', path: nuspec.readme },
    { file: 'license', path: license },
  ] as const
  const found: FoundFile[] = []
  for (const { file, path } of named) {
    if (path === null) continue
    const location = entries.find((entry) => decodeEntryName(entry.name) === path)
    if (!location) return fail({ code: 'nupkg-file-missing', file, path })
    if (location.sizeBytes > maxFileBytes) return fail({ code: 'nupkg-file-too-large', file, limit: maxFileBytes })
    found.push({ file, location })
  }
  return ok(found)
}

/** Where tools find how to start a package of type McpServer. */
export const mcpServerPath = '.mcp/server.json'

/** Says why this content may not be an MCP server's file, or null: it must be a JSON object with something in it. */
export function refuseMcpServer(content: Uint8Array): ContentRefusal | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    return isObject && Object.keys(json).length > 0 ? null : { code: 'nupkg-mcp-server-json' }
  } catch {
    return { code: 'nupkg-mcp-server-json' }
  }
}

/** Says why this content may not be the named file, or null. */
export function refuseContent(file: NamedFile, content: Uint8Array): ContentRefusal | null {
  if (file === 'icon') return isImage(content) ? null : { code: 'nupkg-icon-not-an-image' }
  if (content.length === 0) return { code: 'nupkg-file-empty', file }
  return isText(content) ? null : { code: 'nupkg-file-not-text', file }
}

function isImage(content: Uint8Array): boolean {
  const start = Buffer.from(content.subarray(0, 8)).toString('hex')
  return start === '89504e470d0a1a0a' || start.startsWith('ffd8ff')
}

function isText(content: Uint8Array): boolean {
  if (content.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content)
    return true
  } catch {
    return false
  }
}
