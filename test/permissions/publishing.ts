import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildNupkg } from '../build-nupkg.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { looked, ownPackage, seenOn, send, versionOf, type Absent, type Act, type Asked } from './act.ts'

async function importing({ subject }: Asked, version: string): Promise<readonly string[]> {
  const folder = join(temporaryFolder(), subject.id)
  mkdirSync(folder)
  writeFileSync(join(folder, 'one.nupkg'), await buildNupkg({ id: subject.id, version }))
  return ['import', folder, '--owner', subject.account.name]
}

const noUpload: Absent = { none: 'packages are pushed by clients; no page takes one', notThere: /upload|symbol/i }
const noSymbols = 'symbols are for a symbol server, which Lode is not'

export const publishing: readonly Act[] = [
  {
    action: 'see-private-metadata',
    name: 'see an unlisted version',
    audit: null,
    async prepare(world, person) {
      const { id } = await ownPackage(world, person)
      const { db } = world.server.deps
      const versions = db.read.selectFrom('versions').select('id').where('package_id', '=', id)
      const ids = await versions.where('lower_version', '=', '2.0.0').execute()
      await db.transaction(async (tx) => {
        const rows = ids.map((row) => row.id)
        await tx.updateTable('versions').set({ listed: 0 }).where('id', 'in', rows).execute()
      })
      return { id }
    },
    page: async ({ person, subject }) => seenOn(await person.get(`/packages/${subject.id}/1.0.0`)),
    protocol: { none: 'documents are the same for every reader', notThere: 'GET /v3/private/index.json' },
    commandLine: { none: 'no command shows versions', notThere: /^lode package (show|versions)/ },
    done: looked(() => '2.0.0'),
  },
  {
    action: 'push-new-id',
    name: 'push a new ID below the reserved prefix of the account',
    audit: 'Create',
    except: { "administrator, about others' packages": 'the ID is new' },
    prepare: async (world, { account }) => ({ id: `${account.name}.${(await world.publish(account)).slice(6)}` }),
    page: noUpload,
    protocol: send(
      'PUT',
      () => '/api/v2/package',
      ({ subject }) => buildNupkg({ id: subject.id, version: '1.0.0' }),
    ),
    commandLine: (asked) => importing(asked, '1.0.0'),
    done: async (asked) => (await versionOf(asked, '1.0.0')) !== null,
  },
  {
    action: 'push-version',
    name: 'push a version',
    audit: 'Create',
    prepare: ownPackage,
    page: noUpload,
    protocol: send(
      'PUT',
      () => '/api/v2/package',
      ({ subject }) => buildNupkg({ id: subject.id, version: '3.0.0' }),
    ),
    commandLine: (asked) => importing(asked, '3.0.0'),
    done: async (asked) => (await versionOf(asked, '3.0.0')) !== null,
  },
  {
    action: 'push-symbols',
    name: 'push symbols',
    audit: null,
    prepare: () => Promise.resolve({}),
    page: noUpload,
    protocol: { none: noSymbols, notThere: 'PUT /api/v2/symbolpackage' },
    commandLine: { none: noSymbols, notThere: /symbol/ },
    done: () => Promise.resolve(false),
  },
  {
    action: 'verify',
    name: 'verify with a key of its own',
    audit: 'Verify',
    prepare: ownPackage,
    page: { none: 'a symbol server asks, no person', notThere: /verif/i },
    async protocol(asked) {
      const make = send('POST', ({ subject }) => `/api/v2/package/create-verification-key/${subject.id}`)
      const made = await make(asked)
      if (made.status !== 200) return made
      const secret = (JSON.parse(made.sentence) as { Key: string }).Key
      const ask = send('GET', ({ subject }) => `/api/v2/verifykey/${subject.id}/1.0.0`)
      return ask({ ...asked, person: { ...asked.person, secret } })
    },
    commandLine: { none: 'a symbol server asks, no person', notThere: /verif.*key|key.*verif/ },
    done: (_, seen) => Promise.resolve(seen.status === 200),
  },
]
