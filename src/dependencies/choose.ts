import { compareNumbers, isCompatible } from '../nuget/framework-compatibility.ts'
import { parseFramework, type Framework } from '../nuget/framework.ts'
import { satisfies, type VersionRange } from '../nuget/version-range.ts'
import type { NuGetVersion } from '../nuget/version.ts'
import type { DependencyGroup } from '../packages/package.ts'

/** What the client takes of these for a dependency: the lowest version that the range allows, a stable one if it can. */
export function chooseVersion<T extends { readonly version: NuGetVersion }>(
  range: VersionRange,
  ascending: readonly T[],
): T | null {
  const allowed = ascending.filter(({ version }) => satisfies(range, version))
  const wantsPrerelease = range.min?.isPrerelease === true
  const stable = allowed.find(({ version }) => wantsPrerelease || !version.isPrerelease)
  return stable ?? allowed[0] ?? null
}

/**
 * The group that counts in a project for this framework, or null: of those that the client takes the one nearest to it,
 * first of its own kind, then of another, and the group for any framework when there is none.
 */
export function chooseGroup(groups: readonly DependencyGroup[], project: Framework): DependencyGroup | null {
  const near = groups.flatMap((group) => {
    const framework = group.targetFramework === null ? null : parseFramework(group.targetFramework)
    return framework && isCompatible(project, framework) ? [{ group, framework }] : []
  })
  const rank = (framework: Framework) => (framework.identifier === project.identifier ? 1 : 0)
  const [best] = near.toSorted(
    (a, b) =>
      rank(b.framework) - rank(a.framework) ||
      compareNumbers(b.framework.version, a.framework.version) ||
      Number(b.framework.platform !== null) - Number(a.framework.platform !== null),
  )
  return best?.group ?? groups.find(({ targetFramework }) => targetFramework === null) ?? null
}
