import type { VersionLine } from '../packages/version-line-store.ts'

/** Which version an address like `/packages/ID/latest` means: prereleases whose label begins so, or one of the usual. */
export type LatestOf = 'stable' | 'any' | { readonly labelStart: string }

/**
 * The newest listed version of these, newest first. Where there is no stable one, the newest prerelease stands for it.
 * Source: NuGetGallery LatestPackageRouteVerifier.cs; gallery.md §1.2.
 */
export function findLatest<T extends Pick<VersionLine, 'version' | 'isListed'>>(
  newestFirst: readonly T[],
  of: LatestOf,
): T | null {
  const listed = newestFirst.filter(({ isListed }) => isListed)
  if (of === 'any') return listed[0] ?? null
  if (of === 'stable') return listed.find(({ version }) => !version.isPrerelease) ?? listed[0] ?? null
  const start = of.labelStart.toLowerCase()
  return listed.find(({ version }) => version.isPrerelease && labelOf(version).startsWith(start)) ?? null
}

function labelOf({ labels }: VersionLine['version']): string {
  return labels.join('.').toLowerCase()
}
