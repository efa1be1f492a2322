import { refuseActingFor } from '../accounts/permissions.ts'
import { findAccountById } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import {
  findPresentedKey,
  presentKey,
  refuseEndpoint,
  type AuthorisationRefusal,
  type PresentedKey,
} from '../keys/authorise.ts'
import { refuseKey, type ApiKey } from '../keys/key.ts'
import { findKey, listSecrets } from '../keys/store.ts'
import {
  makeVerificationSecret,
  parseVerificationSecret,
  refuseVerificationKey,
  verificationKeyLifetimeMs,
  type VerificationKey,
  type VerificationKeyRefusal,
} from '../keys/verification-key.ts'
import { insertVerificationKey, takeVerificationKey } from '../keys/verification-store.ts'
import { parsePackageId, toLowerId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import { isOwner } from '../packages/owner-store.ts'
import { refuseOwner } from '../packages/ownership.ts'
import { findPackage, findVersion, hasVersions } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { pushAction, type ListingRefusal } from './publish.ts'

/** What is asked about: a package, or one version of it. */
export type VerifySubject = { readonly id: string; readonly version: string | null }

export type VerificationRefusal = AuthorisationRefusal | ListingRefusal | VerificationKeyRefusal

type VerificationDeps = Pick<Deps, 'config' | 'db' | 'now'>

/**
 * Makes a verification key for a package that the presented key covers; the package need not exist yet, because the
 * answer is given when the key is used. Shown once, stored as a hash. Source: protocol.md §8.7.
 */
export async function createVerificationKey(
  deps: VerificationDeps,
  presented: PresentedKey,
  idText: string,
  actor: Actor,
): Promise<Result<{ readonly secret: string; readonly expiresAt: Date }, VerificationRefusal>> {
  const id = parsePackageId(idText)
  if (!id) return fail({ code: 'package-unknown', id: idText })
  const now = deps.now()
  const refusal = refuseKey(presented.key, pushAction(presented.key, true), id, now)
  if (refusal) return fail(refusal)
  const { secret, hash } = makeVerificationSecret()
  const expiresAt = new Date(now.getTime() + verificationKeyLifetimeMs)
  await deps.db.transaction(async (tx) => {
    const key = { keyId: presented.key.id, lowerId: toLowerId(id), expiresAt }
    await insertVerificationKey(tx, hash, key, now)
    await appendAudit(tx, { at: now, actor, action: 'CreateVerificationKey', packageId: id })
  })
  return ok({ secret, expiresAt })
}

/**
 * Says whether the holder of this secret may publish the package now. The secret is a verification key, which is used up
 * whatever the answer is, or an API key that may push.
 */
export async function verifyKey(
  deps: VerificationDeps,
  secret: string | null,
  subject: VerifySubject,
  address: string,
): Promise<Result<PresentedKey, VerificationRefusal>> {
  const hash = secret === null ? null : parseVerificationSecret(secret)
  const presented =
    hash === null ? await findPushKey(deps, secret) : await useVerificationKey(deps, hash, subject.id, address)
  if (!presented.ok) return presented
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const found = await findOwnSubject(tx, presented.value, subject, now)
    if (!found.ok) return found
    const { user, visibleId } = presented.value
    const actor = { account: user, through: 'key', address, keyVisibleId: visibleId } as const
    await appendAudit(tx, { at: now, actor, action: 'Verify', ...found.value })
    return presented
  })
}

async function findPushKey(
  { db, now, config }: VerificationDeps,
  secret: string | null,
): Promise<Result<PresentedKey, AuthorisationRefusal>> {
  const presented = await findPresentedKey(db.read, secret, now(), config)
  if (!presented.ok) return presented
  const refusal = refuseEndpoint(presented.value, ['push', 'push-version'])
  return refusal ? fail(refusal) : presented
}

/** Takes the verification key and answers the API key that it stands for, as that one is now. */
async function useVerificationKey(
  deps: VerificationDeps,
  hash: string,
  id: string,
  address: string,
): Promise<Result<PresentedKey, VerificationRefusal>> {
  const now = deps.now()
  const found = await deps.db.transaction((tx) => takeAudited(tx, hash, address, now))
  const taken = found.ok ? found.value : null
  const refusal = refuseVerificationKey(taken, id, now)
  if (refusal) return fail(refusal)
  const key = taken && (await findKey(deps.db.read, taken.keyId))
  if (!key) return fail({ code: 'verification-key-ended' })
  const [newest] = (await listSecrets(deps.db.read, [key.id], now)).get(key.id) ?? []
  if (!newest) return fail({ code: 'verification-key-ended' })
  const behind = { key, secretMadeAt: newest.createdAt, secretEndsAt: null, visibleId: visibleIdOf(key) }
  return presentKey(deps.db.read, behind, now, deps.config)
}

/** It is used up whatever comes of it, so that has an entry of its own. */
async function takeAudited(
  tx: Db,
  hash: string,
  address: string,
  now: Date,
): Promise<Result<VerificationKey, 'not-there'>> {
  const taken = await takeVerificationKey(tx, hash)
  const key = taken && (await findKey(tx, taken.keyId))
  if (!taken || !key) return fail('not-there')
  const account = await findAccountById(tx, key.userId)
  const actor = { account, through: 'key', address, keyVisibleId: visibleIdOf(key) } as const
  await appendAudit(tx, { at: now, actor, action: 'UseVerificationKey', packageId: taken.lowerId })
  return ok(taken)
}

function visibleIdOf(key: ApiKey): string {
  return `verification key of ${key.name}`
}

/** The package, and the version if one was asked about, in display form: when the key and its owner may publish there. */
async function findOwnSubject(
  db: Db,
  { key, user, owner, role }: PresentedKey,
  { id, version }: VerifySubject,
  now: Date,
): Promise<Result<{ readonly packageId: string; readonly version?: string }, VerificationRefusal>> {
  const pkg = parsePackageId(id) && (await findPackage(db, toLowerId(id)))
  if (!pkg) return fail({ code: 'package-unknown', id })
  const refusal =
    refuseActingFor(user, owner, role, 'verify') ??
    refuseKey(key, pushAction(key, true), pkg.id, now) ??
    refuseOwner(pkg, { name: owner.name, owns: await isOwner(db, pkg.key, owner.id) })
  if (refusal) return fail(refusal)
  if (version === null) {
    return (await hasVersions(db, pkg.key)) ? ok({ packageId: pkg.id }) : fail({ code: 'package-unknown', id })
  }
  const parsed = parseVersion(version)
  const found = parsed && (await findVersion(db, pkg.key, parsed.lower))
  if (!found) return fail({ code: 'version-unknown', id: pkg.id, version })
  return ok({ packageId: pkg.id, version: found.version.normalized })
}
