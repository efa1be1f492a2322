import type { Account } from '../accounts/account.ts'
import { beginEmailChange, cancelChangeEmailIn } from '../accounts/change-email.ts'
import {
  confirmEmailIn,
  findConfirmation,
  resendConfirmationIn,
  type ConfirmRefusal,
  hasMailedEnough,
} from '../accounts/confirm-email.ts'
import { requireProof, type IdentityProof } from '../accounts/confirm-identity.ts'
import { parseEmailAddress } from '../accounts/email-address.ts'
import { refuseTakenEmail } from '../accounts/new-user.ts'
import type { EmailRefusal, SignInLocked } from '../accounts/refusal.ts'
import { updateAccount } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { ManageRefusal } from './refusal.ts'
import { findManageable, takeOrganization } from './take-organization.ts'

type ChangeDeps = Pick<Deps, 'config' | 'db' | 'now'>

export type OrganizationSettings = {
  readonly contactAllowed: boolean
  readonly notifyPush: boolean
  readonly requiresTwoFactor: boolean
  /** Null for the gallery's own limit. */
  readonly maxKeyDays: number | null
}

export type SettingsRefusal =
  { readonly code: 'max-key-days-invalid'; readonly maximum: number } | { readonly code: 'two-factor-yourself-first' }

/** What the organization's mails are, and what it asks of its members and of their keys, from this moment on. */
export function changeOrganization(
  deps: ChangeDeps,
  name: string,
  settings: Partial<OrganizationSettings>,
  actor: Actor,
): Promise<Result<Account, ManageRefusal | SettingsRefusal>> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-account')
    if (!taken.ok) return taken
    const { organization, user } = taken.value
    const { maxKeyDays, requiresTwoFactor } = settings
    const maximum = deps.config.maxKeyLifetimeDays
    if (maxKeyDays != null && !(Number.isInteger(maxKeyDays) && maxKeyDays >= 1 && maxKeyDays <= maximum)) {
      return fail({ code: 'max-key-days-invalid', maximum })
    }
    if (requiresTwoFactor && user && user.twoFactorSince === null) return fail({ code: 'two-factor-yourself-first' })
    await updateAccount(tx, organization.id, settings)
    const entry = { at: deps.now(), actor, accountId: organization.id, detail: { ...settings } }
    await appendAudit(tx, { ...entry, action: 'EditOrganization' })
    return ok({ ...organization, ...settings })
  })
}

/** Asks for another address of the organization, as `changeEmail` does for users; the acting user proves who they are. */
export async function changeOrganizationEmail(
  deps: ChangeDeps,
  user: Account,
  change: { readonly organization: string; readonly email: string; readonly proof: IdentityProof },
  actor: Actor & { readonly address: string },
): Promise<
  Result<
    { readonly isPending: boolean },
    ManageRefusal | EmailRefusal | SignInLocked | { readonly code: 'wrong-password' | 'too-many-mails' }
  >
> {
  const parsed = parseEmailAddress(change.email)
  if (!parsed.ok) return parsed
  const confirmed = await requireProof(deps, user, change.proof, actor)
  return confirmed.ok ? putEmail(deps, change.organization, parsed.value, actor) : confirmed
}

/** An operator gives the organization another address, which counts at once. */
export async function setOrganizationEmail(
  deps: ChangeDeps,
  change: { readonly organization: string; readonly email: string },
  actor: Actor & { readonly through: 'command-line' },
): Promise<
  Result<{ readonly isPending: boolean }, ManageRefusal | EmailRefusal | { readonly code: 'too-many-mails' }>
> {
  const parsed = parseEmailAddress(change.email)
  return parsed.ok ? putEmail(deps, change.organization, parsed.value, actor) : parsed
}

async function putEmail(
  deps: ChangeDeps,
  name: string,
  email: string,
  actor: Actor,
): Promise<
  Result<{ readonly isPending: boolean }, ManageRefusal | EmailRefusal | { readonly code: 'too-many-mails' }>
> {
  try {
    return await deps.db.transaction(async (tx) => {
      const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-account')
      if (!taken.ok) return taken
      const { organization } = taken.value
      if (email.toLowerCase() === organization.email?.toLowerCase()) return fail({ code: 'email-unchanged' } as const)
      if (actor.through === 'page' && (await hasMailedEnough(tx, organization, deps.now()))) {
        return fail({ code: 'too-many-mails' } as const)
      }
      const refusal = await refuseTakenEmail(tx, email, organization)
      return refusal ? fail(refusal) : ok(await beginEmailChange(tx, deps, organization, email, actor))
    })
  } catch (error) {
    if (isUniqueViolation(error)) return fail({ code: 'email-taken' })
    throw error
  }
}

/** Forgets the pending address. */
export function cancelOrganizationEmail(
  deps: ChangeDeps,
  name: string,
  actor: Actor,
): Promise<Result<void, ManageRefusal>> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-account')
    if (!taken.ok) return taken
    await cancelChangeEmailIn(tx, deps, taken.value.organization, actor)
    return ok()
  })
}

/** Sends the link to the pending address once more. */
export function resendOrganizationEmail(
  deps: ChangeDeps,
  name: string,
  actor: Actor,
): Promise<
  Result<
    { readonly email: string },
    ManageRefusal | { readonly code: 'already-confirmed' } | { readonly code: 'too-many-mails' }
  >
> {
  return deps.db.transaction(async (tx) => {
    const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-account')
    if (!taken.ok) return taken
    const { organization } = taken.value
    const sent = await resendConfirmationIn(tx, deps, organization, null)
    return sent.ok ? ok({ email: organization.unconfirmedEmail ?? '' }) : sent
  })
}

/** What following the mailed link would do for this administrator: the address it would confirm. */
export async function findOrganizationConfirmation(
  deps: ChangeDeps,
  name: string,
  token: string,
  actor: Actor,
): Promise<Result<{ readonly name: string; readonly email: string }, ManageRefusal | ConfirmRefusal>> {
  const found = await findManageable(deps.db.read, deps.config, name, actor, 'manage-account')
  if (!found.ok) return found
  const { organization } = found.value
  const email = await findConfirmation(deps.db.read, organization, token, deps.now())
  return email.ok ? ok({ name: organization.name, email: email.value }) : email
}

/** Makes the pending address the organization's address. */
export async function confirmOrganizationEmail(
  deps: ChangeDeps,
  name: string,
  token: string,
  actor: Actor,
): Promise<Result<{ readonly name: string; readonly email: string }, ManageRefusal | ConfirmRefusal>> {
  try {
    return await deps.db.transaction(async (tx) => {
      const taken = await takeOrganization(tx, deps.config, name, actor, 'manage-account')
      if (!taken.ok) return taken
      const { organization } = taken.value
      const confirmed = await confirmEmailIn(tx, deps, organization, token, actor)
      return confirmed.ok ? ok({ name: organization.name, ...confirmed.value }) : confirmed
    })
  } catch (error) {
    if (isUniqueViolation(error)) return fail({ code: 'email-taken' })
    throw error
  }
}
