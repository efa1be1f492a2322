import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { findManagedPackage } from '../owners/add-owner.ts'
import type { OwnerAuthority } from '../owners/owner-rights.ts'
import type { OwnerRefusal } from '../owners/owner-rules.ts'
import type { Package } from '../packages/package.ts'
import { fail, ok, type Result } from '../result.ts'
import { maxSponsorLinks, parseSponsorLink, type SponsorRefusal } from './sponsor-link.ts'
import { deleteSponsorLink, insertSponsorLink, listSponsorLinks } from './store.ts'

export type SponsorChange = { readonly id: string; readonly url: string }

type SponsorDeps = Pick<Deps, 'config' | 'db' | 'now'>
type Changed = Result<SponsorChange, SponsorRefusal | OwnerRefusal>

/** Lets a package's page say where its makers take support. Whoever may change its owners may: it is about money. */
export async function addSponsorLink(
  deps: SponsorDeps,
  authority: OwnerAuthority,
  given: SponsorChange,
  actor: Actor,
): Promise<Changed> {
  return change(deps, authority, { ...given, action: 'AddSponsorshipUrl', actor }, async (tx, pkg, now) => {
    const parsed = parseSponsorLink(given.url, deps.config.sponsorSites)
    if (!parsed.ok) return parsed
    const known = await listSponsorLinks(tx, pkg.key)
    if (known.includes(parsed.value)) return fail({ code: 'sponsor-link-there' })
    if (known.length >= maxSponsorLinks) return fail({ code: 'sponsor-links-too-many', limit: maxSponsorLinks })
    await insertSponsorLink(tx, pkg.key, parsed.value, now)
    return parsed
  })
}

export async function removeSponsorLink(
  deps: SponsorDeps,
  authority: OwnerAuthority,
  given: SponsorChange,
  actor: Actor,
): Promise<Changed> {
  return change(deps, authority, { ...given, action: 'RemoveSponsorshipUrl', actor }, async (tx, pkg) =>
    (await deleteSponsorLink(tx, pkg.key, given.url)) ? ok(given.url) : fail({ code: 'sponsor-link-gone' }),
  )
}

async function change(
  deps: SponsorDeps,
  authority: OwnerAuthority,
  { id, action, actor }: SponsorChange & { readonly action: string; readonly actor: Actor },
  work: (tx: Db, pkg: Package, now: Date) => Promise<Result<string, SponsorRefusal>>,
): Promise<Changed> {
  return deps.db.transaction(async (tx) => {
    const found = await findManagedPackage(tx, deps, authority, id)
    if (!found.ok) return found
    const now = deps.now()
    const changed = await work(tx, found.value.pkg, now)
    if (!changed.ok) return changed
    const url = changed.value
    await appendAudit(tx, { at: now, actor, action, packageId: found.value.pkg.id, detail: { url } })
    return ok({ id: found.value.pkg.id, url })
  })
}
