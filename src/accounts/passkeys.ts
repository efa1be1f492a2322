import { appendAudit, type Actor } from '../audit/audit.ts'
import { isUniqueViolation } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { queueTwoFactorMail } from './mails.ts'
import { keepChallenge, takeOwnChallenge, type PasskeyAnswer, type PasskeyBrowser } from './passkey-proof.ts'
import { deletePasskey, insertPasskey, listPasskeys, updatePasskeyName } from './passkey-store.ts'
import type { PasskeyRefusal } from './refusal.ts'
import type { SessionOrigin } from './session.ts'
import { findAccountById, holdAccount } from './store.ts'
import { hasFactor, switchOn, type SwitchedOn } from './two-factor.ts'
import { checkRegistration, makeRegistrationOptions, readAnswer, type PasskeyOptions } from './webauthn.ts'

type PasskeyDeps = Pick<Deps, 'config' | 'db' | 'now'>

export const passkeyNameMaximum = 60
const passkeyMaximum = 20

/** What a signed-in user's browser needs to make a new passkey. */
export async function beginPasskey(
  deps: PasskeyDeps,
  account: Account,
  browser: PasskeyBrowser,
): Promise<PasskeyOptions> {
  const options = await makeRegistrationOptions(browser.site, account, await listPasskeys(deps.db.read, account.id))
  await keepChallenge(deps, options, { purpose: 'register', accountId: account.id }, browser)
  return options
}

/** Adds the passkey that the browser made. The first second factor of an account switches two-factor sign-in on. */
export async function addPasskey(
  deps: PasskeyDeps,
  account: Account,
  given: PasskeyAnswer & { readonly name: string },
  from: SessionOrigin,
): Promise<Result<SwitchedOn | null, PasskeyRefusal>> {
  const name = given.name.trim().slice(0, passkeyNameMaximum)
  if (name === '') return fail({ code: 'passkey-name-missing' })
  const read = readAnswer(given.answer)
  const about = { purpose: 'register', accountId: account.id } as const
  if (!read || !(await takeOwnChallenge(deps, read.challenge, about, given))) return fail({ code: 'passkey-wrong' })
  const made = await checkRegistration(given.site, given.answer, read.challenge)
  if (!made) return fail({ code: 'passkey-wrong' })
  try {
    return await deps.db.transaction(async (tx) => {
      const present = await findAccountById(tx, account.id)
      if (!present || present.deletedAt) return fail({ code: 'passkey-wrong' } as const)
      if ((await listPasskeys(tx, account.id)).length >= passkeyMaximum) {
        return fail({ code: 'too-many-passkeys', maximum: passkeyMaximum } as const)
      }
      const createdAt = deps.now()
      await insertPasskey(tx, { ...made, accountId: account.id, name, createdAt })
      const actor = { account, through: 'page', address: from.address } as const
      const detail = { type: 'passkey', name }
      await appendAudit(tx, { at: createdAt, actor, action: 'AddCredential', accountId: account.id, detail })
      if (!present.twoFactorSince) return ok(await switchOn(tx, deps, present, from))
      await queueTwoFactorMail(tx, deps, 'passkey-added', present)
      return ok(null)
    })
  } catch (error) {
    if (isUniqueViolation(error)) return fail({ code: 'passkey-wrong' })
    throw error
  }
}

/** Gives one's own passkey another name. */
export async function renamePasskey(
  deps: PasskeyDeps,
  account: Account,
  passkey: { readonly id: number; readonly name: string },
  actor: Actor,
): Promise<Result<string, PasskeyRefusal>> {
  const name = passkey.name.trim().slice(0, passkeyNameMaximum)
  if (name === '') return fail({ code: 'passkey-name-missing' })
  return deps.db.transaction(async (tx) => {
    if (!(await updatePasskeyName(tx, account.id, passkey.id, name))) return fail({ code: 'passkey-unknown' } as const)
    const detail = { type: 'passkey', name }
    await appendAudit(tx, { at: deps.now(), actor, action: 'EditCredential', accountId: account.id, detail })
    return ok(name)
  })
}

/** Removes one's own passkey. The last second factor is not removed: two-factor sign-in is switched off instead. */
export async function removePasskey(
  deps: PasskeyDeps,
  account: Account,
  passkeyId: number,
  actor: Actor,
): Promise<Result<string, PasskeyRefusal>> {
  return deps.db.transaction(async (tx) => {
    await holdAccount(tx, account.id) // or two removals at once would each leave the other's passkey
    const passkey = (await listPasskeys(tx, account.id)).find(({ id }) => id === passkeyId)
    if (!passkey || !(await deletePasskey(tx, account.id, passkeyId))) return fail({ code: 'passkey-unknown' } as const)
    if (!(await hasFactor(tx, account))) return fail({ code: 'last-factor' } as const)
    const detail = { type: 'passkey', name: passkey.name }
    await appendAudit(tx, { at: deps.now(), actor, action: 'RemoveCredential', accountId: account.id, detail })
    await queueTwoFactorMail(tx, deps, 'passkey-removed', account)
    return ok(passkey.name)
  })
}
