import { compareNumbers } from '../nuget/framework-compatibility.ts'
import { parseFramework } from '../nuget/framework.ts'
import type { DependencyGroup } from '../packages/package.ts'

/** The oldest of each family that is still looked after, or that what is looked after takes packages for. */
const oldest: Readonly<Record<string, string>> = {
  '.NETCoreApp': '5.0',
  '.NETStandard': '2.0',
  '.NETFramework': '4.6.2',
  UAP: '10.0',
  native: '0.0',
}

/** Whether few still look for it: what nobody looks after any more, and families that have ended. */
export function isLegacyFramework(shortName: string): boolean {
  const framework = parseFramework(shortName)
  if (!framework || framework.identifier === 'Any') return false
  const first = Object.hasOwn(oldest, framework.identifier) ? oldest[framework.identifier] : undefined
  return first === undefined || compareNumbers(framework.version, first) < 0
}

/** Dependency groups for today's frameworks, and those for others; when there are only such, nothing stands apart. */
export function splitLegacy(groups: readonly DependencyGroup[]): {
  readonly current: readonly DependencyGroup[]
  readonly legacy: readonly DependencyGroup[]
} {
  const isLegacy = ({ targetFramework }: DependencyGroup) =>
    targetFramework !== null && isLegacyFramework(targetFramework)
  const current = groups.filter((group) => !isLegacy(group))
  return current.length === 0 ? { current: groups, legacy: [] } : { current, legacy: groups.filter(isLegacy) }
}
