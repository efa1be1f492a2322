import type { Account } from '../../src/accounts/account.ts'
import type { Action } from '../../src/accounts/permissions.ts'
import { findPackage, findVersion } from '../../src/packages/store.ts'
import { textOf, type Page } from '../session.ts'
import type { Person, World } from './people.ts'

/** What came back. A redirect's sentence is where it leads. */
export type Seen = { readonly status: number; readonly sentence: string }

/** What an act is about: made for each person anew. Not every act needs every part. */
export type Subject = {
  readonly account: Account
  readonly id: string
  /** Number of an ownership request. */
  readonly number: number
  /** Another account that has a part in it. */
  readonly other: Account
}

export type Asked = { readonly world: World; readonly person: Person; readonly subject: Subject }

/** A surface that has no such act, why, and what of it must not be there. */
export type Absent = {
  readonly none: string
  /** Addresses of pages, requests of the protocol (`METHOD path`), or names of commands. */
  readonly notThere: RegExp | string
}

export type Act = {
  readonly action: Action
  readonly name: string
  /** The entry that the act leaves; null where looking leaves none. */
  readonly audit: string | null
  /** People for whom the act cannot be asked, or ends otherwise for another reason, with that reason. */
  readonly except?: Readonly<Record<string, string>>
  prepare(world: World, person: Person): Promise<Partial<Subject>>
  readonly page: ((asked: Asked) => Promise<Seen>) | Absent
  readonly protocol: ((asked: Asked) => Promise<Seen>) | Absent
  /** Arguments of `lode`, which acts as the operator of the machine. */
  readonly commandLine: ((asked: Asked) => Promise<readonly string[]>) | Absent
  /** Whether it took place. Of looking: whether the answer shows it. */
  done(asked: Asked, seen: Seen): Promise<boolean>
}

/** Looking succeeds when the answer has this in it. */
export const looked = (marker: (asked: Asked) => string) => (asked: Asked, seen: Seen) =>
  Promise.resolve(seen.status === 200 && seen.sentence.includes(marker(asked)))

/** This version of the package, as it is now. */
export async function versionOf({ world, subject }: Asked, text: string) {
  const { read } = world.server.deps.db
  const pkg = await findPackage(read, subject.id.toLowerCase())
  return pkg ? findVersion(read, pkg.key, text) : null
}

/** A package of the account, or of somebody else for whoever asks about others' packages. */
export const ownPackage = async (world: World, { packageOwner, account }: Person) => ({
  id: await world.publish(packageOwner ?? account),
})

/** Where it leads, or what the page says below its head. */
export function seenOn(page: Page): Seen {
  const main = /<main\b.*<\/main>/s.exec(page.html)?.[0] ?? page.html
  return { status: page.status, sentence: page.location ?? textOf(main) }
}

/** A form, as a page of ours sends it. */
export function post(path: (asked: Asked) => string, fields: (asked: Asked) => Readonly<Record<string, string>>) {
  return async (asked: Asked): Promise<Seen> => seenOn(await asked.person.post(path(asked), fields(asked)))
}

/** A request of a client, with the person's key. A text is JSON. */
export function send(
  method: string,
  path: (asked: Asked) => string,
  body?: (asked: Asked) => Promise<Uint8Array | string>,
) {
  return async (asked: Asked): Promise<Seen> => {
    const { world, person } = asked
    const content = await body?.(asked)
    const headers = new Headers({ 'User-Agent': 'Lode tests' })
    if (typeof content === 'string') headers.set('Content-Type', 'application/json')
    if (person.secret !== null) headers.set('X-NuGet-ApiKey', person.secret)
    const init = { method, headers, ...(content !== undefined && { body: content as BodyInit }) }
    const response = await fetch(world.server.url + path(asked), init)
    return { status: response.status, sentence: await response.text() }
  }
}

export const onPagesAlone = 'clients have no such request'
