import { parseFramework, type Framework } from './framework.ts'

/** What projects are made for today and yesterday; newer ones are added as they come. */
export const projectFrameworks: readonly string[] = [
  'net5.0', 'net6.0', 'net7.0', 'net8.0', 'net9.0', 'net10.0',
  'netcoreapp1.0', 'netcoreapp1.1', 'netcoreapp2.0', 'netcoreapp2.1', 'netcoreapp2.2', 'netcoreapp3.0', 'netcoreapp3.1',
  'netstandard1.0', 'netstandard1.1', 'netstandard1.2', 'netstandard1.3', 'netstandard1.4', 'netstandard1.5',
  'netstandard1.6', 'netstandard2.0', 'netstandard2.1',
  'net20', 'net35', 'net40', 'net403', 'net45', 'net451', 'net452', 'net46', 'net461', 'net462', 'net463', 'net47',
  'net471', 'net472', 'net48', 'net481',
  'monoandroid', 'monomac', 'monotouch', 'tizen40', 'tizen60', 'uap10.0', 'xamarinios', 'xamarinmac', 'xamarintvos',
  'xamarinwatchos',
] // prettier-ignore

/**
 * Whether the client takes what a package has for `assets` into a project for `project`. Source: NuGet.Client
 * DefaultFrameworkMappings.cs, CompatibilityProvider.cs; for the frameworks that packages are shown to be for. Mono and
 * Xamarin, which took portable libraries without being named by them, are left out there.
 */
export function isCompatible(project: Framework, assets: Framework): boolean {
  if (assets.identifier === 'Any') return true
  if (assets.identifier === '.NETPortable') return frameworksWithin(assets).some((one) => isCompatible(project, one))
  if (assets.identifier === project.identifier) {
    return compareNumbers(assets.version, project.version) <= 0 && hasProfileAndPlatform(project, assets)
  }
  if (assets.identifier === 'MonoAndroid') return isModernAndroid(project)
  if (assets.identifier !== '.NETStandard') return false
  const standard = standardOf(project)
  return standard !== null && compareNumbers(assets.version, standard) <= 0
}

function isModernAndroid({ identifier, version, platform }: Framework): boolean {
  return identifier === '.NETCoreApp' && platform?.toLowerCase() === 'android' && compareNumbers(version, '6') >= 0
}

function hasProfileAndPlatform(project: Framework, assets: Framework): boolean {
  const isProfileOk = assets.profile === null || assets.profile === 'Client' || assets.profile === project.profile
  if (!isProfileOk || assets.platform === null) return isProfileOk
  if (assets.platform.toLowerCase() !== project.platform?.toLowerCase()) return false
  return compareNumbers(assets.platformVersion ?? '0', project.platformVersion ?? '0') <= 0
}

/** From which version of an identifier on which .NET Standard can be used, newest first. */
const standards: Readonly<Record<string, readonly (readonly [from: string, standard: string])[]>> = {
  '.NETCoreApp': [['3.0', '2.1'], ['2.0', '2.0'], ['1.0', '1.6']],
  '.NETFramework': [['4.6.1', '2.0'], ['4.6', '1.3'], ['4.5.1', '1.2'], ['4.5', '1.1']],
  UAP: [['10.0.15064', '2.0'], ['10.0', '1.4']],
  Tizen: [['6.0', '2.1'], ['4.0', '2.0'], ['3.0', '1.6']],
  MonoAndroid: [['0', '2.1']],
  MonoMac: [['0', '2.1']],
  MonoTouch: [['0', '2.1']],
  'Xamarin.iOS': [['0', '2.1']],
  'Xamarin.Mac': [['0', '2.1']],
  'Xamarin.TVOS': [['0', '2.1']],
  'Xamarin.WatchOS': [['0', '2.1']],
} // prettier-ignore

function standardOf({ identifier, version }: Framework): string | null {
  const known = Object.hasOwn(standards, identifier) ? standards[identifier] : undefined
  return known?.find(([from]) => compareNumbers(from, version) <= 0)?.[1] ?? null
}

function frameworksWithin({ profile }: Framework): readonly Framework[] {
  return (profile ?? '').split('+').flatMap((name) => parseFramework(name) ?? [])
}

/** Order of versions of frameworks, `4.6.1` or `4.6.1.0`: numbers that lack are zero. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number))
  for (let i = 0; i < 4; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
