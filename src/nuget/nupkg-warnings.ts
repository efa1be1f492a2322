import { mcpServerPath } from './named-files.ts'
import { hasType } from './package-types.ts'
import type { Nuspec } from './nuspec.ts'

/**
 * What a publisher should know although the package is accepted, one sentence each, for `X-NuGet-Warning`: ASCII and
 * without text from the package. Source: protocol.md 3.3 to 3.8.
 */
export function warnAbout(nuspec: Nuspec, entryNames: readonly string[]): readonly string[] {
  const texts = [
    nuspec.title,
    nuspec.description,
    nuspec.summary,
    nuspec.releaseNotes,
    nuspec.authors,
    nuspec.copyright,
  ]
  const lacksServerFile = hasType(nuspec.packageTypes, 'McpServer') && !entryNames.includes(mcpServerPath)
  return [
    licenseWarning(nuspec),
    !nuspec.icon &&
      nuspec.iconUrl &&
      'The package has an iconUrl only, which is deprecated; put the icon into the package.',
    !nuspec.readme && 'The package has no readme; add one, so that people know how to use it.',
    hasOddRepositoryUrl(nuspec) &&
      'The repository URL is not one that people can open; use https, or git for a repository of type git.',
    texts.some((text) => text !== null && text.normalize('NFC') !== text) &&
      'Some text in the nuspec is not in Unicode normal form C, so that searching may miss it.',
    lacksServerFile && 'The package is an MCP server but has no .mcp/server.json file, so that tools cannot set it up.',
  ].flatMap((warning) => warning || [])
}

/** The warning for a package that is not signed although the version that was pushed before it is, or null. */
export function warnAboutSigning(
  { isSigned }: { readonly isSigned: boolean },
  previous: { readonly version: string; readonly isSigned: boolean },
): string | null {
  if (isSigned || !previous.isSigned) return null
  return `The package is not signed, but version ${previous.version} is; sign it too, for those who accept signed ones only.`
}

function licenseWarning(nuspec: Nuspec): string | null {
  if (nuspec.license) return null
  if (nuspec.licenseUrl === null) return 'The package has no license; add a license expression or file.'
  return 'The package has a licenseUrl only, which is deprecated; use a license expression or file.'
}

function hasOddRepositoryUrl({ repository }: Nuspec): boolean {
  if (!repository?.url) return false
  const schemes = repository.type?.toLowerCase() === 'git' ? ['https:', 'git:'] : ['https:']
  return !URL.canParse(repository.url) || !schemes.includes(new URL(repository.url).protocol)
}
