import type { Db } from '../db/database.ts'
import {
  deleteOldestDevices,
  findKnownFrom,
  putDevice,
  updateDeviceToken,
  type KnownFrom,
} from './known-device-store.ts'
import { addressGroup } from './lock-out.ts'
import { hashToken, makeToken } from './token.ts'

/** A year: browsers keep no cookie much longer. */
export const knownDeviceLifetimeMs = 365 * 24 * 60 * 60_000
const mostDevices = 20

/** A browser by the token in its cookie, null when it has none, and where it is. */
export type Device = { readonly address: string; readonly device?: string | null }

/**
 * Notes that this account is signed in to from here, so that strangers who try its password elsewhere do not keep its
 * owner out (OWASP: Slow Down Online Guessing Attacks with Device Cookies). Answers the browser's new token: one that
 * somebody planted is worth nothing.
 */
export async function rememberDevice(tx: Db, accountId: number, from: Device, now: Date): Promise<string> {
  const { token, hash } = makeToken()
  if (from.device) await updateDeviceToken(tx, hashToken(from.device), hash)
  await putDevice(tx, { accountId, tokenHash: hash, addressGroup: addressGroup(from.address), seenAt: now })
  await deleteOldestDevices(tx, accountId, mostDevices)
  return token
}

/** Whether this account was signed in to from this browser, or this address. Null: an account that nobody has. */
export async function findKnown(db: Db, accountId: number | null, from: Device, now: Date): Promise<KnownFrom> {
  return findKnownFrom(db, accountId ?? 0, {
    tokenHash: hashToken(from.device ?? ''),
    addressGroup: addressGroup(from.address),
    since: new Date(now.getTime() - knownDeviceLifetimeMs),
  })
}
