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
  'not-acting-for-owner': [
    { code: 'not-acting-for-owner', user: 'ann', owner: 'contoso' },
    403,
    'The account ann may no longer act for contoso. Use a key of an account that may.',
  ],
  'not-package-owner': [
    { code: 'not-package-owner', id: 'A', owner: 'ann' },
    403,
    'The package A belongs to other owners: ann is not one of them. Ask an owner to add the account, or choose another ID.',
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
