import type { Deps } from '../deps.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Account } from './account.ts'
import {
  findPasskeyByCredential,
  insertChallenge,
  listPasskeys,
  takeChallenge,
  type Challenge,
  type Passkey,
} from './passkey-store.ts'
import { hashToken } from './token.ts'
import { checkProof, makeProofOptions, readAnswer, type PasskeyOptions, type PasskeySite } from './webauthn.ts'

type PasskeyDeps = Pick<Deps, 'db' | 'now'>

/** A browser that asks for a challenge or answers one, and what is behind its form tokens, which others do not have. */
export type PasskeyBrowser = { readonly site: PasskeySite; readonly boundTo: string }

/** What a browser answers with: JSON that the page's script put into the form. */
export type PasskeyAnswer = PasskeyBrowser & { readonly answer: string }

const challengeLifetimeMs = 10 * 60_000

/** What a browser needs to prove who sits there: anybody with a passkey of this site, or one account. */
export async function beginProof(
  deps: PasskeyDeps,
  account: Account | null,
  browser: PasskeyBrowser,
): Promise<PasskeyOptions> {
  const allowed = account ? await listPasskeys(deps.db.read, account.id) : []
  const options = await makeProofOptions(browser.site, allowed)
  await keepChallenge(deps, options, { purpose: 'prove', accountId: account?.id ?? null }, browser)
  return options
}

/** Remembers what this browser was given to sign. */
export async function keepChallenge(
  deps: PasskeyDeps,
  { challenge }: PasskeyOptions,
  about: Pick<Challenge, 'purpose' | 'accountId'>,
  { boundTo }: PasskeyBrowser,
): Promise<void> {
  const expiresAt = new Date(deps.now().getTime() + challengeLifetimeMs)
  const kept = { ...about, hash: hashToken(challenge), boundTo: hashToken(boundTo), expiresAt }
  await deps.db.transaction((tx) => insertChallenge(tx, kept))
}

/** Uses up the challenge that this answer signs: true when it was given to this browser for this purpose, lately. */
export async function takeOwnChallenge(
  deps: PasskeyDeps,
  challenge: string,
  about: Pick<Challenge, 'purpose' | 'accountId'>,
  { boundTo }: PasskeyBrowser,
): Promise<boolean> {
  const kept = await deps.db.transaction((tx) => takeChallenge(tx, hashToken(challenge)))
  return (
    kept !== null &&
    kept.expiresAt > deps.now() &&
    kept.purpose === about.purpose &&
    kept.accountId === about.accountId &&
    kept.boundTo === hashToken(boundTo)
  )
}

export type ProvenPasskey = { readonly passkey: Passkey; readonly counter: number }

/**
 * The passkey that made this answer, when it is one of `account` (null: of anybody) and signed the challenge that this
 * browser was given. To be noted as used in the transaction of what it is for.
 */
export async function tryPasskey(
  deps: PasskeyDeps,
  account: Account | null,
  given: PasskeyAnswer,
): Promise<Result<ProvenPasskey, { readonly code: 'passkey-wrong' }>> {
  const read = readAnswer(given.answer)
  const about = { purpose: 'prove', accountId: account?.id ?? null } as const
  if (!read || !(await takeOwnChallenge(deps, read.challenge, about, given))) return fail({ code: 'passkey-wrong' })
  const passkey = await findPasskeyByCredential(deps.db.read, read.credentialId)
  if (!passkey || (account && passkey.accountId !== account.id)) return fail({ code: 'passkey-wrong' })
  const counter = await checkProof(given.site, given.answer, read.challenge, passkey)
  return counter === null ? fail({ code: 'passkey-wrong' }) : ok({ passkey, counter })
}
