/** Counted for clients that say nothing of themselves that is worth keeping apart. */
export const otherClient = 'other'

const browsers = /^(mozilla|opera)\//i

/** Programs that fetch packages, and the name under which they are counted; NuGet's own come with their kind. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^paket/i, 'Paket'],
  [/^(microsoft\.powershell\.)?psresourceget/i, 'PSResourceGet'],
  [/^chocolatey/i, 'Chocolatey'],
  [/^(artifactory|jfrog)/i, 'Artifactory'],
  [/^nexus/i, 'Nexus'],
  [/^proget/i, 'ProGet'],
  [/^lode/i, 'Lode'],
  [/^curl/i, 'curl'],
  [/^wget/i, 'Wget'],
]

/**
 * Name and version of the client in a User-Agent: `NuGet xplat/7.0.0` with its comment cut off, `Paket/8.0`, `browser`. What
 * anybody can write there becomes `other`, so that the counts stay few.
 */
export function toDownloadClient(userAgent: string | undefined): string {
  const text = (userAgent ?? '').trim()
  const nuget = /^nuget[ a-z.+]{0,40}(?=\/|$| \()/i.exec(text)?.[0].trim()
  const version = /^[^/(]*\/v?(\d{1,6}(?:\.\d{1,6}){0,2})/.exec(text)?.[1]
  const name = nuget ?? (browsers.test(text) ? 'browser' : known.find(([pattern]) => pattern.test(text))?.[1])
  if (name === undefined) return otherClient
  return version === undefined || name === 'browser' ? name : `${name}/${version}`
}
