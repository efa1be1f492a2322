import type { AuthorisationRefusal } from '../keys/authorise.ts'
import type { VerificationKeyRefusal } from '../keys/verification-key.ts'
import type { ReadOnly } from '../site/site.ts'
import type { AddressBlocked, RateRefusal } from '../limits/limit.ts'
import { describeNupkgRefusal, isNupkgRefusal, type NupkgRefusal } from '../nuget/nupkg.ts'
import type { ListingRefusal, PublishRefusal } from '../publish/publish.ts'
import type { DeletionRefusal } from '../packages/deletion.ts'
import type { DeprecationRefusal } from '../packages/deprecation.ts'
import type { DeletionTypeRefusal } from '../publish/delete-request.ts'
import type { DeprecationRequestRefusal } from '../publish/deprecation-request.ts'
import type { UploadRefusal } from '../publish/receive.ts'
import { describeReservedId, describeVersionRefusal } from '../publish/refusal-text.ts'

/** Everything that the publish protocol can refuse. */
export type Refusal =
  | AuthorisationRefusal
  | PublishRefusal
  | ListingRefusal
  | UploadRefusal
  | DeletionRefusal
  | DeletionTypeRefusal
  | DeprecationRefusal
  | DeprecationRequestRefusal
  | VerificationKeyRefusal
  | RateRefusal
  | AddressBlocked
  | ReadOnly
  | NupkgRefusal

export type Answer = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429 | 503
  /** What was refused and what to do: English ASCII, for the reason phrase and the body. */
  readonly message: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** The body is the JSON that NuGet documents for this status, not the bare sentence. */
  readonly isJson?: boolean
}

type Coded = Exclude<Refusal, NupkgRefusal>
type Context = {
  readonly host: string
  /** The gallery is private: clients hold Basic credentials, and send them only where Basic is asked for (protocol.md 14). */
  readonly isPrivate: boolean
}
type Answers = { readonly [C in Coded['code']]: (r: Extract<Coded, { readonly code: C }>, context: Context) => Answer }

const keysPage = 'the API Keys page'

/** The one table of statuses and sentences (protocol.md 8.3). 409 means only that this ID and version exists. */
const answers: Answers = {
  'key-missing': (_, { host, isPrivate }) => ({
    status: 401,
    message: `An API key is required: pass it with --api-key. Keys are made on ${keysPage}.`,
    headers: {
      'WWW-Authenticate': [`ApiKey realm="${host}"`, ...(isPrivate ? [`Basic realm="${host}", charset="UTF-8"`] : [])],
    },
  }),
  'key-unknown': () => ({
    status: 403,
    message: `The API key is not valid: it is mistyped, was replaced or was deleted. Make a new one on ${keysPage}.`,
  }),
  'key-superseded': () => ({
    status: 403,
    message: `This secret of the API key was replaced and has ended. Use the newer one, or regenerate the key on ${keysPage}.`,
  }),
  'key-expired': (r) => ({
    status: 403,
    message: `The API key expired on ${date(r.expiredAt)}. Regenerate it on ${keysPage}.`,
  }),
  'key-revoked': (r) => ({
    status: 403,
    message: `The API key was revoked on ${date(r.revokedAt)}. Regenerate it or use another one from ${keysPage}.`,
  }),
  'key-too-old-for-owner': (r) => ({
    status: 403,
    message: `This API key is older than the ${r.maximumDays} days for which ${r.owner} lets keys live. Regenerate it on ${keysPage}.`,
  }),
  'key-lacks-action': (r) => ({
    status: 403,
    message: `This API key may not ${actionWords[r.action]}. Use a key with that scope, or make one on ${keysPage}.`,
  }),
  'key-lacks-package': (r) => ({
    status: 403,
    message: `This API key does not cover the package ${r.id}. Add a pattern for it on ${keysPage}, or use another key.`,
  }),
  'user-deleted': () => ({ status: 403, message: 'The account of this API key was deleted. Use another key.' }),
  'user-locked': (r) => ({
    status: 403,
    message: `The account ${r.user} is locked and may not publish. Ask an administrator of this gallery.`,
  }),
  'owner-locked': (r) => ({
    status: 403,
    message: `The account ${r.owner}, for which this key acts, is locked. Ask an administrator of this gallery.`,
  }),
  'owner-unconfirmed': (r) => ({
    status: 403,
    message: `The account ${r.owner} has no confirmed e-mail address. Confirm it in the account settings, then push again.`,
  }),
  'not-acting-for-owner': (r) => ({
    status: 403,
    message: `The account ${r.user} may no longer act for ${r.owner}. Use a key of an account that may.`,
  }),
  'two-factor-required': (r) => ({
    status: 403,
    message: `The organization ${r.owner} asks its members for two-factor sign-in. The account ${r.user} must switch it on in its settings.`,
  }),
  'not-package-owner': (r) => ({ status: 403, message: describeVersionRefusal(r) }),
  'id-reserved': (r) => ({ status: 403, message: describeReservedId(r) }),
  'package-locked': (r) => ({ status: 403, message: describeVersionRefusal(r) }),
  'package-id-not-allowed': (r) => ({ status: 400, message: describeVersionRefusal(r) }),
  // Not 409: with --skip-duplicate the client would take what nobody can restore for published.
  'version-deleted': (r) => ({ status: 403, message: describeVersionRefusal(r) }),
  'version-exists': (r) => ({ status: 409, message: describeVersionRefusal(r) }),
  'package-unknown': (r) => ({ status: 404, message: `There is no package ${r.id} here. Check the ID.` }),
  'version-unknown': (r) => ({
    status: 404,
    message: `There is no version ${r.version} of ${r.id}. Check the version.`,
  }),
  'deletion-not-allowed': () => ({
    status: 403,
    message: 'Owners may not delete versions in this gallery. Unlist the version, or ask an administrator.',
  }),
  'deletion-too-late': (r) => ({
    status: 403,
    message: `The version ${r.version} was published more than ${r.withinHours} hours ago: only an administrator may delete it. Unlist it instead.`,
  }),
  'deletion-type-unknown': () => ({
    status: 400,
    message: 'The type of a deletion is Unlist or SoftDelete. Send one of them, or none.',
  }),
  'deprecation-user-agent-missing': () => ({
    status: 400,
    message: 'A User-Agent header is required here. Send one that names your program.',
  }),
  'deprecation-body-unreadable': () => ({
    status: 400,
    message: 'The body is neither a form nor JSON with the fields of a deprecation. Correct it and send it again.',
  }),
  'deprecation-versions-missing': () => ({
    status: 400,
    message: 'No version is named. Name at least one in "versions".',
  }),
  'deprecation-listed-verb-unknown': () => ({
    status: 400,
    message: 'The field listedVerb is Unchanged, Unlist or Relist. Send one of them, or none.',
  }),
  'deprecation-message-missing': () => ({
    status: 400,
    message: 'The reason "other" needs a message that says why. Add one.',
  }),
  'deprecation-message-too-long': (r) => ({
    status: 400,
    message: `The message of a deprecation has at most ${r.limit} characters. Shorten it.`,
  }),
  'deprecation-alternate-incomplete': () => ({
    status: 400,
    message: 'An alternate version needs an alternate package ID. Send both, or the ID alone.',
  }),
  'deprecation-alternate-unknown': () => ({
    status: 400,
    message: 'The alternate package or version is not in this gallery. Name one that is.',
  }),
  'deprecation-alternate-itself': () => ({
    status: 400,
    message: 'A version cannot be its own alternate. Name another package, or a version that is not deprecated here.',
  }),
  'verification-key-ended': () => ({
    status: 403,
    message: 'The verification key is not valid: it was used, has expired or never was. Ask for a new one.',
  }),
  'verification-key-lacks-package': (r) => ({
    status: 403,
    message: `This verification key is for another package than ${r.id}. Ask for one for that package.`,
  }),
  'read-only': () => ({
    status: 503,
    message:
      'This gallery is read-only while its operators work on it. Packages can still be restored. Try again later.',
    headers: { 'Retry-After': '60' },
  }),
  'address-blocked': () => ({
    status: 403,
    message: 'Requests from your address are not answered here. Ask an administrator of this gallery.',
  }),
  // The sentence and the body are nuget.org's: protocol.md 8.6.
  'rate-limited': (r) => ({
    status: 429,
    message: `Rate limit is exceeded. Try again in ${r.retryAfterSeconds} seconds.`,
    headers: { 'Retry-After': String(r.retryAfterSeconds) },
    isJson: true,
  }),
  'package-too-large': (r) => ({
    status: 413,
    message: `The package is larger than the ${bytes(r.maxBytes)} that this gallery takes. Make it smaller or ask an administrator.`,
  }),
  'upload-empty': () => ({ status: 400, message: 'The request has no package in it. Send the .nupkg as its body.' }),
  'upload-cut-off': () => ({
    status: 400,
    message: 'The upload ended before its end. Nothing was kept: push again.',
  }),
  'upload-not-readable': () => ({
    status: 400,
    message:
      'The multipart body has no boundary in its Content-Type. Push with dotnet nuget push, or send the file as it is.',
  }),
}

const actionWords = {
  push: 'push new packages',
  'push-version': 'push new versions',
  unlist: 'unlist or relist packages',
} as const

/** Status, sentence and headers for a refusal. Source of the statuses: protocol.md 8.3 and design.md. */
export function answerRefusal(refusal: Refusal, context: Context): Answer {
  if (isNupkgRefusal(refusal)) return { status: 400, message: describeNupkgRefusal(refusal) }
  const answer = answers[refusal.code] as (r: Coded, context: Context) => Answer
  return answer(refusal, context)
}

function date(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function bytes(count: number): string {
  return count % 1_048_576 === 0 ? `${count / 1_048_576} MB` : `${count} bytes`
}
