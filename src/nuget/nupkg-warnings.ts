import { mcpServerPath } from './named-files.ts'
import { hasType } from './package-types.ts'
import type { Nuspec } from './nuspec.ts'

/** What a publisher should know although the package is accepted. Source: protocol.md 3.3 to 3.8. */
export type NupkgWarning =
  | { readonly code: 'license-missing' }
  | { readonly code: 'license-url-only' }
  | { readonly code: 'icon-url-only' }
  | { readonly code: 'readme-missing' }
  | { readonly code: 'repository-url-odd' }
  | { readonly code: 'text-not-normal' }
  | { readonly code: 'mcp-server-file-missing' }
  | { readonly code: 'signature-missing'; readonly previous: string }

type Sentences = { readonly [C in NupkgWarning['code']]: (w: Extract<NupkgWarning, { readonly code: C }>) => string }

const sentences: Sentences = {
  'license-missing': () => 'The package has no license; add a license expression or file.',
  'license-url-only': () => 'The package has a licenseUrl only, which is deprecated; use a license expression or file.',
  'icon-url-only': () => 'The package has an iconUrl only, which is deprecated; put the icon into the package.',
  'readme-missing': () => 'The package has no readme; add one, so that people know how to use it.',
  'repository-url-odd': () =>
    'The repository URL is not one that people can open; use https, or git for a repository of type git.',
  'text-not-normal': () => 'Some text in the nuspec is not in Unicode normal form C, so that searching may miss it.',
  'mcp-server-file-missing': () =>
    'The package is an MCP server but has no .mcp/server.json file, so that tools cannot set it up.',
  'signature-missing': ({ previous }) =>
    `The package is not signed, but version ${previous} is; sign it too, for those who accept signed ones only.`,
}

/** The sentence for `X-NuGet-Warning`: ASCII, and of text from packages a version at most. */
export function describeNupkgWarning(warning: NupkgWarning): string {
  return (sentences[warning.code] as (w: NupkgWarning) => string)(warning)
}

/** Everything that the package alone gives reason to warn about. */
export function warnAbout(nuspec: Nuspec, entryNames: readonly string[]): readonly NupkgWarning[] {
  const texts = [
    nuspec.title,
    nuspec.description,
    nuspec.summary,
    nuspec.releaseNotes,
    nuspec.authors,
    nuspec.copyright,
  ]
  const lacksServerFile = hasType(nuspec.packageTypes, 'McpServer') && !entryNames.includes(mcpServerPath)
  const codes = [
    licenseWarning(nuspec),
    !nuspec.icon && nuspec.iconUrl && 'icon-url-only',
    !nuspec.readme && 'readme-missing',
    hasOddRepositoryUrl(nuspec) && 'repository-url-odd',
    texts.some((text) => text !== null && text.normalize('NFC') !== text) && 'text-not-normal',
    lacksServerFile && 'mcp-server-file-missing',
  ] as const
  return codes.flatMap((code) => (code ? { code } : []))
}

/** The warning for a package that is not signed although the version that was pushed before it is, or null. */
export function warnAboutSigning(
  { isSigned }: { readonly isSigned: boolean },
  previous: { readonly version: string; readonly isSigned: boolean },
): NupkgWarning | null {
  return isSigned || !previous.isSigned ? null : { code: 'signature-missing', previous: previous.version }
}

function licenseWarning(nuspec: Nuspec): 'license-missing' | 'license-url-only' | null {
  if (nuspec.license) return null
  return nuspec.licenseUrl === null ? 'license-missing' : 'license-url-only'
}

function hasOddRepositoryUrl({ repository }: Nuspec): boolean {
  if (!repository?.url) return false
  const schemes = repository.type?.toLowerCase() === 'git' ? ['https:', 'git:'] : ['https:']
  return !URL.canParse(repository.url) || !schemes.includes(new URL(repository.url).protocol)
}
