import type { Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { enqueueJob } from '../jobs/queue.ts'
import { parseVersion } from '../nuget/version.ts'
import {
  refuseOwnersDeletion,
  type DeletionKind,
  type DeletionRefusal,
  type OwnersDelete,
} from '../packages/deletion.ts'
import { findDeletedVersion, updateDeleted, updateRestored } from '../packages/lifecycle-store.ts'
import type { PackageVersion } from '../packages/package.ts'
import { deleteWrittenReadmes } from '../readmes/store.ts'
import { findVersion, hasVersions } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { deleteSponsorLinks } from '../sponsors/store.ts'
import {
  actsAsAdministrator,
  findChangeable,
  findOwnPackage,
  type Authority,
  type ChangeRefusal,
  type VersionsNamed,
} from './authority.ts'
import { auditVersions, changeVersions, type ChangeDeps, type Changed } from './change-versions.ts'
import { queueDeletedMails } from './mails.ts'

export type Deletion = {
  readonly id: string
  readonly versions: VersionsNamed
  readonly kind: DeletionKind
  /** For the owners' mail and the audit log; null when none was given. */
  readonly reason: string | null
}

/**
 * Deletes versions: nobody finds, sees or downloads them any more, and their ID and version stay taken for ever. Owners
 * may do so as the operator's rule allows, administrators always. What owners wrote about them in the gallery goes with
 * them. The file of a hard deletion is removed after the commit.
 */
export async function deleteVersions(
  deps: ChangeDeps,
  authority: Authority,
  { kind, reason, ...subject }: Deletion,
  actor: Actor,
): Promise<Result<Changed, ChangeRefusal | DeletionRefusal>> {
  return changeVersions<ChangeRefusal | DeletionRefusal>(deps, async (tx, now) => {
    const found = await findChangeable(tx, deps, authority, subject)
    if (!found.ok) return found
    const { versions } = found.value
    const isFree = await actsAsAdministrator(tx, deps.config, authority)
    const refusal = isFree ? null : refuseAny(deps.config.ownersDelete, versions, now)
    if (refusal) return fail(refusal)
    if (versions.length === 0) return ok({ ...found.value, changed: [], kind: 'delete' as const })

    const keys = versions.map(({ key }) => key)
    await updateDeleted(tx, keys, kind, now)
    await deleteWrittenReadmes(tx, keys)
    if (!(await hasVersions(tx, found.value.package.key))) await deleteSponsorLinks(tx, found.value.package.key)
    if (kind === 'hard') await queueBlobRemovals(tx, versions, now)
    const entry = { at: now, actor, action: 'Delete', detail: { kind, reason } }
    await auditVersions(tx, entry, found.value, versions)
    await queueDeletedMails(tx, deps, { package: found.value.package, versions, reason, deletedBy: actor.account })
    return ok({ ...found.value, changed: versions, kind: 'delete' as const })
  })
}

function refuseAny(rule: OwnersDelete, versions: readonly PackageVersion[], now: Date): DeletionRefusal | null {
  for (const { version, publishedAt } of versions) {
    const refusal = refuseOwnersDeletion(rule, { version: version.normalized, publishedAt }, now)
    if (refusal) return refusal
  }
  return null
}

async function queueBlobRemovals(tx: Db, versions: readonly PackageVersion[], now: Date): Promise<void> {
  for (const { blobKey } of versions) {
    await enqueueJob(tx, { kind: 'remove-blob', payload: { blobKey }, runAt: now })
  }
}

/** Brings one softly deleted version back, unlisted: an administrator's undo. */
export async function restoreVersion(
  deps: ChangeDeps,
  subject: { readonly id: string; readonly version: string },
  actor: Actor,
): Promise<Result<Changed, ChangeRefusal>> {
  return changeVersions(deps, async (tx, now) => {
    const found = await findOwnPackage(tx, deps, { kind: 'administrator' }, subject.id)
    if (!found.ok) return found
    const pkg = found.value
    const parsed = parseVersion(subject.version)
    const deleted = parsed && (await findDeletedVersion(tx, pkg.key, parsed.lower))
    if (!parsed || deleted?.kind !== 'soft') {
      return fail({ code: 'version-unknown', id: pkg.id, version: subject.version } as const)
    }
    await updateRestored(tx, deleted.key, now)
    const version = await findVersion(tx, pkg.key, parsed.lower)
    if (!version) throw new Error(`version row ${deleted.key} did not come back`)
    const restored = { package: pkg, versions: [version] }
    await auditVersions(tx, { at: now, actor, action: 'Restore' }, restored, [version])
    return ok({ ...restored, changed: [version], kind: 'details' as const })
  })
}
