import { describe, expect, test } from 'vitest'
import { answerRefusal, type Refusal } from './refusals.ts'
import { toReasonPhrase } from './reason-phrase.ts'

const at = new Date('2026-11-20T08:30:00Z')

type OwnRefusal = Exclude<Refusal, { code: `nupkg-${string}` | `nuspec-${string}` }>

/** One of each kind: a code without an example here does not compile. */
const examples: { [C in OwnRefusal['code']]: [Extract<OwnRefusal, { code: C }>, number, string] } = {
  'key-missing': [
    { code: 'key-missing' },
    401,
    'An API key is required: pass it with --api-key. Keys are made on the API Keys page.',
  ],
  'key-unknown': [
    { code: 'key-unknown' },
    403,
    'The API key is not valid: it is mistyped, was replaced or was deleted. Make a new one on the API Keys page.',
  ],
  'key-superseded': [
    { code: 'key-superseded' },
    403,
    'This secret of the API key was replaced and has ended. Use the newer one, or regenerate the key on the API Keys page.',
  ],
  'key-expired': [
    { code: 'key-expired', expiredAt: at },
    403,
    'The API key expired on 2026-11-20 08:30 UTC. Regenerate it on the API Keys page.',
  ],
  'key-revoked': [
    { code: 'key-revoked', revokedAt: at },
    403,
    'The API key was revoked on 2026-11-20 08:30 UTC. Regenerate it or use another one from the API Keys page.',
  ],
  'key-lacks-action': [
    { code: 'key-lacks-action', action: 'unlist' },
    403,
    'This API key may not unlist or relist packages. Use a key with that scope, or make one on the API Keys page.',
  ],
  'key-lacks-package': [
    { code: 'key-lacks-package', id: 'Fabrikam.A' },
    403,
    'This API key does not cover the package Fabrikam.A. Add a pattern for it on the API Keys page, or use another key.',
  ],
  'user-deleted': [
    { code: 'user-deleted', user: 'ann' },
    403,
    'The account of this API key was deleted. Use another key.',
  ],
  'user-locked': [
    { code: 'user-locked', user: 'ann' },
    403,
    'The account ann is locked and may not publish. Ask an administrator of this gallery.',
  ],
  'owner-locked': [
    { code: 'owner-locked', owner: 'contoso' },
    403,
    'The account contoso, for which this key acts, is locked. Ask an administrator of this gallery.',
  ],
  'owner-unconfirmed': [
    { code: 'owner-unconfirmed', owner: 'ann' },
    403,
    'The account ann has no confirmed e-mail address. Confirm it in the account settings, then push again.',
  ],
  'key-too-old-for-owner': [
    { code: 'key-too-old-for-owner', owner: 'contoso', maximumDays: 30 },
    403,
    'This API key is older than the 30 days for which contoso lets keys live. Regenerate it on the API Keys page.',
  ],
  'two-factor-required': [
    { code: 'two-factor-required', user: 'ann', owner: 'contoso' },
    403,
    'The organization contoso asks its members for two-factor sign-in. The account ann must switch it on in its settings.',
  ],
  'not-acting-for-owner': [
    { code: 'not-acting-for-owner', user: 'ann', owner: 'contoso' },
    403,
    'The account ann may no longer act for contoso. Use a key of an account that may.',
  ],
  'read-only': [
    { code: 'read-only' },
    503,
    'This gallery is read-only while its operators work on it. Packages can still be restored. Try again later.',
  ],
  'address-blocked': [
    { code: 'address-blocked' },
    403,
    'Requests from your address are not answered here. Ask an administrator of this gallery.',
  ],
  'rate-limited': [
    { code: 'rate-limited', retryAfterSeconds: 56 },
    429,
    'Rate limit is exceeded. Try again in 56 seconds.',
  ],
  'version-deleted': [
    { code: 'version-deleted', id: 'A', version: '1.0.0' },
    403,
    'A 1.0.0 was deleted and cannot be published again: its ID and version stay taken. Push a higher version.',
  ],
  'deletion-not-allowed': [
    { code: 'deletion-not-allowed' },
    403,
    'Owners may not delete versions in this gallery. Unlist the version, or ask an administrator.',
  ],
  'deletion-too-late': [
    { code: 'deletion-too-late', version: '1.0.0', withinHours: 72 },
    403,
    'The version 1.0.0 was published more than 72 hours ago: only an administrator may delete it. Unlist it instead.',
  ],
  'deletion-type-unknown': [
    { code: 'deletion-type-unknown' },
    400,
    'The type of a deletion is Unlist or SoftDelete. Send one of them, or none.',
  ],
  'deprecation-user-agent-missing': [
    { code: 'deprecation-user-agent-missing' },
    400,
    'A User-Agent header is required here. Send one that names your program.',
  ],
  'deprecation-body-unreadable': [
    { code: 'deprecation-body-unreadable' },
    400,
    'The body is neither a form nor JSON with the fields of a deprecation. Correct it and send it again.',
  ],
  'deprecation-versions-missing': [
    { code: 'deprecation-versions-missing' },
    400,
    'No version is named. Name at least one in "versions".',
  ],
  'deprecation-listed-verb-unknown': [
    { code: 'deprecation-listed-verb-unknown' },
    400,
    'The field listedVerb is Unchanged, Unlist or Relist. Send one of them, or none.',
  ],
  'deprecation-message-missing': [
    { code: 'deprecation-message-missing' },
    400,
    'The reason "other" needs a message that says why. Add one.',
  ],
  'deprecation-message-too-long': [
    { code: 'deprecation-message-too-long', limit: 1000 },
    400,
    'The message of a deprecation has at most 1000 characters. Shorten it.',
  ],
  'deprecation-alternate-incomplete': [
    { code: 'deprecation-alternate-incomplete' },
    400,
    'An alternate version needs an alternate package ID. Send both, or the ID alone.',
  ],
  'deprecation-alternate-unknown': [
    { code: 'deprecation-alternate-unknown', id: 'B', version: null },
    400,
    'The alternate package or version is not in this gallery. Name one that is.',
  ],
  'deprecation-alternate-itself': [
    { code: 'deprecation-alternate-itself', id: 'A' },
    400,
    'A version cannot be its own alternate. Name another package, or a version that is not deprecated here.',
  ],
  'not-package-owner': [
    { code: 'not-package-owner', id: 'A', owner: 'ann' },
    403,
    'The package A belongs to other owners: ann is not one of them. Ask an owner to add the account, or choose another ID.',
  ],
  'id-reserved': [
    { code: 'id-reserved', id: 'A.B', owner: 'ann', pattern: 'A.*', hasOwners: true },
    403,
    'The ID A.B is reserved: A.* belongs to other accounts than ann. Choose another ID, or ask an administrator of this gallery.',
  ],
  'package-locked': [
    { code: 'package-locked', id: 'A' },
    403,
    'The package A is locked. Ask an administrator of this gallery.',
  ],
  'package-id-not-allowed': [
    { code: 'package-id-not-allowed', id: 'Ü' },
    400,
    'The ID of a new package has only ASCII letters, digits and _ with single . or - between. Choose such an ID.',
  ],
  'version-exists': [
    { code: 'version-exists', id: 'A', version: '1.0.0', existing: '1.0.0' },
    409,
    'A 1.0.0 already exists. Versions cannot be replaced: push a higher one.',
  ],
  'package-unknown': [{ code: 'package-unknown', id: 'A' }, 404, 'There is no package A here. Check the ID.'],
  'version-unknown': [
    { code: 'version-unknown', id: 'A', version: '9' },
    404,
    'There is no version 9 of A. Check the version.',
  ],
  'verification-key-ended': [
    { code: 'verification-key-ended' },
    403,
    'The verification key is not valid: it was used, has expired or never was. Ask for a new one.',
  ],
  'verification-key-lacks-package': [
    { code: 'verification-key-lacks-package', id: 'Fabrikam.A' },
    403,
    'This verification key is for another package than Fabrikam.A. Ask for one for that package.',
  ],
  'package-too-large': [
    { code: 'package-too-large', maxBytes: 262_144_000 },
    413,
    'The package is larger than the 250 MB that this gallery takes. Make it smaller or ask an administrator.',
  ],
  'upload-empty': [{ code: 'upload-empty' }, 400, 'The request has no package in it. Send the .nupkg as its body.'],
  'upload-cut-off': [{ code: 'upload-cut-off' }, 400, 'The upload ended before its end. Nothing was kept: push again.'],
  'upload-not-readable': [
    { code: 'upload-not-readable' },
    400,
    'The multipart body has no boundary in its Content-Type. Push with dotnet nuget push, or send the file as it is.',
  ],
}

describe('a refusal of the publish protocol', () => {
  test.each(Object.values(examples))('$code has its status and its sentence', (refusal, status, message) => {
    const answer = answerRefusal(refusal, { host: 'gallery.example', isPrivate: false })
    expect([answer.status, answer.message]).toEqual([status, message])
  })

  test.each(Object.values(examples))('$code says it whole in the reason phrase', (_refusal, _status, message) => {
    expect(toReasonPhrase(message)).toBe(message)
  })

  test('409 means only that this ID and version exists', () => {
    const conflicts = Object.values(examples).filter(
      ([refusal]) => answerRefusal(refusal, { host: 'x', isPrivate: false }).status === 409,
    )
    expect(conflicts.map(([refusal]) => refusal.code)).toEqual(['version-exists'])
  })

  test('a version that differs in build metadata only is told so', () => {
    const refusal = { code: 'version-exists', id: 'A', version: '1.0.0+b', existing: '1.0.0+a' } as const
    expect(answerRefusal(refusal, { host: 'x', isPrivate: false }).message).toBe(
      'A 1.0.0+b is the same version as 1.0.0+a, which already exists: build metadata does not count. Push a higher version.',
    )
  })

  test('a missing key is challenged, on a private instance also for the Basic credentials of nuget.config', () => {
    const challenges = (isPrivate: boolean) =>
      answerRefusal({ code: 'key-missing' }, { host: 'gallery.example', isPrivate }).headers?.['WWW-Authenticate']
    expect(challenges(false)).toEqual(['ApiKey realm="gallery.example"'])
    expect(challenges(true)).toEqual([
      'ApiKey realm="gallery.example"',
      'Basic realm="gallery.example", charset="UTF-8"',
    ])
  })
})

describe('a reason phrase', () => {
  test.each([
    ['two\r\nlines', 'two lines'],
    ['  many   spaces\t', 'many spaces'],
    ['Contoso.Ünïcode', 'Contoso.?n?code'],
    ['程序包 x', '??? x'],
    ['emoji 🙂', 'emoji ?'],
    ['nul\0byte', 'nul?byte'],
  ])('of %j is %j', (sentence, phrase) => {
    expect(toReasonPhrase(sentence)).toBe(phrase)
  })

  test('has at most 512 characters', () => {
    expect(toReasonPhrase('x'.repeat(600))).toBe(`${'x'.repeat(509)}...`)
  })
})
