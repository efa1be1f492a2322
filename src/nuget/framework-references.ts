import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'
import { readTargetFramework } from './dependencies.ts'
import { parseFramework } from './framework.ts'
import type { NuspecRefusal } from './nuspec-refusal.ts'
import { childOf, childrenOf } from './nuspec-xml.ts'
import type { XmlElement } from './nuspec-xml.ts'

/** Shared frameworks such as `Microsoft.AspNetCore.App` that one target framework (short name; null is any) needs. */
export type FrameworkReferenceGroup = { readonly targetFramework: string | null; readonly names: readonly string[] }

/** An assembly of the .NET Framework that a project must reference; no target framework means all. */
export type FrameworkAssembly = { readonly name: string; readonly targetFrameworks: readonly string[] }

export function readFrameworkReferences(
  metadata: XmlElement,
): Result<readonly FrameworkReferenceGroup[], NuspecRefusal> {
  const groups: FrameworkReferenceGroup[] = []
  for (const group of childrenOf(childOf(metadata, 'frameworkReferences'), 'group')) {
    const targetFramework = readTargetFramework(group, 'framework reference')
    if (!targetFramework.ok) return targetFramework
    const names = childrenOf(group, 'frameworkReference').flatMap(({ attributes }) => attributes.get('name') || [])
    groups.push({ targetFramework: targetFramework.value, names })
  }
  return ok(groups)
}

export function readFrameworkAssemblies(metadata: XmlElement): Result<readonly FrameworkAssembly[], NuspecRefusal> {
  const assemblies: FrameworkAssembly[] = []
  for (const { attributes } of childrenOf(childOf(metadata, 'frameworkAssemblies'), 'frameworkAssembly')) {
    const texts = (attributes.get('targetFramework') ?? '').split(',').flatMap((text) => text.trim() || [])
    const targetFrameworks: string[] = []
    for (const text of texts) {
      const framework = parseFramework(text)
      if (!framework) {
        return fail({ code: 'nuspec-framework-unsupported', element: 'framework assembly', targetFramework: text })
      }
      targetFrameworks.push(framework.shortName)
    }
    const name = attributes.get('assemblyName')
    if (name) assemblies.push({ name, targetFrameworks })
  }
  return ok(assemblies)
}
