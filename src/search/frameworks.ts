import { parseFramework } from '../nuget/framework.ts'
import { exactToken } from './analysis.ts'

/** The families that a search can ask for: protocol.md §6.6. `net` is .NET 5 and later. */
export const frameworkFamilies = ['net', 'netcoreapp', 'netstandard', 'netframework'] as const
export type FrameworkFamily = (typeof frameworkFamilies)[number]

/** Which target frameworks the shown version must have assets or dependencies for: all of these, or any of them. */
export type FrameworkFilter = {
  readonly families: readonly FrameworkFamily[]
  /** Short names in lower case, such as `net8.0`. */
  readonly tfms: readonly string[]
  readonly mode: 'all' | 'any'
}

/** Null for frameworks of other families: Xamarin, Silverlight and the like. */
export function toFamily(shortName: string): FrameworkFamily | null {
  const framework = parseFramework(shortName)
  switch (framework?.identifier) {
    case '.NETCoreApp':
      return Number(framework.version.split('.')[0]) >= 5 ? 'net' : 'netcoreapp'
    case '.NETStandard':
      return 'netstandard'
    case '.NETFramework':
      return 'netframework'
    default:
      return null
  }
}

/** A target framework as queries name it, or null when it is none, or a portable profile. */
export function toTfm(text: string): string | null {
  const framework = parseFramework(text)
  const isSpecific = framework && framework.identifier !== '.NETPortable' && framework.shortName !== 'any'
  return isSpecific ? framework.shortName.toLowerCase() : null
}

/** What a version's frameworks (short names) are indexed as. */
export function frameworkTokens(frameworks: readonly string[]): readonly string[] {
  return frameworks.flatMap((name) => {
    const family = toFamily(name)
    return [exactToken('f', toTfm(name) ?? name), ...(family === null ? [] : [exactToken('g', family)])]
  })
}

/** The tokens that a filter asks for. */
export function filterTokens({ families, tfms }: FrameworkFilter): readonly string[] {
  return [...families.map((family) => exactToken('g', family)), ...tfms.map((tfm) => exactToken('f', tfm))]
}

/** Names apart by commas; null when one of them is no family or no framework that can be asked for. */
export function parseFrameworkFilter(given: {
  readonly families: string
  readonly tfms: string
  readonly mode: string
}): FrameworkFilter | null | 'invalid' {
  const families = splitNames(given.families)
  const tfms = splitNames(given.tfms).map(toTfm)
  const mode = given.mode.trim().toLowerCase() || 'all'
  if (!families.every(isFamily) || !tfms.every((tfm) => tfm !== null)) return 'invalid'
  if (mode !== 'all' && mode !== 'any') return 'invalid'
  return families.length + tfms.length === 0 ? null : { families, tfms, mode }
}

const mostNames = 50

function splitNames(text: string): readonly string[] {
  const names = text.split(',').flatMap((name) => name.trim().toLowerCase() || [])
  return [...new Set(names)].slice(0, mostNames)
}

function isFamily(name: string): name is FrameworkFamily {
  return frameworkFamilies.some((family) => family === name)
}
