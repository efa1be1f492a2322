import type { PackageVersion } from '../packages/package.ts'

/**
 * The flat container's list of all versions, unlisted ones included. Restore puts these strings into addresses as they
 * are, hence lower case and normalized. Protocol.md §4.
 */
export function versionsList(ascending: readonly Pick<PackageVersion, 'version'>[]): { readonly versions: string[] } {
  return { versions: ascending.map(({ version }) => version.lower) }
}
