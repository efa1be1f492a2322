import { isCompatible, projectFrameworks } from '../nuget/framework-compatibility.ts'
import { parseFramework, type Framework } from '../nuget/framework.ts'
import { exactToken } from './analysis.ts'

/** The families that a search can ask for: protocol.md §6.6. `net` is .NET 5 and later. */
export const frameworkFamilies = ['net', 'netcoreapp', 'netstandard', 'netframework'] as const
export type FrameworkFamily = (typeof frameworkFamilies)[number]

/** Which target frameworks the shown version must be for: all of these, or any of them. */
export type FrameworkFilter = {
  readonly families: readonly FrameworkFamily[]
  /** Short names in lower case, such as `net8.0`. */
  readonly tfms: readonly string[]
  readonly mode: 'all' | 'any'
  /** Whether it counts that the client takes what a package has for another framework: `netstandard2.0` for `net8.0`. */
  readonly includesComputed: boolean
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

const parsed = (names: readonly string[]) => names.flatMap((name) => parseFramework(name) ?? [])
const projects = parsed(projectFrameworks)

/** The frameworks of each family that pages offer, newest first. */
export const familyFrameworks: Readonly<Record<FrameworkFamily, readonly string[]>> = {
  net: ofFamily('net'),
  netcoreapp: ofFamily('netcoreapp'),
  netstandard: ofFamily('netstandard'),
  netframework: ofFamily('netframework'),
}

function ofFamily(family: FrameworkFamily): readonly string[] {
  return projectFrameworks.filter((name) => toFamily(name) === family).toReversed()
}

/** A package for any framework and nothing else is for all of them: that has a token, too. */
const anyToken = exactToken('f', 'any')

/**
 * What a version's frameworks (short names) are indexed as. What follows from them is worked out when somebody asks, so
 * that a package has a few tokens and not fifty. It is kept only of those whose names nobody can list: portable ones, and
 * those on a platform, which has versions of its own.
 */
export function frameworkTokens(frameworks: readonly string[]): readonly string[] {
  const assets = parsed(frameworks)
  if (assets.length > 0 && assets.every(({ identifier }) => identifier === 'Any')) return [anyToken]
  return frameworks.flatMap((name) => {
    const framework = parseFramework(name)
    if (framework?.identifier === 'Any') return []
    const family = toFamily(name)
    const own = [exactToken('f', toTfm(name) ?? name), ...(family === null ? [] : [exactToken('g', family)])]
    return framework ? [...own, ...computedNames(framework).map((name) => exactToken('c', name))] : own
  })
}

function computedNames(assets: Framework): readonly string[] {
  if (assets.platform !== null) {
    const end = assets.shortName.slice(assets.shortName.indexOf('-'))
    const usable = familyFrameworks.net.filter((name) => parsed([name + end]).some((one) => isCompatible(one, assets)))
    return usable.map((name) => onPlatform(name, assets.platform ?? ''))
  }
  if (assets.identifier !== '.NETPortable') return []
  const tfms = projects.filter((project) => isCompatible(project, assets)).map(({ shortName }) => shortName)
  return [...tfms, ...new Set(tfms.flatMap((tfm) => toFamily(tfm) ?? []))]
}

/** `net8.0-windows` for every version of Windows: which ones are new enough is not compared. */
function onPlatform(name: string, platform: string): string {
  return `${name}-${platform.toLowerCase()}`
}

/** The tokens that a filter asks for, by what was chosen: one of each list is enough for it. */
export function filterTokens(filter: FrameworkFilter): readonly (readonly string[])[] {
  const { families, tfms, includesComputed } = filter
  if (!includesComputed) {
    return [...families.map((family) => [exactToken('g', family)]), ...tfms.map((tfm) => [exactToken('f', tfm)])]
  }
  return [...families.map(tokensForFamily), ...tfms.map(tokensForTfm)]
}

/** Every framework of the family is asked for; whole families that can be used there are one token. */
function tokensForFamily(family: FrameworkFamily): readonly string[] {
  const others = { net: ['netcoreapp', 'netstandard'], netcoreapp: ['netstandard'], netstandard: [], netframework: [] }
  const whole = [family, ...others[family]].map((name) => exactToken('g', name))
  const standards = family === 'netframework' ? usableIn(familyFrameworks.netframework, 'netstandard') : []
  return [...whole, ...standards.map((name) => exactToken('f', name)), exactToken('c', family), anyToken]
}

function usableIn(names: readonly string[], family: FrameworkFamily): readonly string[] {
  const users = parsed(names)
  return familyFrameworks[family].filter((name) =>
    parsed([name]).some((assets) => users.some((project) => isCompatible(project, assets))),
  )
}

function tokensForTfm(tfm: string): readonly string[] {
  const project = parseFramework(tfm)
  if (!project) return [exactToken('f', tfm)]
  const usable = projects.filter((assets) => isCompatible(project, assets)).map(({ shortName }) => shortName)
  const names = new Set([tfm, ...usable])
  const computed = project.platform === null ? tfm : onPlatform(tfm.slice(0, tfm.indexOf('-')), project.platform)
  return [...[...names].map((name) => exactToken('f', name)), exactToken('c', computed), anyToken]
}

/** Names apart by commas; null when one of them is no family or no framework that can be asked for. */
export function parseFrameworkFilter(given: {
  readonly families: string
  readonly tfms: string
  readonly mode: string
  readonly includeComputed: string
}): FrameworkFilter | null | 'invalid' {
  const families = splitNames(given.families)
  const tfms = splitNames(given.tfms).map(toTfm)
  const mode = given.mode.trim().toLowerCase() || 'all'
  const includeComputed = given.includeComputed.trim().toLowerCase() || 'true'
  if (!families.every(isFamily) || !tfms.every((tfm) => tfm !== null)) return 'invalid'
  if ((mode !== 'all' && mode !== 'any') || !['true', 'false'].includes(includeComputed)) return 'invalid'
  if (families.length + tfms.length === 0) return null
  return { families, tfms, mode, includesComputed: includeComputed === 'true' }
}

const mostNames = 50

function splitNames(text: string): readonly string[] {
  const names = text.split(',').flatMap((name) => name.trim().toLowerCase() || [])
  return [...new Set(names)].slice(0, mostNames)
}

function isFamily(name: string): name is FrameworkFamily {
  return frameworkFamilies.some((family) => family === name)
}
