import { describe, expect, test } from 'vitest'
import type { ApiKey, KeyAction } from '../keys/key.ts'
import { parsePackageId } from '../nuget/package-id.ts'
import { parseVersion } from '../nuget/version.ts'
import type { Package } from '../packages/package.ts'
import { listImportRefusals, listPushRefusals, type PublishFacts } from './publish.ts'

const now = new Date('2026-11-24T12:00:00Z')

function key(actions: KeyAction[], globs: string[]): ApiKey {
  return {
    id: 1,
    userId: 1,
    ownerId: 1,
    name: 'ci',
    actions: new Set(actions),
    globs,
    packageIds: [],
    createdAt: now,
    expiresAt: new Date(now.getTime() + 1000),
    lifetimeMs: 1000,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedFrom: null,
  }
}

const contoso: Package = {
  key: 1,
  id: 'Contoso.Core',
  lowerId: 'contoso.core',
  createdAt: now,
  downloads: 0,
  lockedAt: null,
  revision: 1,
  isVerified: false,
}

type Changes = Partial<Omit<PublishFacts, 'id'>> & { readonly id?: string }

function factsWith(changes: Changes): PublishFacts {
  const id = parsePackageId(changes.id ?? 'Contoso.Core')
  const version = parseVersion('1.1.0')
  if (!id || !version) throw new Error('test data')
  return {
    owner: { id: 1, name: 'ann', owns: true },
    reservations: [],
    package: contoso,
    existing: null,
    deletedVersion: null,
    version,
    ...changes,
    id,
  }
}

/** What a push is told: the first of everything that is against it. */
function refusal(changes: Changes & { readonly key?: ApiKey } = {}): string | null {
  return refusals(changes)[0] ?? null
}

function refusals({ key: own, ...changes }: Changes & { readonly key?: ApiKey | null } = {}): readonly string[] {
  const presented = own === undefined ? key(['push'], ['*']) : own
  return listPushRefusals(factsWith(changes), presented, now).map(({ code }) => code)
}

const existing = { fullVersion: '1.1.0', sha512: '' }

describe('a push is', () => {
  test('refused for a version that was deleted, whatever replaced its metadata', () =>
    expect(refusal({ deletedVersion: '1.1.0+a' })).toBe('version-deleted'))
  test('allowed to the owner of the package', () => expect(refusal()).toBeNull())
  test('allowed for a new ID', () =>
    expect(refusal({ package: null, owner: { id: 1, name: 'ann', owns: false } })).toBeNull())
  test('refused to anybody else', () =>
    expect(refusal({ owner: { id: 2, name: 'bob', owns: false } })).toBe('not-package-owner'))
  test('refused for a new ID with letters beyond ASCII', () =>
    expect(refusal({ id: 'Contoso.Ü', package: null })).toBe('package-id-not-allowed'))
  test('allowed for an old ID with such letters', () => expect(refusal({ id: 'Contoso.Ü' })).toBeNull())
  test('refused for a new ID that is reserved for others, after what the key lacks', () => {
    const reservations = [
      { number: 1, value: 'Contoso.', isPrefix: true, isShared: false, owners: [{ id: 2, name: 'bob' }] },
    ]
    const owner = { id: 1, name: 'ann', owns: false }
    expect(refusal({ package: null, owner, reservations })).toBe('id-reserved')
    expect(refusal({ package: null, owner, reservations, key: key(['unlist'], ['*']) })).toBe('key-lacks-action')
    expect(refusal({ package: null, owner: { ...owner, id: 2 }, reservations })).toBeNull()
    expect(refusal({ reservations })).toBeNull() // what stands already is never blocked
  })
  test('refused while the package is locked', () =>
    expect(refusal({ package: { ...contoso, lockedAt: now } })).toBe('package-locked'))
  test('refused when the version exists', () => expect(refusal({ existing })).toBe('version-exists'))
  test('refused when no pattern fits', () =>
    expect(refusal({ key: key(['push'], ['Fabrikam.*']) })).toBe('key-lacks-package'))
  test('allowed for a new version with "only new versions"', () =>
    expect(refusal({ key: key(['push-version'], ['*']) })).toBeNull())
  test('refused for a new ID with "only new versions"', () =>
    expect(refusal({ package: null, key: key(['push-version'], ['*']) })).toBe('key-lacks-action'))
  test('refused with unlist only', () => expect(refusal({ key: key(['unlist'], ['*']) })).toBe('key-lacks-action'))
  test('refused without any scope: none means nothing', () =>
    expect(refusal({ key: key([], ['*']) })).toBe('key-lacks-action'))
  test('refused without any pattern: none means nothing', () =>
    expect(refusal({ key: key(['push'], []) })).toBe('key-lacks-package'))
  test('refused at the very moment the key ends', () =>
    expect(refusal({ key: { ...key(['push'], ['*']), expiresAt: now } })).toBe('key-expired'))
  test('refused with a revoked key, which is said before anything else', () =>
    expect(refusal({ key: { ...key([], []), revokedAt: now }, existing })).toBe('key-revoked'))
})

describe('a dry run', () => {
  const bob = { id: 2, name: 'bob', owns: false }
  test('names everything that is against a push, in the order in which pushes are told', () => {
    const locked = { ...contoso, lockedAt: now }
    expect(refusals({ package: locked, existing, key: key([], []) })).toEqual([
      'key-lacks-action',
      'key-lacks-package',
      'package-locked',
      'version-exists',
    ])
    const reservations = [
      { number: 1, value: 'Contoso.', isPrefix: true, isShared: false, owners: [{ id: 1, name: 'ann' }] },
    ]
    expect(refusals({ id: 'Contoso.Ü', package: null, owner: bob, reservations })).toEqual([
      'package-id-not-allowed',
      'id-reserved',
    ])
    expect(refusals()).toEqual([])
  })
  test('says of a key that has ended nothing else about it', () =>
    expect(refusals({ key: { ...key([], []), revokedAt: now } })).toEqual(['key-revoked']))
  test('asks who is signed in for no key, and for all the rest', () => {
    expect(refusals({ key: null })).toEqual([])
    expect(refusals({ key: null, owner: bob, existing })).toEqual(['not-package-owner', 'version-exists'])
  })
})

describe('an import', () => {
  const importRefusal = (changes: Changes = {}) => listImportRefusals(factsWith(changes))[0]?.code ?? null
  test('needs no key', () => expect(importRefusal()).toBeNull())
  test('is held to the rest of the rules', () => {
    expect(importRefusal({ id: 'Contoso.Ü', package: null })).toBe('package-id-not-allowed')
    expect(importRefusal({ owner: { id: 2, name: 'bob', owns: false } })).toBe('not-package-owner')
    expect(importRefusal({ package: { ...contoso, lockedAt: now } })).toBe('package-locked')
    expect(importRefusal({ existing })).toBe('version-exists')
  })
})
