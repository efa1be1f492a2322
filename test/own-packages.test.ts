import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteVersions } from '../src/publish/delete-versions.ts'
import { lockPackage } from '../src/publish/lock-package.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { signIn, textOf, type Visitor } from './session.ts'

const operator = { account: null, through: 'command-line', address: null } as const

describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('Manage Packages, on %s', (database) => {
  let server: TestServer
  let ann: Account
  let visitor: Visitor

  beforeAll(async () => {
    server = await startTestServer({ database })
    ann = await createUser(server, { name: 'ann' })
    visitor = await signIn(server, ann)
    const secret = await createKey(server, ann)
    for (const version of ['1.0.0', '1.1.0', '2.0.0-beta.1']) await push(server, secret, { id: 'Own.Lib', version })
    await push(server, secret, { id: 'Own.Hidden' })
    await unlist(server, secret, 'Own.Hidden', '1.0.0')
    await push(server, secret, { id: 'Own.Gone' })
    const deletion = { id: 'Own.Gone', versions: 'all', kind: 'soft', reason: null } as const
    await deleteVersions({ ...server.deps, search: null }, { kind: 'administrator' }, deletion, operator)
    const acme = await createOrganization(server, { name: 'acme', administrator: ann })
    await push(server, await createKey(server, ann, { owner: acme }), { id: 'Acme.Lib' })
    await server.deps.db.transaction((tx) =>
      tx.updateTable('packages').set({ downloads: 7 }).where('lower_id', '=', 'own.lib').execute(),
    )
  })
  afterAll(() => server.close())

  const show = async (query = '') => textOf((await visitor.get(`/account/Packages${query}`)).html)

  test('each is there once, by whether anything of it is listed, with its newest stable version; deleted ones are not', async () => {
    const text = await show()
    expect(text).toMatch(
      /Published \(2 packages, 7 downloads\) .*Acme\.Lib acme 0 1\.0\.0 Manage.* Own\.Lib ann 7 1\.1\.0 /,
    )
    expect(text).toMatch(/Unlisted \(1 package, 0 downloads\) .*Own\.Hidden ann 0 1\.0\.0 Manage/)
    expect(text).not.toContain('Own.Gone')
  })

  test('the owner, the order and a part of the ID choose among them, and every heading counts anew', async () => {
    expect(await show('?owner=acme')).toMatch(/Published \(1 package, 0 downloads\)/)
    expect(await show('?owner=me&sort=downloads')).toMatch(/Published \(1 package, 7 downloads\)/)
    expect(await show('?sort=downloads')).toMatch(/Own\.Lib .*Acme\.Lib /)
    expect(await show('?q=OWN')).toMatch(/Published \(1 package, 7 downloads\).*Unlisted \(1 package/)
    expect(await show('?q=nothing')).toContain('None of these packages has “nothing” in its ID')
  })

  test('a row says that the version shown is deprecated, and that the package is locked', async () => {
    await visitor.post('/packages/Own.Lib/Manage', { act: 'deprecate', versions: '1.0.0', reasons: 'isLegacy' })
    expect(await show()).not.toContain('deprecated Manage')
    await visitor.post('/packages/Own.Lib/Manage', { act: 'deprecate', versions: '1.1.0', reasons: 'isLegacy' })
    expect(await show()).toContain('1.1.0 deprecated Manage')
    await lockPackage(server.deps, { id: 'Own.Hidden', isLocked: true }, operator)
    expect(await show()).toContain('1.0.0 locked Manage')
  })
})
