import { toLowerId } from '../nuget/package-id.ts'
import type { DependencyGroup } from '../packages/package.ts'

/**
 * Dependency groups as registration and catalog show them, named within `entryId`. `registrationOf` gives the address of
 * a dependency's registration index; the catalog names none. Protocol.md §5.6.
 */
export function dependencyGroups(
  entryId: string,
  groups: readonly DependencyGroup[],
  registrationOf: ((lowerId: string) => string) | null,
): readonly object[] {
  return groups.map(({ targetFramework, dependencies }) => {
    const id = `${entryId}#dependencygroup${targetFramework === null ? '' : `/${targetFramework.toLowerCase()}`}`
    return {
      '@id': id,
      '@type': 'PackageDependencyGroup',
      // A group without dependencies stays, without the list: it says that the framework needs nothing.
      ...(dependencies.length > 0 && {
        dependencies: dependencies.map((dependency) => ({
          '@id': `${id}/${toLowerId(dependency.id)}`,
          '@type': 'PackageDependency',
          id: dependency.id,
          range: dependency.range,
          ...(registrationOf && { registration: registrationOf(toLowerId(dependency.id)) }),
        })),
      }),
      ...(targetFramework !== null && { targetFramework }),
    }
  })
}
