import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { parseFramework } from './framework.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import { childOf, childrenOf } from './nuspec-xml.ts'
import type { XmlElement } from './nuspec-xml.ts'
import { parsePackageId, toLowerId } from './package-id.ts'
import { parseVersionRange } from './version-range.ts'
import type { VersionRange } from './version-range.ts'
import { isPushableBound } from './version.ts'

/** Dependencies of one target framework (short name); null is any framework. An empty group says "none needed". */
export type DependencyGroup = {
  readonly targetFramework: string | null
  readonly dependencies: readonly Dependency[]
}

export type Dependency = { readonly id: string; readonly range: VersionRange }

const maxFlattenedLength = 32767

/**
 * The dependency groups of a manifest. A flat list is one group for any framework; beside groups it is ignored, as by the
 * client. Source: NuGetGallery ManifestValidator.cs; protocol.md 3.6.
 */
export function readDependencyGroups(metadata: XmlElement): Result<readonly DependencyGroup[], NuspecRefusal> {
  const element = childOf(metadata, 'dependencies')
  const groups: DependencyGroup[] = []
  const seen = new Set<string | null>()
  for (const group of groupElements(element)) {
    const read = readGroup(group)
    if (!read.ok) return read
    const { targetFramework } = read.value
    if (seen.has(targetFramework)) return fail({ code: 'nuspec-dependency-group-duplicate', targetFramework })
    seen.add(targetFramework)
    groups.push(read.value)
  }
  const length = flattenedLength(groups)
  if (length > maxFlattenedLength) {
    return fail({ code: 'nuspec-dependencies-too-long', length, limit: maxFlattenedLength })
  }
  return ok(groups)
}

/** The `group` elements, or the whole list as one group when there is none. */
function groupElements(element: XmlElement | null): readonly XmlElement[] {
  const groups = childrenOf(element, 'group')
  if (!element || groups.length > 0) return groups
  return childrenOf(element, 'dependency').length > 0 ? [element] : []
}

function readGroup(element: XmlElement): Result<DependencyGroup, NuspecRefusal> {
  const targetFramework = readTargetFramework(element, 'dependency group')
  if (!targetFramework.ok) return targetFramework
  const dependencies: Dependency[] = []
  const seen = new Set<string>()
  for (const child of childrenOf(element, 'dependency')) {
    const read = readDependency(child)
    if (!read.ok) return read
    const { id } = read.value
    if (seen.has(toLowerId(id))) {
      return fail({ code: 'nuspec-dependency-duplicate', id, targetFramework: targetFramework.value })
    }
    seen.add(toLowerId(id))
    dependencies.push(read.value)
  }
  return ok({ targetFramework: targetFramework.value, dependencies })
}

function readDependency(element: XmlElement): Result<Dependency, NuspecRefusal> {
  const id = element.attributes.get('id') ?? ''
  const version = (element.attributes.get('version') ?? '').trim()
  if (!parsePackageId(id)) return fail({ code: 'nuspec-dependency-id-invalid', id })
  const range = version === '' ? null : parseVersionRange(version)
  if (!range) return fail({ code: 'nuspec-dependency-version-invalid', id, version })
  if (range.isFloating) return fail({ code: 'nuspec-dependency-floating', id, version })
  const bounds = [range.min, range.max].filter((bound) => bound !== null)
  if (bounds.some((bound) => bound.metadata !== null)) return fail({ code: 'nuspec-dependency-metadata', id, version })
  if (!bounds.every(isPushableBound)) return fail({ code: 'nuspec-dependency-version-invalid', id, version })
  return ok({ id, range })
}

/** The short name of an element's `targetFramework`; null when it has none or means any framework. */
export function readTargetFramework(element: XmlElement, what: string): Result<string | null, NuspecRefusal> {
  const text = element.attributes.get('targetFramework')?.trim() ?? ''
  if (text === '') return ok(null)
  const framework = parseFramework(text)
  if (!framework) return fail({ code: 'nuspec-framework-unsupported', element: what, targetFramework: text })
  return ok(framework.identifier === 'Any' ? null : framework.shortName)
}

/** Length of the dependencies as V2 feeds write them: `id:range:framework|...`. */
function flattenedLength(groups: readonly DependencyGroup[]): number {
  const lengths = groups.flatMap(({ targetFramework, dependencies }) => {
    const suffix = (targetFramework ?? '').length + 3
    return [suffix, ...dependencies.map(({ id, range }) => id.length + range.normalized.length + suffix)]
  })
  return lengths.reduce((sum, length) => sum + length, 0)
}
