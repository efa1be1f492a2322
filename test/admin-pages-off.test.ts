import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { run } from '../src/cli/test-command.ts'
import { newDatabaseSetting } from './databases.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

/** Every route of administrators, as the sources have it; those of the audit log are made in a loop. */
const written = globSync('src/**/*routes.tsx', { cwd: join(import.meta.dirname, '..') }).flatMap((file) =>
  [...readFileSync(join(import.meta.dirname, '..', file), 'utf8').matchAll(/\.(get|post)\('(\/admin[^']*)'/g)].map(
    ([, method = '', path = '']) =>
      [method, path.replace(/:number\{[^}]*\}|:id/g, '1').replace(':name', 'ann')] as const,
  ),
)

const adminRoutes = [...written, ...['', '.csv', '.json'].map((ending) => ['get', `/admin/audit${ending}`] as const)]

describe('where LODE_ADMIN_PAGES is off', () => {
  let server: TestServer
  let env: NodeJS.ProcessEnv
  let [ann, root]: Account[] = []
  let [admin, user]: Visitor[] = []

  beforeAll(async () => {
    const settings = { LODE_ADMIN_PAGES: 'off', LODE_DATABASE: await newDatabaseSetting('sqlite') }
    server = await startTestServer({ settings })
    env = { ...settings, LODE_DATA: server.deps.config.dataFolder }
    ann = await createUser(server, { name: 'ann' })
    root = await createUser(server, { name: 'root', admin: true })
    admin = await signIn(server, root)
    user = await signIn(server, ann)
    await createOrganization(server, { name: 'Contoso', administrator: ann })
    await push(server, await createKey(server, ann), { id: 'Ann.Core' })
  })
  afterAll(() => server.close())

  test('the list of routes is not empty and holds those of every domain', () => {
    const paths = adminRoutes.map(([, path]) => path)
    expect(paths.length).toBeGreaterThan(25)
    expect(paths).toEqual(expect.arrayContaining(['/admin', '/admin/mails', '/admin/prefixes', '/admin/orphans']))
  })

  test.each(adminRoutes)('%s %s is not there, for administrators, users and strangers alike', async (method, path) => {
    for (const visitor of [admin, user, openVisitor(server)]) {
      const page =
        method === 'get' ? await visitor?.get(path) : await visitor?.post(path, { act: 'lock' }, { from: '/packages' })
      expect([page?.status, page?.location]).toEqual([404, null])
    }
  })

  test('nothing in the pages leads to them', async () => {
    for (const path of ['/', '/account', '/profiles/ann', '/packages/Ann.Core', '/account/Packages']) {
      expect((await admin?.get(path))?.html).not.toContain('"/admin')
    }
  })

  test('an administrator is a stranger to organizations and packages of others: each act is refused and changes nothing', async () => {
    const before = await traces()
    const acts: readonly [path: string, fields: Record<string, string>, status: number][] = [
      ['/organization/Contoso/members/add', { username: 'root', role: 'administrator' }, 404],
      ['/organization/Contoso/members/update', { username: 'ann', role: 'collaborator' }, 404],
      ['/organization/Contoso/members/delete', { username: 'ann' }, 404],
      ['/organization/Contoso/members/cancel', { username: 'ann' }, 404],
      ['/organization/Contoso/rules', { maxKeyDays: '1' }, 404],
      ['/organization/Contoso/keys/1/revoke', {}, 404],
      ['/organization/Contoso/DeleteRequest', { orphans: 'keep' }, 404],
      ['/packages/Ann.Core/owners/add', { name: 'root' }, 403],
      ['/packages/Ann.Core/owners/ann/remove', {}, 403],
      ['/packages/Ann.Core/Manage', { act: 'unlist', versions: 'all' }, 403],
      ['/packages/Ann.Core/1.0.0/delete', { confirm: '1.0.0' }, 403],
    ]
    for (const [path, fields, status] of acts) {
      expect([path, (await admin?.post(path, fields, { from: '/packages' }))?.status]).toEqual([path, status])
    }
    for (const path of [
      '/organization/Contoso',
      '/organization/Contoso/activity',
      '/organization/Contoso/DeleteRequest',
    ]) {
      expect([path, (await admin?.get(path))?.status]).toEqual([path, 404])
    }
    expect((await admin?.get('/packages/Ann.Core/owners'))?.status).toBe(403)
    expect(textOf((await admin?.get('/profiles/ann'))?.html ?? '')).not.toContain('ann@contoso.example')
    expect(await traces()).toEqual(before)
  })

  test('the command line does what the pages do not, beside the running server', async () => {
    expect(await run(env, 'package', 'owner', 'add', 'Ann.Core', 'root')).toMatchObject({ code: 0 })
    expect(await run(env, 'org', 'member', 'add', 'Contoso', 'root', '--role', 'collaborator')).toMatchObject({
      code: 0,
    })
    expect(await run(env, 'user', 'lock', 'ann')).toMatchObject({ code: 0 })
    expect(await run(env, 'admin', 'read-only', 'on')).toMatchObject({ code: 0 })
    expect((await admin?.post('/packages/Ann.Core/owners/add', { name: 'ann' }, { from: '/packages' }))?.status).toBe(
      503,
    )
    expect(await run(env, 'admin', 'read-only', 'off')).toMatchObject({ code: 0 })
    expect((await admin?.get('/organization/Contoso'))?.status).toBe(200)
    expect((await admin?.get('/packages/Ann.Core/owners'))?.status).toBe(200)
  })

  /** What refused acts must leave as it was. */
  async function traces() {
    const { read } = server.deps.db
    return {
      audit: (await read.selectFrom('audit').select('id').execute()).length,
      members: await read.selectFrom('memberships').selectAll().execute(),
      owners: await read.selectFrom('package_owners').selectAll().execute(),
      mails: (await read.selectFrom('mails').select('id').execute()).length,
    }
  }
})
