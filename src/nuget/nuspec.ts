import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { readDependencyGroups } from './dependencies.ts'
import type { DependencyGroup } from './dependencies.ts'
import { readFrameworkAssemblies, readFrameworkReferences } from './framework-references.ts'
import type { FrameworkAssembly, FrameworkReferenceGroup } from './framework-references.ts'
import { readLicense } from './license.ts'
import type { License } from './license.ts'
import { booleanOf, refuseMetadata, textOf } from './nuspec-metadata.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import { childOf, childrenOf, parseXml } from './nuspec-xml.ts'
import type { XmlElement } from './nuspec-xml.ts'
import { parsePackageId } from './package-id.ts'
import type { PackageId } from './package-id.ts'
import { defaultRules } from './package-rules.ts'
import type { PackageRules } from './package-rules.ts'
import { readPackageTypes } from './package-types.ts'
import type { PackageType } from './package-types.ts'
import { isPushableVersion, parseVersion } from './version.ts'
import type { NuGetVersion } from './version.ts'

export type { Dependency, DependencyGroup } from './dependencies.ts'
export type { FrameworkAssembly, FrameworkReferenceGroup } from './framework-references.ts'
export type { License } from './license.ts'
export type { NuspecRefusal } from './nuspec-refusal.ts'
export type { PackageType } from './package-types.ts'

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

export type Repository = {
  readonly type: string | null
  readonly url: string | null
  readonly branch: string | null
  readonly commit: string | null
}

const maxIdentityLength = 160

/**
 * Reads a manifest from its bytes and checks every rule that needs nothing but the manifest; what concerns the files it
 * names is checked in `nupkg.ts`. Source: protocol.md 3.3 to 3.7, NuGetGallery PackageMetadata.cs, ManifestValidator.cs.
 */
export function parseNuspec(xml: Uint8Array, rules: PackageRules = defaultRules): Result<Nuspec, NuspecRefusal> {
  const root = parseXml(xml)
  if (!root.ok) return root
  const [metadata, second] = root.value.name === 'package' ? childrenOf(root.value, 'metadata') : []
  if (!metadata) return fail({ code: 'nuspec-no-metadata' })
  if (second) return fail({ code: 'nuspec-element-duplicate', element: 'metadata' })

  // Types come first: a symbols package lacks authors, and its publisher should hear where it belongs.
  const packageTypes = readPackageTypes(metadata)
  if (!packageTypes.ok) return packageTypes
  const refusal = refuseMetadata(metadata, rules)
  if (refusal) return fail(refusal)
  const identity = readIdentity(metadata)
  if (!identity.ok) return identity
  const license = readLicense(childOf(metadata, 'license'), textOf(metadata, 'licenseUrl'))
  if (!license.ok) return license
  if (rules.isLicenseRequired && !license.value) return fail({ code: 'nuspec-license-required' })
  const dependencyGroups = readDependencyGroups(metadata)
  if (!dependencyGroups.ok) return dependencyGroups
  const frameworkReferences = readFrameworkReferences(metadata)
  if (!frameworkReferences.ok) return frameworkReferences
  const frameworkAssemblies = readFrameworkAssemblies(metadata)
  if (!frameworkAssemblies.ok) return frameworkAssemblies

  return ok({
    ...identity.value,
    ...readTexts(metadata),
    license: license.value,
    packageTypes: packageTypes.value,
    dependencyGroups: dependencyGroups.value,
    frameworkReferences: frameworkReferences.value,
    frameworkAssemblies: frameworkAssemblies.value,
    isSemVer2: identity.value.version.isSemVer2 || dependencyGroups.value.some(hasSemVer2Bound),
  })
}

function readIdentity(metadata: XmlElement): Result<Pick<Nuspec, 'id' | 'version'>, NuspecRefusal> {
  const idText = childOf(metadata, 'id')?.text ?? ''
  const versionText = textOf(metadata, 'version') ?? ''
  const id = parsePackageId(idText)
  if (!id) return fail({ code: 'nuspec-id-invalid', id: idText })
  const version = parseVersion(versionText)
  if (!version) return fail({ code: 'nuspec-version-invalid', version: versionText })
  if (!isPushableVersion(version)) return fail({ code: 'nuspec-version-unsupported', version: versionText })
  const length = id.length + version.full.length
  if (length > maxIdentityLength) return fail({ code: 'nuspec-identity-too-long', length, limit: maxIdentityLength })
  return ok({ id, version })
}

type Texts = Omit<
  Nuspec,
  | 'id'
  | 'version'
  | 'license'
  | 'packageTypes'
  | 'dependencyGroups'
  | 'frameworkReferences'
  | 'frameworkAssemblies'
  | 'isSemVer2'
>

function readTexts(metadata: XmlElement): Texts {
  return {
    authors: textOf(metadata, 'authors') ?? textOf(metadata, 'owners') ?? '',
    description: textOf(metadata, 'description') ?? '',
    title: textOf(metadata, 'title'),
    summary: textOf(metadata, 'summary'),
    releaseNotes: textOf(metadata, 'releaseNotes'),
    copyright: textOf(metadata, 'copyright'),
    language: textOf(metadata, 'language'),
    tags:
      textOf(metadata, 'tags')
        ?.split(/[\s,;]+/)
        .filter((tag) => tag !== '') ?? [],
    projectUrl: textOf(metadata, 'projectUrl'),
    iconUrl: textOf(metadata, 'iconUrl'),
    licenseUrl: textOf(metadata, 'licenseUrl'),
    icon: textOf(metadata, 'icon')?.replaceAll('\\', '/') ?? null,
    readme: textOf(metadata, 'readme')?.replaceAll('\\', '/') ?? null,
    requireLicenseAcceptance: booleanOf(metadata, 'requireLicenseAcceptance'),
    developmentDependency: booleanOf(metadata, 'developmentDependency'),
    serviceable: booleanOf(metadata, 'serviceable'),
    minClientVersion: metadata.attributes.get('minClientVersion')?.trim() || null,
    repository: readRepository(childOf(metadata, 'repository')),
  }
}

function readRepository(element: XmlElement | null): Repository | null {
  const attribute = (name: string): string | null => element?.attributes.get(name)?.trim() || null
  const repository = {
    type: attribute('type'),
    url: attribute('url'),
    branch: attribute('branch'),
    commit: attribute('commit'),
  }
  return Object.values(repository).some((value) => value !== null) ? repository : null
}

function hasSemVer2Bound(group: DependencyGroup): boolean {
  return group.dependencies.some((dependency) => dependency.range.isSemVer2)
}

/** The names of a package's types; a package that declares none is a `Dependency`. */
export function packageKind(nuspec: Pick<Nuspec, 'packageTypes'>): readonly string[] {
  return nuspec.packageTypes.length > 0 ? nuspec.packageTypes.map((type) => type.name) : ['Dependency']
}
