/** A target framework. `shortName` is the client's short folder name: `net8.0`, `netstandard2.0`, `net472`, `any`. */
export type Framework = {
  readonly identifier: string // `.NETCoreApp`, `.NETFramework`, `Any`
  readonly version: string // four numbers, `8.0.0.0`
  readonly profile: string | null // `Client`; of a portable library the frameworks it is for, `net45+win8`
  readonly platform: string | null // `windows`, of `net8.0-windows10.0.19041`
  readonly platformVersion: string | null // `10.0.19041.0`
  readonly shortName: string
}

/** Short name of every identifier that the client knows. Source: NuGet.Client DefaultFrameworkMappings.cs. */
const shortNames = new Map(
  Object.entries({
    '.NETCoreApp': 'netcoreapp',
    '.NETStandardApp': 'netstandardapp',
    '.NETStandard': 'netstandard',
    '.NETPlatform': 'dotnet',
    '.NETFramework': 'net',
    '.NETMicroFramework': 'netmf',
    '.NETnanoFramework': 'netnano',
    '.NETPortable': 'portable',
    '.NETCore': 'netcore',
    Silverlight: 'sl',
    WindowsPhone: 'wp',
    WindowsPhoneApp: 'wpa',
    Windows: 'win',
    WinRT: 'winrt',
    UAP: 'uap',
    Tizen: 'tizen',
    'ASP.NET': 'aspnet',
    'ASP.NETCore': 'aspnetcore',
    DNX: 'dnx',
    DNXCore: 'dnxcore',
    native: 'native',
    MonoAndroid: 'monoandroid',
    MonoTouch: 'monotouch',
    MonoMac: 'monomac',
    'Xamarin.iOS': 'xamarinios',
    'Xamarin.Mac': 'xamarinmac',
    'Xamarin.PlayStation3': 'xamarinpsthree',
    'Xamarin.PlayStation4': 'xamarinpsfour',
    'Xamarin.PlayStationVita': 'xamarinpsvita',
    'Xamarin.WatchOS': 'xamarinwatchos',
    'Xamarin.TVOS': 'xamarintvos',
    'Xamarin.Xbox360': 'xamarinxboxthreesixty',
    'Xamarin.XboxOne': 'xamarinxboxone',
  }),
)

const synonyms: Readonly<Record<string, string>> = {
  netframework: '.NETFramework',
  '.net': '.NETFramework',
  netcore: '.NETCore',
  netportable: '.NETPortable',
  'xamarin.playstationthree': 'Xamarin.PlayStation3',
  xamarinplaystationthree: 'Xamarin.PlayStation3',
  'xamarin.playstationfour': 'Xamarin.PlayStation4',
  xamarinplaystationfour: 'Xamarin.PlayStation4',
  xamarinplaystationvita: 'Xamarin.PlayStationVita',
}

const identifiers = new Map([
  ...[...shortNames].flatMap(([long, short]) => [[long.toLowerCase(), long] as const, [short, long] as const]),
  ...Object.entries(synonyms),
])

/** Profiles by their short names in lower case. `Full` is what a framework without a profile is. */
const profiles = new Map(
  Object.entries({
    client: 'Client',
    cf: 'CompactFramework',
    full: '',
    wp: 'WindowsPhone',
    wp71: 'WindowsPhone71',
  }),
)

/** What the client still takes for a version of the .NET Framework. */
const bareVersions = /^(?:45|4\.5|40|4\.0|4|35|3\.5|20|2\.0|2)$/

/** Far beyond every real name; keeps matching a hostile one cheap. */
const maxTextLength = 300

type Version = readonly [number, number, number, number]

/**
 * A framework from its short folder name (`net8.0-android`) or its full name (`.NETFramework,Version=v4.5`), or null where
 * the client says Unsupported. A newer version of a known identifier is fine. Portable profiles keep the frameworks that
 * the author named: they are not reduced to Microsoft's numbered profiles.
 * Source: NuGet.Client NuGetFrameworkFactory.cs, FrameworkNameProvider.cs; protocol.md 3.6.
 */
export function parseFramework(text: string): Framework | null {
  if (text.length > maxTextLength) return null
  const special = /^(any|agnostic)(?:,|$)/i.exec(text)?.[1]?.toLowerCase()
  if (special !== undefined) return toSpecial(special === 'any' ? 'Any' : 'Agnostic')
  if (text.includes(',')) return parseFullName(text)
  if (bareVersions.test(text)) return parseFolderName(`net${text}`)
  if (text.toLowerCase() === 'dotnet') return parseFolderName('dotnet5.0')
  return parseFolderName(text)
}

function toSpecial(identifier: 'Any' | 'Agnostic'): Framework {
  const none = { profile: null, platform: null, platformVersion: null }
  return { identifier, version: '0.0.0.0', ...none, shortName: identifier.toLowerCase() }
}

/** `.NETPortable,Version=v4.5,Profile=Profile111`. An identifier that nobody knows is taken as it is, as by the client. */
function parseFullName(text: string): Framework | null {
  if (text.startsWith(',')) return null
  const [name = '', ...rest] = text.split(',').flatMap((part) => part.trim() || [])
  const versionText = partValue(rest, 'version')?.replace(/^v+(?!$)/, '')
  const version = versionText === '' ? null : toVersion(versionText ?? '', '.0')
  const profile = partValue(rest, 'profile') ?? ''
  const identifier = identifiers.get(name.toLowerCase()) ?? name
  if (!version || !/[A-Za-z0-9]/.test(identifier) || identifier.toLowerCase() === 'unsupported') return null
  if (identifier === '.NETPortable') return toPortable(version, profile)
  if (identifier === '.NETCoreApp' && version[0] >= 5) return toPlatformFramework(version, '', null)
  return toFramework(identifier, version, profile)
}

function partValue(parts: readonly string[], key: string): string | undefined {
  const found = parts.filter((part) => part.toLowerCase().startsWith(`${key}=`))
  return found.length === 1 ? found[0]?.split('=')[1] : undefined
}

function parseFolderName(text: string): Framework | null {
  const parts = /^([A-Za-z.]+)([0-9.]*)(?:-([A-Za-z0-9.+-]+))?$/.exec(text)
  const identifier = identifiers.get(parts?.[1]?.toLowerCase() ?? '')
  const version = parseFolderVersion(parts?.[2] ?? '')
  const profile = parts?.[3] ?? ''
  if (identifier === undefined || !version) return null
  if (identifier === '.NETPortable') return toPortable(version, profile)
  if (version[0] >= 5 && (identifier === '.NETFramework' || identifier === '.NETCoreApp')) {
    const [, platform = '', number = ''] = /^([A-Za-z.]+)(.*)$/.exec(profile) ?? [profile, profile]
    const platformVersion = toVersion(number, '.0')
    return platformVersion && toPlatformFramework(version, platform, platformVersion)
  }
  return toFramework(identifier, version, profiles.get(profile.toLowerCase()) ?? profile)
}

/** `472` is 4.7.2, `10` is 1.0 and `10.0` is 10.0. */
function parseFolderVersion(digits: string): Version | null {
  if (digits.includes('.')) return toVersion(digits, '')
  return toVersion(
    digits
      .padEnd(digits === '' ? 0 : 2, '0')
      .slice(0, 4)
      .split('')
      .join('.'),
    '',
  )
}

/** As System.Version: 2 to 4 numbers; `suffix` completes a lone number; empty text is 0.0. */
function toVersion(text: string, suffix: string): Version | null {
  if (text === '') return [0, 0, 0, 0]
  const complete = text.includes('.') ? text : text + suffix
  if (!/^\d+(?:\.\d+){1,3}$/.test(complete)) return null
  const [major = 0, minor = 0, build = 0, revision = 0] = complete.split('.').map(Number)
  return Math.max(major, minor, build, revision) <= 2147483647 ? [major, minor, build, revision] : null
}

/** .NET 5 and later: `net8.0`, `net8.0-windows10.0.19041`. */
function toPlatformFramework(version: Version, platform: string, platformVersion: Version | null): Framework {
  const hasVersion = platformVersion !== null && platformVersion.some((n) => n > 0)
  const suffix = platform === '' ? '' : `-${platform}${hasVersion ? displayVersion(platformVersion) : ''}`
  return {
    identifier: '.NETCoreApp',
    version: version.join('.'),
    profile: null,
    platform: platform || null,
    platformVersion: platform !== '' && hasVersion ? platformVersion.join('.') : null,
    shortName: `net${displayVersion(version)}${suffix}`.toLowerCase(),
  }
}

function displayVersion(version: Version): string {
  const length = version[3] > 0 ? 4 : version[2] > 0 ? 3 : 2
  return version.slice(0, length).join('.')
}

function toFramework(identifier: string, version: Version, profile: string): Framework {
  const shortProfile = [...profiles].find(([, long]) => long.toLowerCase() === profile.toLowerCase())?.[0]
  const short = shortNames.get(identifier) ?? identifier.replace(/[^\p{L}\p{Nd}]/gu, '')
  const suffix = profile === '' ? '' : `-${shortProfile ?? profile}`
  const isDotnet5 = identifier === '.NETPlatform' && version.join('.') === '5.0.0.0' // written without its version
  return {
    identifier,
    version: version.join('.'),
    profile: profile || null,
    platform: null,
    platformVersion: null,
    shortName: (suffix === '' && isDotnet5
      ? short
      : `${short}${folderVersion(identifier, version)}${suffix}`
    ).toLowerCase(),
  }
}

/** `472`, but `2.0` for the frameworks that always had a dot, and nothing for version 0. */
function folderVersion(identifier: string, version: Version): string {
  if (version.every((n) => n === 0)) return ''
  const least = ['Windows', 'WindowsPhone', 'Silverlight'].includes(identifier) ? 1 : 2
  const used = Math.max(least, version.findLastIndex((n) => n > 0) + 1)
  const dotted = ['.NETCoreApp', '.NETStandard', '.NETnanoFramework'].includes(identifier)
  if (!dotted && version.every((n) => n <= 9)) return version.slice(0, used).join('')
  return version.slice(0, Math.max(2, used)).join('.')
}

/** `portable-net45+win8`, or a profile by its number. Frameworks within must be known and have no profile of their own. */
function toPortable(version: Version, profileText: string): Framework | null {
  const names = profileText.split('+').filter((name) => name !== '')
  const isNumbered = /^profile\d+$/i.test(profileText)
  const within = isNumbered
    ? names
    : names.map((name) => (name.includes('-') ? null : parseFolderName(name)?.shortName))
  if (names.length === 0 || within.some((name) => name == null)) return null
  const profile = [...new Set(within)].sort().join('+')
  return {
    identifier: '.NETPortable',
    version: version.join('.'),
    profile,
    platform: null,
    platformVersion: null,
    shortName: `portable${folderVersion('.NETPortable', version)}-${profile}`.toLowerCase(),
  }
}
