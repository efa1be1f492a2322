import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Account } from './account.ts'
import type { Passkey } from './passkey-store.ts'

/** What passkeys are bound to: the host name of this gallery, as the browser sees it. */
export type PasskeySite = { readonly origin: string; readonly host: string; readonly brand: string }

/** From the public address of a request. */
export function passkeySite(baseUrl: string, brand: string): PasskeySite {
  const { origin, hostname } = new URL(baseUrl)
  return { origin, host: hostname, brand }
}

/** What a browser needs to use or make a passkey; it goes to the script of the page as JSON. */
export type PasskeyOptions = { readonly challenge: string } & Readonly<Record<string, unknown>>

/** Imported when it is first needed: it takes 13 MB and a quarter of a second. */
const library = () => import('@simplewebauthn/server')

/** Ed25519, ES256, RS256: the default adds what Node calls experimental, with a warning. */
const supportedAlgorithmIDs = [-8, -7, -257]

/** A passkey counts as two factors: it is held, and its device asks for a finger, a face or a PIN. */
const userVerification = 'required'

export async function makeRegistrationOptions(
  site: PasskeySite,
  account: Account,
  known: readonly Passkey[],
): Promise<PasskeyOptions> {
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    rpName: site.brand,
    rpID: site.host,
    userName: account.name,
    userID: new TextEncoder().encode(`account:${account.id}`),
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: known.map(toDescriptor),
    authenticatorSelection: { residentKey: 'required', userVerification },
  })
  return { ...options }
}

/** Without `allowed` the browser offers every passkey that it has for this site. */
export async function makeProofOptions(site: PasskeySite, allowed: readonly Passkey[]): Promise<PasskeyOptions> {
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({
    rpID: site.host,
    userVerification,
    allowCredentials: allowed.map(toDescriptor),
  })
  return { ...options }
}

function toDescriptor({ credentialId, transports }: Passkey) {
  return { id: credentialId, transports: [...transports] }
}

/** The parts of a browser's answer that are needed before it is checked; null when it is none. */
export function readAnswer(text: string): { readonly challenge: string; readonly credentialId: string } | null {
  try {
    const { id, response } = JSON.parse(text) as { id: unknown; response: { clientDataJSON: unknown } }
    const data = JSON.parse(Buffer.from(String(response.clientDataJSON), 'base64url').toString()) as {
      challenge: unknown
    }
    return typeof id === 'string' && typeof data.challenge === 'string'
      ? { challenge: data.challenge, credentialId: id }
      : null
  } catch {
    return null // what a browser of ours did not make
  }
}

/** The new passkey in the browser's answer, or null when anything about it is not as it was asked for. */
export async function checkRegistration(
  site: PasskeySite,
  answer: string,
  challenge: string,
): Promise<Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'> | null> {
  const { verifyRegistrationResponse } = await library()
  const checked = await verifyRegistrationResponse({
    response: JSON.parse(answer) as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
    supportedAlgorithmIDs,
  }).catch(() => null) // it throws for what does not fit
  if (!checked?.verified) return null
  const { id, publicKey, counter, transports } = checked.registrationInfo.credential
  const key = Buffer.from(publicKey).toString('base64url')
  return { credentialId: id, publicKey: key, counter, transports: transports ?? [] }
}

/** The new counter of the passkey when the answer was signed by it for this challenge and this site; else null. */
export async function checkProof(
  site: PasskeySite,
  answer: string,
  challenge: string,
  passkey: Passkey,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library()
  const checked = await verifyAuthenticationResponse({
    response: JSON.parse(answer) as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
      transports: [...passkey.transports],
    },
    requireUserVerification: true,
  }).catch(() => null)
  return checked?.verified ? checked.authenticationInfo.newCounter : null
}
