import { isUniqueViolation, type Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { parseAccountName } from './account-name.ts'
import { parseEmailAddress } from './email-address.ts'
import { hashPassword } from './password-hash.ts'
import { refusePassword } from './password.ts'
import type { EmailRefusal, NameRefusal, PasswordRefusal } from './refusal.ts'
import { findAccountByEmail, insertUser, listLookAlikes, type NewUser } from './store.ts'

/** What a person or an operator fills in. A null password: one is set later, by a one-time link. */
export type UserFields = { readonly name: string; readonly email: string; readonly password: string | null }

export type UserFieldRefusal = NameRefusal | EmailRefusal | PasswordRefusal

/** Says everything that is wrong with the fields of a new user, at most one refusal per field. */
export async function refuseUserFields(db: Db, fields: UserFields): Promise<readonly UserFieldRefusal[]> {
  const name = parseAccountName(fields.name)
  const email = parseEmailAddress(fields.email)
  const refusals = [
    name.ok ? await refuseTakenName(db, name.value) : name.error,
    email.ok ? await refuseTakenEmail(db, email.value) : email.error,
    fields.password === null ? null : refusePassword(fields.password, fields.name.trim()),
  ]
  return refusals.filter((refusal) => refusal !== null)
}

/** A name is taken for good, by deleted accounts too, and so is what looks like it. */
export async function refuseTakenName(db: Db, name: string): Promise<NameRefusal | null> {
  const alike = await listLookAlikes(db, name) // one look: between two, somebody else may take the very name
  if (alike.some((other) => other.name.toLowerCase() === name.toLowerCase())) return { code: 'name-taken', name }
  const [other] = alike
  return other ? { code: 'name-look-alike', name, other: other.name } : null
}

/** Only confirmed addresses are taken: unconfirmed duplicates lose when one of them is confirmed. */
export async function refuseTakenEmail(db: Db, email: string, except?: Account): Promise<EmailRefusal | null> {
  const holder = await findAccountByEmail(db, email)
  return holder && holder.id !== except?.id ? { code: 'email-taken' } : null
}

/**
 * Adds a user after checking the fields, in one transaction with what `andThen` does. The slow hash is computed before
 * the transaction, and what it meanwhile lost to others is a refusal like any other.
 */
export async function addUser<T>(
  deps: Pick<Deps, 'db' | 'now'>,
  fields: UserFields,
  settings: Pick<NewUser, 'isEmailConfirmed' | 'isAdmin' | 'language'>,
  andThen: (tx: Db, account: Account, now: Date) => Promise<T>,
): Promise<Result<T, readonly UserFieldRefusal[]>> {
  const refusals = await refuseUserFields(deps.db.read, fields)
  if (refusals.length > 0) return fail(refusals)
  const passwordHash = fields.password === null ? null : await hashPassword(fields.password)
  try {
    return await deps.db.transaction(async (tx) => {
      const lost = await refuseUserFields(tx, { ...fields, password: null })
      if (lost.length > 0) return fail(lost)
      const createdAt = deps.now()
      const [name, email] = [fields.name.trim(), fields.email.trim()]
      const account = await insertUser(tx, { ...settings, name, email, passwordHash, createdAt })
      return ok(await andThen(tx, account, createdAt))
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const lost = await refuseUserFields(deps.db.read, { ...fields, password: null })
    if (lost.length === 0) throw error
    return fail(lost)
  }
}
