import { parseVersion } from './version.ts'
import type { NuGetVersion } from './version.ts'

/** What an operator decides about the packages that may be pushed. */
export type PackageRules = {
  /** The newest client that a package may ask for with `minClientVersion`. */
  readonly newestClient: NuGetVersion
  /** A license expression or file must be there; an address alone is not one. */
  readonly isLicenseRequired: boolean
}

/** nuget.org's. Source: protocol.md 3.3 and 3.4. */
export const defaultRules: PackageRules = { newestClient: known('7.3.1.1'), isLicenseRequired: false }

function known(text: string): NuGetVersion {
  const version = parseVersion(text)
  if (!version) throw new Error(`${text} is no version`)
  return version
}
