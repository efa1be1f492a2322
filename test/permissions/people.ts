import { randomBytes } from 'node:crypto'
import type { Account } from '../../src/accounts/account.ts'
import { deleteMember } from '../../src/accounts/membership-store.ts'
import type { Action, Standing } from '../../src/accounts/permissions.ts'
import { buildNupkg } from '../build-nupkg.ts'
import { insertReadyVersion, storePackage } from '../import-package.ts'
import { createKey, createOrganization, createUser } from '../people.ts'
import { readRow, type Hindrance, whileHindered } from './matrix.ts'
import type { TestServer } from '../server.ts'
import { findField, openVisitor, signIn, type FormFields, type Page, type Visitor } from '../session.ts'

/** Somebody who asks: a column of the table, what they are to the account in whose name they act, and their means. */
export type Person = {
  readonly name: string
  readonly standing: Standing
  readonly isSiteAdministrator: boolean
  readonly hindrance: Hindrance | null
  /** Null when nobody is signed in. */
  readonly user: Account | null
  /** The account in whose name they act, and whose things the acts are about. */
  readonly account: Account
  /** The secret of their key for that account; of a stranger the key of their own; null when there is none. */
  readonly secret: string | null
  /** Who owns the packages, when that is not `account`. */
  readonly packageOwner: Account | null
  get(path: string): Promise<Page>
  post(path: string, fields: FormFields): Promise<Page>
  upload(path: string, file: Uint8Array): Promise<Page>
}

export type World = {
  readonly server: TestServer
  readonly people: readonly Person[]
  /** A user with packages of their own whom nobody above knows. */
  readonly otto: Account
  /** Makes a package with 1.0.0 and 2.0.0 that this account owns; answers its ID. */
  publish(owner: Account): Promise<string>
  /** A user of this moment. */
  newUser(): Promise<Account>
}

/**
 * Whether the matrix lets this person do it, about their account's own things or about somebody else's. A key carries
 * nothing of what its user is to the gallery, so that none is handed out with that.
 */
export function may(action: Action, person: Person, through: 'page' | 'key' = 'page'): boolean {
  const row = readRow(action)
  const isAdministrator = person.isSiteAdministrator && through === 'page'
  const isPermitted = row.may(person.standing) || (isAdministrator && row.siteAdministrator)
  if (person.packageOwner !== null && row.entity === 'package-owner') return false
  return person.user !== null && isPermitted && (person.hindrance === null || whileHindered(action, person.hindrance))
}

/** Everybody whom the table asks about, with sessions and keys. Hindrances come last: keys were made before them. */
export async function createWorld(server: TestServer): Promise<World> {
  const [olga, ada, carl, sam, fay, root] = await inOrder(['olga', 'ada', 'carl', 'sam', 'fay', 'root'], (name) =>
    createUser(server, { name, admin: name === 'root' }),
  )
  const [lola, lars, freda, tess, uma, otto] = await inOrder(['lola', 'lars', 'freda', 'tess', 'uma', 'otto'], (name) =>
    createUser(server, { name }),
  )
  if (!olga || !ada || !carl || !sam || !fay || !root) throw new Error('nobody there')
  if (!lola || !lars || !freda || !tess || !uma || !otto) throw new Error('nobody there')
  const members = { administrators: [lars], collaborators: [carl, fay] }
  const acme = await createOrganization(server, { name: 'acme', administrator: ada, ...members })
  const frozen = await createOrganization(server, { name: 'frozen', administrator: freda })
  const strict = await createOrganization(server, { name: 'strict', administrator: tess })
  const vague = await createOrganization(server, { name: 'vague', administrator: uma })

  async function person(name: string, about: Partial<Person> & Pick<Person, 'standing' | 'user' | 'account'>) {
    const { user, account, standing } = about
    const visitor = user === null ? openVisitor(server) : await signIn(server, user)
    const owner = standing === 'stranger' && user !== fay ? user : account
    const secret = user && owner ? await createKey(server, user, { owner }) : null
    return {
      ...{ name, isSiteAdministrator: false, hindrance: null, packageOwner: null, secret, ...about },
      ...withToken(visitor),
    }
  }
  const people: Person[] = [
    await person('self', { standing: 'self', user: olga, account: olga }),
    await person('administrator', { standing: 'administrator', user: ada, account: acme }),
    await person('collaborator', { standing: 'collaborator', user: carl, account: acme }),
    await person('stranger', { standing: 'stranger', user: sam, account: acme }),
    await person('anonymous', { standing: 'stranger', user: null, account: acme }),
    await person('former member', { standing: 'stranger', user: fay, account: acme }),
    await person('site administrator', { standing: 'stranger', user: root, account: acme, isSiteAdministrator: true }),
    await person('locked self', { standing: 'self', user: lola, account: lola, hindrance: 'locked user' }),
    await person('locked administrator', {
      ...{ standing: 'administrator', user: lars, account: acme, hindrance: 'locked user' },
    }),
    await person('administrator of a locked organization', {
      ...{ standing: 'administrator', user: freda, account: frozen, hindrance: 'locked account' },
    }),
    await person('administrator without the second factor', {
      ...{ standing: 'administrator', user: tess, account: strict, hindrance: 'second factor missing' },
    }),
    await person('administrator of an unconfirmed organization', {
      ...{ standing: 'administrator', user: uma, account: vague, hindrance: 'unconfirmed account' },
    }),
    await person("administrator, about others' packages", {
      ...{ standing: 'administrator', user: ada, account: acme, packageOwner: otto },
    }),
  ]

  await server.deps.db.transaction(async (tx) => {
    const accounts = tx.updateTable('accounts')
    await accounts.set({ locked_at: 1 }).where('id', 'in', [lola.id, lars.id, frozen.id]).execute()
    await accounts.set({ requires_two_factor: 1 }).where('id', '=', strict.id).execute()
    await accounts.set({ email: null, lower_email: null }).where('id', '=', vague.id).execute()
    await deleteMember(tx, acme.id, fay.id)
  })

  const ready = await storePackage(server.deps, await buildNupkg({ id: 'Any', version: '1.0.0' }))
  const next = await storePackage(server.deps, await buildNupkg({ id: 'Any', version: '2.0.0' }))
  let packages = 0
  let newcomers = 0
  return {
    server,
    people,
    otto,
    async publish(owner) {
      const id = `Thing.Number${++packages}`
      await server.deps.db.transaction(async (tx) => {
        for (const version of [ready, next]) {
          const blobKey = `${version.blobKey}-of-${id}` // nobody reads the files here
          await insertReadyVersion(tx, { ...version, id, blobKey }, owner.id)
        }
      })
      return id
    },
    newUser: () => createUser(server, { name: `newcomer${++newcomers}` }),
  }
}

/** Every form of a session has the same token: it is asked for once. */
function withToken(visitor: Visitor): Pick<Person, 'get' | 'post' | 'upload'> {
  let token: string | null = null
  return {
    get: (path) => visitor.get(path),
    upload: (path, file) => visitor.upload(path, file),
    async post(path, fields) {
      token ??= findField((await visitor.get('/packages')).html, 'form_token') ?? ''
      const page = await visitor.post(path, { form_token: token, ...fields })
      visitor.cookies.delete('lode_flash') // what was done is said on the next page, which is about something else
      return page
    },
  }
}

/** What the form of a new key has as its one-time token. */
export function onceToken(): string {
  return randomBytes(32).toString('hex')
}

async function inOrder<T, U>(items: readonly T[], make: (item: T) => Promise<U>): Promise<U[]> {
  const made = []
  for (const item of items) made.push(await make(item))
  return made
}
