import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linkBaseUrl, parseConfig, type Config } from './config.ts'
import { listSettings } from './effective-settings.ts'

function config(settings: Record<string, string> = {}): Config {
  const parsed = parseConfig(settings)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

function faults(settings: Record<string, string>): readonly string[] {
  const parsed = parseConfig(settings)
  return parsed.ok ? [] : parsed.error.map(({ variable, message }) => `${variable} ${message}`)
}

describe('settings', () => {
  test('without any, Lode serves on localhost:5633 with SQLite and files in one folder', () => {
    const { host, port, database, storage, reads, dataFolder } = config({ LODE_DATA: '/srv/lode' })
    expect({ host, port, database, storage, reads, dataFolder }).toEqual({
      host: 'localhost',
      port: 5633,
      database: { kind: 'sqlite', path: '/srv/lode/lode.db' },
      storage: { kind: 'file', path: '/srv/lode/packages' },
      reads: 'public',
      dataFolder: '/srv/lode',
    })
  })

  test('every fault is named, not only the first', () => {
    expect(
      faults({
        LODE_PORT: '99999',
        LODE_URL: 'ftp://x',
        LODE_READS: 'sometimes',
        LODE_SMTP: 'mail.example.org',
        LODE_TRUSTED_PROXIES: '10.0.0.0/8, nonsense',
        LODE_COLOUR: 'gold',
      }),
    ).toEqual([
      'LODE_COLOUR is not a setting of Lode',
      'LODE_URL must be an absolute http or https address',
      'LODE_PORT must be a whole number of port from 0 to 65535, not "99999"',
      'LODE_SMTP must be smtp://… or smtps://…',
      'LODE_READS must be public or private, not "sometimes"',
      'LODE_TRUSTED_PROXIES must be a list of addresses or CIDR ranges such as 10.0.0.0/8; "nonsense" is neither',
    ])
  })

  test('the rules of packages are nuget.org’s until they are set', () => {
    expect(config().packageRules).toMatchObject({ newestClient: { normalized: '7.3.1.1' }, isLicenseRequired: false })
    const { packageRules } = config({ LODE_NEWEST_CLIENT: '9.0', LODE_LICENSES: 'required' })
    expect(packageRules).toMatchObject({ newestClient: { normalized: '9.0.0' }, isLicenseRequired: true })
    expect(faults({ LODE_NEWEST_CLIENT: 'new' })).toEqual([
      'LODE_NEWEST_CLIENT must be a version such as 7.3.1, not "new"',
    ])
  })

  test.each(['1e3', '-1', '1.5', ' 5', '0x10'])('the number %j is refused', (text) => {
    expect(faults({ LODE_KEY_MAX_DAYS: text })).toHaveLength(1)
  })

  test('several processes need a port that is known beforehand', () => {
    expect(config({ LODE_PORT: '8080', LODE_PROCESSES: '4' }).processes).toBe(4)
    expect(faults({ LODE_PORT: '0', LODE_PROCESSES: '4' })).toEqual([
      'LODE_PORT must be a certain port, not 0, for several processes to share it',
    ])
  })

  test('an empty variable counts as not set, and variables of others do not matter', () => {
    expect(config({ LODE_URL: '', PATH: '/bin' }).publicUrl).toBeNull()
  })

  test.each([
    ['never', 'never'],
    ['always', 'always'],
    ['24h', { withinHours: 24 }],
  ])('owners may delete: %s', (text, expected) => {
    expect(parseConfig({ LODE_OWNERS_DELETE: text })).toMatchObject({ ok: true, value: { ownersDelete: expected } })
  })

  test.each(['0h', '24', '3d', 'sometimes'])('owners may not delete: %s', (text) => {
    expect(parseConfig({ LODE_OWNERS_DELETE: text })).toMatchObject({
      error: [{ variable: 'LODE_OWNERS_DELETE', message: expect.stringContaining('such as 72h') as string }],
    })
  })

  test('the public address loses its trailing slash; credentials and queries in it are refused', () => {
    expect(config({ LODE_URL: 'https://packages.contoso.com/' }).publicUrl).toBe('https://packages.contoso.com')
    expect(faults({ LODE_URL: 'https://u@packages.contoso.com' })).toHaveLength(1)
    expect(faults({ LODE_URL: 'https://packages.contoso.com?x=1' })).toHaveLength(1)
  })

  test('PostgreSQL is named by its address, SQLite by a path', () => {
    expect(config({ LODE_DATABASE: 'postgres://u:p@db/lode' }).database).toEqual({
      kind: 'postgres',
      url: 'postgres://u:p@db/lode',
    })
    expect(config({ LODE_DATABASE: 'sqlite:/var/lode.db' }).database).toEqual({ kind: 'sqlite', path: '/var/lode.db' })
    expect(faults({ LODE_DATABASE: 'mysql://x' })).toEqual(['LODE_DATABASE must be sqlite:PATH or postgres://…'])
  })

  test('every setting is among those in force and in docs/operating.md', () => {
    const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')
    const names = Array.from(read('src/config.ts').matchAll(/^ {2}(LODE_\w+):/gm), ([, name = '']) => name)
    expect(names.length).toBeGreaterThan(40)
    const inForce = listSettings(config())
    expect(names.filter((name) => !(name in inForce))).toEqual([])
    const documented = read('docs/operating.md')
    const isIn = (name: string) =>
      documented.includes(name) || documented.includes('`' + name.replace(/^LODE_(LINK|LIMIT)/, '') + '`')
    expect(names.filter((name) => !isIn(name))).toEqual([])
    expect(
      listSettings(config({ LODE_OWNER_MAX_PER_PACKAGE: '3', LODE_ORGANIZATION_MAX_PER_USER: '0' })),
    ).toMatchObject({
      LODE_OWNER_MAX_PER_PACKAGE: 3,
      LODE_OWNER_MAX_REQUESTS: 3,
      LODE_OWNER_MAX_MESSAGE: 1000,
      LODE_ORGANIZATION_MAX_PER_USER: 0,
    })
  })

  test('links in mails never depend on a Host header', () => {
    expect(linkBaseUrl(config())).toBe('http://localhost:5633')
    expect(linkBaseUrl(config({ LODE_URL: 'https://packages.contoso.com' }))).toBe('https://packages.contoso.com')
  })
})
