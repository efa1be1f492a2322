import type { Package } from './package.ts'

/** Why an account may not publish to, unlist or relist a package. */
export type OwnershipRefusal =
  | { readonly code: 'not-package-owner'; readonly id: string; readonly owner: string }
  | { readonly code: 'package-locked'; readonly id: string }

/** Says why `owner` may not change `pkg`, or null when it may. Ownership is looked up at each request, never kept. */
export function refuseOwner(
  pkg: Package,
  owner: { readonly name: string; readonly owns: boolean },
): OwnershipRefusal | null {
  if (!owner.owns) return { code: 'not-package-owner', id: pkg.id, owner: owner.name }
  if (pkg.lockedAt) return { code: 'package-locked', id: pkg.id }
  return null
}
