import { compareNumbers, isCompatible, projectFrameworks } from '../nuget/framework-compatibility.ts'
import { parseFramework, type Framework } from '../nuget/framework.ts'

/** One product and its frameworks (short names), oldest first. */
export type FrameworkRow = {
  /** A name that is the same in every language; null for all that follows only from others and few still look for. */
  readonly product: string | null
  /** The package has something for these. */
  readonly included: readonly string[]
  /** The client takes into projects for these what the package has for others. */
  readonly computed: readonly string[]
}

export type FrameworkBadge = { readonly name: string; readonly isComputed: boolean }

/** .NET 5 and later, where a package can be for a platform. */
const modern = projectFrameworks.filter((name) => /^net\d+\./.test(name))

/**
 * Which frameworks a package with these (short names) is for, by product: first the four that most packages are for. A
 * package for any framework and nothing else is for all of them. Source: NuGetGallery PackageFrameworkCompatibilityFactory.cs.
 */
export function frameworkTable(shortNames: readonly string[]): readonly FrameworkRow[] {
  const included = shortNames.flatMap((name) => parseFramework(name) ?? [])
  const isForAny = included.length > 0 && included.every(({ identifier }) => identifier === 'Any')
  const assets = isForAny ? included : included.filter(({ identifier }) => identifier !== 'Any')
  const names = new Set(included.map(({ shortName }) => shortName))
  const computed = [...projectFrameworks, ...onPlatformsOf(assets)]
    .filter((name) => !names.has(name))
    .flatMap((name) => parseFramework(name) ?? [])
    .filter((project) => assets.some((one) => isCompatible(project, one)))
  const products = new Set<string>([...productOrder, ...included.map(productOf)])
  const rowOf = (framework: Framework) => (products.has(productOf(framework)) ? productOf(framework) : null)
  return [...products, null].flatMap((product) => {
    const own = (frameworks: readonly Framework[]) =>
      frameworks.filter((one) => rowOf(one) === product).toSorted(compareFrameworks)
    const row = { product, included: toNames(own(included)), computed: toNames(own(computed)) }
    return row.included.length + row.computed.length === 0 ? [] : row
  })
}

/** The lowest framework of each of the four usual products, whether the package has something for it or not. */
export function frameworkBadges(table: readonly FrameworkRow[]): readonly FrameworkBadge[] {
  return productOrder.flatMap((product) => {
    const row = table.find((one) => one.product === product)
    const names = row ? [...row.included, ...row.computed] : []
    const [lowest] = names.flatMap((name) => parseFramework(name) ?? []).toSorted(compareFrameworks)
    if (!row || !lowest) return []
    return { name: displayName(product, lowest), isComputed: !row.included.includes(lowest.shortName) }
  })
}

/** `net8.0-windows` also works in projects for `net9.0-windows`. */
function onPlatformsOf(assets: readonly Framework[]): readonly string[] {
  const suffixes = assets.flatMap(({ platform, shortName }) =>
    platform ? shortName.slice(shortName.indexOf('-')) : [],
  )
  return [...new Set(suffixes)].flatMap((suffix) => modern.map((name) => name + suffix))
}

const productOrder = ['.NET', '.NET Core', '.NET Standard', '.NET Framework'] as const

function productOf({ identifier, version }: Framework): string {
  switch (identifier) {
    case '.NETCoreApp':
      return compareNumbers(version, '5') >= 0 ? '.NET' : '.NET Core'
    case '.NETStandard':
      return '.NET Standard'
    case '.NETFramework':
      return '.NET Framework'
    default:
      return identifier
  }
}

/** By product and version, then the plain one before those on a platform. */
function compareFrameworks(a: Framework, b: Framework): number {
  const product = a.identifier.localeCompare(b.identifier)
  return product || compareNumbers(a.version, b.version) || (a.shortName < b.shortName ? -1 : 1)
}

function toNames(frameworks: readonly Framework[]): readonly string[] {
  return [...new Set(frameworks.map(({ shortName }) => shortName))]
}

/** `.NET Framework 4.6.1`, `.NET 8.0 windows`. */
function displayName(product: string, { version, platform }: Framework): string {
  const numbers = version.replace(/(?:\.0){1,2}$/, '')
  return [product, numbers, platform].filter((part) => part !== null).join(' ')
}
