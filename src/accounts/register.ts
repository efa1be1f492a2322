import { appendAudit } from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../i18n/message.ts'
import { fail, type Result } from '../result.ts'
import type { Account } from './account.ts'
import { queueConfirmation } from './confirm-email.ts'
import { addUser, type UserFieldRefusal } from './new-user.ts'
import { addSession, type NewSession, type SessionOrigin } from './session.ts'

export type Registration = {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly language: Language
  /** Where the reader wanted to go: the mailed link comes back there. Already known to be local. */
  readonly returnUrl: string | null
}

/**
 * A visitor makes their own account and is signed in at once. With SMTP the address waits for confirmation and a mail
 * goes out; without it there is nobody to send one, so that it counts as confirmed.
 */
export async function register(
  deps: Pick<Deps, 'config' | 'db' | 'now'>,
  registration: Registration,
  from: SessionOrigin,
): Promise<
  Result<{ account: Account } & NewSession, readonly (UserFieldRefusal | { readonly code: 'registration-closed' })[]>
> {
  if (deps.config.registration === 'closed') return fail([{ code: 'registration-closed' }])
  const isEmailConfirmed = deps.config.smtpUrl === null
  const settings = { isEmailConfirmed, isAdmin: false, language: registration.language }
  return addUser(deps, registration, settings, async (tx, account, now) => {
    const actor = { account, through: 'page', address: from.address } as const
    await appendAudit(tx, { at: now, actor, action: 'Register', accountId: account.id })
    if (!isEmailConfirmed) await queueConfirmation(tx, deps, account, registration.returnUrl)
    return { account, ...(await addSession(tx, account.id, from, now)) }
  })
}
