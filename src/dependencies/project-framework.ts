import { compareNumbers, projectFrameworks } from '../nuget/framework-compatibility.ts'
import { parseFramework, type Framework } from '../nuget/framework.ts'
import type { VersionMetadata } from '../packages/package.ts'

/** What a project is for when neither the package nor the reader says so. */
const usual = projectFrameworks.filter((name) => /^net\d+\.\d+$/.test(name)).at(-1) ?? 'net10.0'

/** The frameworks (short names) that a package tells apart: those of its dependency groups, or else of its files. */
export function frameworksOf(metadata: Pick<VersionMetadata, 'dependencyGroups' | 'frameworks'>): readonly string[] {
  const groups = metadata.dependencyGroups.flatMap(({ targetFramework }) => targetFramework ?? [])
  const named = groups.length > 0 ? groups : metadata.frameworks
  const known = named.filter((name) => {
    const identifier = parseFramework(name)?.identifier
    return identifier !== undefined && identifier !== 'Any' && identifier !== '.NETPortable'
  })
  return known.length > 0 ? [...new Set(known)] : [usual]
}

const preferred = ['.NETCoreApp', '.NETStandard', '.NETFramework']

/** The framework asked for, any that there is, or else the newest .NET of these, or of what comes nearest to it. */
export function frameworkFor(asked: string | undefined, frameworks: readonly string[]): Framework {
  const wanted = asked === undefined ? null : parseFramework(asked)
  const rank = ({ identifier }: Framework) => [...preferred, identifier].indexOf(identifier) // others come last
  const [newest] = frameworks
    .flatMap((name) => parseFramework(name) ?? [])
    .toSorted((a, b) => rank(a) - rank(b) || compareNumbers(b.version, a.version))
  const found = wanted ?? newest
  if (!found) throw new Error(`${frameworks.join(', ')} are no frameworks`)
  return found
}
