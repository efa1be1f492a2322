import type { Account } from '../accounts/account.ts'
import { findAccountById, holdAccount, listAdministrators } from '../accounts/store.ts'
import { appendAudit, type Actor } from '../audit/audit.ts'
import { listAccountsFor } from '../owners/owner-rights.ts'
import { fail, ok, type Result } from '../result.ts'
import { insertReservation, withMarks, type PrefixDeps } from './change-prefix.ts'
import { queueDecidedMail, queuePrefixRequestMails } from './mails.ts'
import { listPrefixesFrom } from './prefix-store.ts'
import { findConflict, foldId, parsePattern, patternText, type ReservedPrefix } from './prefix.ts'
import type { PrefixRefusal } from './refusal.ts'
import {
  deletePrefixRequest,
  findPrefixRequest,
  insertPrefixRequest,
  listPrefixRequestsBy,
  type PrefixRequest,
} from './request-store.ts'

export const maxReason = 2000
const maxOpenRequests = 10

export type WantedPrefix = { readonly pattern: string; readonly accountName: string; readonly message: string }

/** Asks the administrators of the gallery to reserve IDs for one of the user's accounts. */
export async function requestPrefix(
  deps: PrefixDeps,
  user: Account,
  wanted: WantedPrefix,
  actor: Actor,
): Promise<Result<PrefixRequest, PrefixRefusal>> {
  return deps.db.transaction(async (tx) => {
    const pattern = parsePattern(wanted.pattern.trim())
    if (!pattern.ok) return pattern
    const text = patternText(pattern.value)
    await holdAccount(tx, user.id) // a form that is sent twice asks once
    const present = await findAccountById(tx, user.id)
    const accounts = present ? await listAccountsFor(tx, present, 'manage-account') : []
    const account = accounts.find(({ name }) => name.toLowerCase() === wanted.accountName.toLowerCase())
    if (!account) return fail({ code: 'prefix-account-not-yours', name: wanted.accountName })
    if (wanted.message === '') return fail({ code: 'prefix-reason-missing' })
    if (wanted.message.length > maxReason) return fail({ code: 'prefix-reason-too-long', limit: maxReason })
    const conflict = findConflict(pattern.value, await listPrefixesFrom(tx, pattern.value.value))
    if (conflict) return fail({ code: 'prefix-taken', pattern: text, other: patternText(conflict) })
    const open = await listPrefixRequestsBy(tx, user.id)
    if (open.some(({ value }) => foldId(value) === foldId(pattern.value.value))) {
      return fail({ code: 'prefix-request-open', pattern: text })
    }
    if (open.length >= maxOpenRequests) return fail({ code: 'too-many-prefix-requests', limit: maxOpenRequests })

    const now = deps.now()
    const asked = { accountId: account.id, requestedBy: user.id, message: wanted.message, createdAt: now }
    const number = await insertPrefixRequest(tx, { ...pattern.value, ...asked })
    const request = await findPrefixRequest(tx, number)
    if (!request) throw new Error('the request vanished while it was made')
    const entry = { at: now, actor, accountId: account.id, detail: { pattern: text } }
    await appendAudit(tx, { ...entry, action: 'RequestPrefix' })
    await queuePrefixRequestMails(tx, deps, request, await listAdministrators(tx))
    return ok(request)
  })
}

/** Reserves what was asked for. For administrators. */
export async function grantPrefixRequest(
  deps: PrefixDeps,
  number: number,
  { isShared }: { readonly isShared: boolean },
  actor: Actor,
): Promise<Result<ReservedPrefix, PrefixRefusal>> {
  return withMarks<PrefixRefusal>(deps, actor, async (tx, now) => {
    const request = await findPrefixRequest(tx, number)
    if (!request || !(await deletePrefixRequest(tx, number))) return fail({ code: 'prefix-request-gone' })
    const wanted = { pattern: patternText(request), ownerNames: [request.account.name], isShared }
    const reserved = await insertReservation(tx, wanted, actor, now)
    if (reserved.ok) await queueDecidedMail(tx, deps, request, { isGranted: true, reason: null })
    return reserved
  })
}

export async function declinePrefixRequest(
  deps: PrefixDeps,
  number: number,
  reason: string | null,
  actor: Actor,
): Promise<Result<PrefixRequest, PrefixRefusal>> {
  return deps.db.transaction(async (tx) => {
    const request = await findPrefixRequest(tx, number)
    if (!request || !(await deletePrefixRequest(tx, number))) return fail({ code: 'prefix-request-gone' })
    if ((reason?.length ?? 0) > maxReason) return fail({ code: 'prefix-reason-too-long', limit: maxReason })
    const detail = { pattern: patternText(request), reason }
    const entry = { at: deps.now(), actor, accountId: request.account.id, detail }
    await appendAudit(tx, { ...entry, action: 'DeclinePrefixRequest' })
    await queueDecidedMail(tx, deps, request, { isGranted: false, reason })
    return ok(request)
  })
}
