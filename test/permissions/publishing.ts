import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildNupkg } from '../build-nupkg.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { findField } from '../session.ts'
import { looked, ownPackage, seenOn, send, versionOf, type Act, type Asked } from './act.ts'

async function importing({ subject }: Asked, version: string): Promise<readonly string[]> {
  const folder = join(temporaryFolder(), subject.id)
  mkdirSync(folder)
  writeFileSync(join(folder, 'one.nupkg'), await buildNupkg({ id: subject.id, version }))
  return ['import', folder, '--owner', subject.account.name]
}

/** Uploads, looks, and publishes for the account; what is only refused then is thrown away again, as a push leaves nothing. */
const inBrowser = (version: string) => async (asked: Asked) => {
  const { person, subject } = asked
  const uploaded = await person.upload('/packages/manage/upload', await buildNupkg({ id: subject.id, version }))
  if (uploaded.status !== 303 || uploaded.location !== '/packages/manage/upload') return seenOn(uploaded)
  const upload = findField((await person.get('/packages/manage/upload')).html, 'upload') ?? ''
  const fields = { upload, owner: subject.account.name, listed: 'yes' }
  const published = await person.post('/packages/manage/verify-upload', fields)
  if (published.status !== 303) await person.post('/packages/manage/cancel-upload', { upload })
  return seenOn(published)
}
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
    page: inBrowser('1.0.0'),
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
    page: inBrowser('3.0.0'),
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
    page: { none: noSymbols, notThere: /symbol/i },
    protocol: { none: noSymbols, notThere: 'PUT /api/v2/symbolpackage' },
    commandLine: { none: noSymbols, notThere: /symbol/ },
    done: () => Promise.resolve(false),
  },
  {
    action: 'verify',
    name: 'verify with a key of its own',
    audit: 'Verify',
    prepare: ownPackage,
    page: { none: 'a symbol server asks, no person', notThere: /verif(?!y-upload$)/i },
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
