import type { Result } from '../result.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import type { PackageId } from './package-id.ts'
import type { VersionRange } from './version-range.ts'
import type { NuGetVersion } from './version.ts'

export type { NuspecRefusal } from './nuspec-refusal.ts'

/** A package's manifest, read and checked. What the author left out is null or empty. */
export type Nuspec = {
  readonly id: PackageId
  readonly version: NuGetVersion
  readonly authors: string
  readonly description: string
  readonly title: string | null
  readonly summary: string | null
  readonly releaseNotes: string | null
  readonly copyright: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly projectUrl: string | null
  readonly iconUrl: string | null
  readonly licenseUrl: string | null
  readonly icon: string | null // path in the package, with `/`
  readonly readme: string | null // path in the package, with `/`
  readonly license: License | null
  readonly requireLicenseAcceptance: boolean
  readonly developmentDependency: boolean
  readonly serviceable: boolean
  readonly minClientVersion: string | null
  readonly repository: Repository | null
  readonly packageTypes: readonly PackageType[] // [] when none is declared; see `packageKind`
  readonly dependencyGroups: readonly DependencyGroup[]
  readonly frameworkReferences: readonly FrameworkReferenceGroup[]
  readonly frameworkAssemblies: readonly FrameworkAssembly[]
  readonly isSemVer2: boolean // its own version or any bound of a dependency is (protocol.md 2.4)
}

export type License = {
  readonly type: 'expression' | 'file'
  readonly text: string // the SPDX expression, or the path in the package with `/`
  readonly version: string | null
}

export type Repository = {
  readonly type: string | null
  readonly url: string | null
  readonly branch: string | null
  readonly commit: string | null
}

export type PackageType = { readonly name: string; readonly version: string | null }

/** Dependencies of one target framework (short name); null is any framework. */
export type DependencyGroup = {
  readonly targetFramework: string | null
  readonly dependencies: readonly Dependency[]
}

export type Dependency = { readonly id: string; readonly range: VersionRange }

export type FrameworkReferenceGroup = { readonly targetFramework: string | null; readonly names: readonly string[] }

/** An assembly of the .NET Framework; no target framework means all. */
export type FrameworkAssembly = { readonly name: string; readonly targetFrameworks: readonly string[] }

/** Reads a manifest from its bytes. Refusals follow protocol.md 3.3 to 3.7. */
export function parseNuspec(_xml: Uint8Array): Result<Nuspec, NuspecRefusal> {
  throw new Error('not written yet')
}

/** The names of a package's types; a package that declares none is a `Dependency`. */
export function packageKind(nuspec: Pick<Nuspec, 'packageTypes'>): readonly string[] {
  return nuspec.packageTypes.length > 0 ? nuspec.packageTypes.map((type) => type.name) : ['Dependency']
}
