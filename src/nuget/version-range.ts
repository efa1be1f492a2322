import type { NuGetVersion } from './version.ts'

/** The versions that a dependency accepts. A null bound is open. */
export type VersionRange = {
  readonly min: NuGetVersion | null
  readonly includeMin: boolean
  readonly max: NuGetVersion | null
  readonly includeMax: boolean
  readonly normalized: string // `[1.0.0, )`, `(, )`: the form in registrations and the catalog
  readonly isSemVer2: boolean
  readonly isFloating: boolean // `1.*`: something for project files, never for a nuspec
}

/** A range as the client reads it, or null. Empty text means any version. Protocol.md 2.5. */
export function parseVersionRange(_text: string): VersionRange | null {
  throw new Error('not written yet')
}

/** Whether `version` lies within `range`. */
export function satisfies(_range: VersionRange, _version: NuGetVersion): boolean {
  throw new Error('not written yet')
}
