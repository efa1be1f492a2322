import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteOwnerEverywhere, insertOwner } from '../src/packages/owner-store.ts'
import { findPackage } from '../src/packages/store.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'

describe.each(['sqlite', 'postgres'] as const)('a package of two owners on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ database })
    })
    afterAll(() => server.close())

    test('protocol 42: both may push, and a removed owner may not', async () => {
      const [ann, bob] = [await createUser(server, { name: 'ann' }), await createUser(server, { name: 'bob' })]
      const [annKey, bobKey] = [await createKey(server, ann), await createKey(server, bob)]
      expect((await push(server, annKey, { id: 'Shared.Lib', version: '1.0.0' })).status).toBe(201)
      expect((await push(server, bobKey, { id: 'Shared.Lib', version: '1.1.0' })).status).toBe(403)

      const found = await findPackage(server.deps.db.read, 'shared.lib')
      await server.deps.db.transaction((tx) => insertOwner(tx, found?.key ?? -1, bob.id, server.clock.now()))
      expect((await push(server, bobKey, { id: 'Shared.Lib', version: '1.1.0' })).status).toBe(201)
      expect((await push(server, annKey, { id: 'Shared.Lib', version: '1.2.0' })).status).toBe(201)

      await server.deps.db.transaction((tx) => deleteOwnerEverywhere(tx, ann.id))
      const refused = await push(server, annKey, { id: 'Shared.Lib', version: '1.3.0' })
      expect([refused.status, refused.phrase]).toEqual([403, expect.stringContaining('belongs to other owners')])
      expect((await push(server, bobKey, { id: 'Shared.Lib', version: '1.3.0' })).status).toBe(201)
    })
  })
})
