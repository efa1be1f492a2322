import type { DependencyGroup } from './dependencies.ts'
import type { FrameworkReferenceGroup } from './framework-references.ts'
import { parseFramework } from './framework.ts'
import { hasType } from './package-types.ts'
import type { PackageType } from './package-types.ts'

/** What decides about the frameworks of a package. */
export type FrameworkFacts = {
  readonly id: string
  readonly packageTypes: readonly PackageType[]
  readonly dependencyGroups: readonly DependencyGroup[]
  readonly frameworkReferences: readonly FrameworkReferenceGroup[]
}

/** Most frameworks that are kept of a package; real ones name about twenty. */
const maxFrameworks = 100

/** A file that says "nothing is needed here" to the client. */
const emptyFolder = '_._'

/**
 * The short names of the frameworks that a package is for, sorted and each once: what its files in lib, ref, runtimes,
 * contentFiles and build say, and of a tool those in tools. A package of dependencies only is for the frameworks of its
 * groups. `entryNames` are decoded. Folders whose framework nobody knows are left out.
 * Source: NuGetGallery AssetFrameworkHelper.cs, NuGet.Client ManagedCodeConventions.cs.
 */
export function supportedFrameworks(facts: FrameworkFacts, entryNames: readonly string[]): readonly string[] {
  const isTool = ['DotnetTool', 'DotnetCliTool', 'DotnetToolRidPackage'].some((name) =>
    hasType(facts.packageTypes, name),
  )
  const found = entryNames.flatMap((name) => frameworkOfFile(name, facts.id, isTool) ?? [])
  const groups = [...facts.dependencyGroups, ...facts.frameworkReferences]
  const named = found.length > 0 ? found : groups.flatMap(({ targetFramework }) => targetFramework ?? [])
  return [...new Set(named)].sort().slice(0, maxFrameworks)
}

/** Where a file can say something; a package can have thousands elsewhere. */
const tellingFolders = /^(?:lib|ref|runtimes|contentfiles|tools|build[a-z]*)\//i

/** The framework that one file of a package is for, or null when it says nothing about that. */
function frameworkOfFile(name: string, id: string, isTool: boolean): string | null {
  if (!tellingFolders.test(name)) return null
  const [top = '', ...rest] = name.split('/')
  if (rest.length === 0 || rest.at(-1) === '') return null // in the root, or a folder's own entry
  const [first = '', second = '', third = ''] = rest
  switch (top.toLowerCase()) {
    case 'lib':
      if (rest.length === 1) return isAssembly(first) ? 'net' : null // of the time before frameworks had folders
      return shortName(first, 'dotnet')
    case 'ref':
      return rest.length > 1 ? shortName(first, 'dotnet') : null
    case 'runtimes':
      return second.toLowerCase() === 'lib' && rest.length > 3 ? shortName(third, 'dotnet') : null
    case 'contentfiles':
      return rest.length > 2 && /^[\p{L}\p{Nd}]+$/u.test(first) ? shortName(second, 'any') : null
    case 'tools':
      return isTool && rest.length > 2 ? shortName(first, 'any') : null
    case 'build':
      if (!isBuildFile(rest.at(-1) ?? '', id) || rest.length > 2) return null
      return rest.length === 1 ? 'any' : shortName(first, 'dotnet')
    case 'buildmultitargeting':
    case 'buildcrosstargeting':
      return rest.length === 1 && isBuildFile(first, id) ? 'any' : null
    default:
      return null
  }
}

function isAssembly(file: string): boolean {
  return file === emptyFolder || /\.(?:dll|exe|winmd)$/i.test(file)
}

/** MSBuild reads only the files that have the package's ID as their name. */
function isBuildFile(file: string, id: string): boolean {
  const names = [`${id}.props`.toLowerCase(), `${id}.targets`.toLowerCase()]
  return file === emptyFolder || names.includes(file.toLowerCase())
}

/** The folder `any` means another framework in each place. */
function shortName(folder: string, any: 'any' | 'dotnet'): string | null {
  return folder === 'any' ? any : (parseFramework(folder)?.shortName ?? null)
}
