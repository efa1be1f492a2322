import type { Account } from '../../src/accounts/account.ts'
import { insertRequest } from '../../src/owners/request-store.ts'
import { insertOwner, isOwner } from '../../src/packages/owner-store.ts'
import { findPackage } from '../../src/packages/store.ts'
import { insertSponsorLink, listSponsorLinks } from '../../src/sponsors/store.ts'
import { onPagesAlone, ownPackage, post, type Absent, type Act, type Asked } from './act.ts'
import type { Person, World } from './people.ts'

/** A request to `account`, asked by `asker` in their own name. */
async function ask(world: World, id: string, about: { account: Account; asker: Account; askedFor: Account }) {
  const { db } = world.server.deps
  const pkg = await findPackage(db.read, id.toLowerCase())
  const { account, asker, askedFor } = about
  return db.transaction((tx) =>
    insertRequest(tx, {
      packageKey: pkg?.key ?? -1,
      accountId: account.id,
      requestedBy: asker.id,
      requestedFor: askedFor.id,
      handsOver: false,
      message: null,
      createdAt: new Date(),
    }),
  )
}

async function requestsAbout({ world, subject }: Asked): Promise<number> {
  const { read } = world.server.deps.db
  const pkg = await findPackage(read, subject.id.toLowerCase())
  const rows = read.selectFrom('ownership_requests').select('id')
  return (await rows.where('package_key', '=', pkg?.key ?? -1).execute()).length
}

async function owns({ world, subject }: Asked, account: Account): Promise<boolean> {
  const { read } = world.server.deps.db
  const pkg = await findPackage(read, subject.id.toLowerCase())
  return pkg !== null && isOwner(read, pkg.key, account.id)
}

const sponsorLink = 'https://github.com/sponsors/somebody'

async function asksForSponsors({ world, subject }: Asked): Promise<boolean> {
  const { read } = world.server.deps.db
  const pkg = await findPackage(read, subject.id.toLowerCase())
  return (await listSponsorLinks(read, pkg?.key ?? -1)).includes(sponsorLink)
}

const withSecondOwner = async (world: World, person: Person) => {
  const { id } = await ownPackage(world, person)
  const other = await world.newUser()
  const { db } = world.server.deps
  const pkg = await findPackage(db.read, id.toLowerCase())
  await db.transaction((tx) => insertOwner(tx, pkg?.key ?? -1, other.id, new Date()))
  return { id, other }
}

const asked = async (world: World, person: Person) => {
  const id = await world.publish(world.otto)
  return { id, number: await ask(world, id, { account: person.account, asker: world.otto, askedFor: world.otto }) }
}

const owners = ({ subject }: Asked) => `/packages/${subject.id}/owners`
const answered = (act: string) =>
  post(
    (asked) => `${owners(asked)}/requests/${asked.subject.number}/${act}`,
    () => ({}),
  )
const noOwnersRequest: Absent = { none: onPagesAlone, notThere: 'POST /api/v2/package/Any/owners/add' }
const theOperatorDoesNotAsk: Absent = {
  none: 'the operator gives packages without asking',
  notThere: /owner.*(request|accept|decline)/,
}

export const owning: readonly Act[] = [
  {
    action: 'manage-owners',
    name: 'add an owner',
    audit: 'AddOwnershipRequest',
    prepare: async (world, person) => ({ ...(await ownPackage(world, person)), other: await world.newUser() }),
    page: post(
      (asked) => `${owners(asked)}/add`,
      ({ subject }) => ({ name: subject.other.name }),
    ),
    protocol: noOwnersRequest,
    commandLine: ({ subject }) => Promise.resolve(['package', 'owner', 'add', subject.id, subject.other.name]),
    done: async (asked) => (await requestsAbout(asked)) > 0 || owns(asked, asked.subject.other),
  },
  {
    action: 'manage-owners',
    name: 'remove an owner',
    audit: 'RemoveOwner',
    prepare: withSecondOwner,
    page: post(
      (asked) => `${owners(asked)}/${asked.subject.other.name}/remove`,
      () => ({}),
    ),
    protocol: { none: onPagesAlone, notThere: 'DELETE /api/v2/package/Any/owners/otto' },
    commandLine: ({ subject }) => Promise.resolve(['package', 'owner', 'remove', subject.id, subject.other.name]),
    done: async (asked) => !(await owns(asked, asked.subject.other)),
  },
  {
    action: 'manage-owners',
    name: 'add a sponsor link',
    audit: 'AddSponsorshipUrl',
    prepare: ownPackage,
    page: post(
      ({ subject }) => `/packages/${subject.id}/sponsors/add`,
      () => ({ url: sponsorLink }),
    ),
    protocol: { none: onPagesAlone, notThere: 'POST /api/v2/package/Any/sponsors' },
    commandLine: { none: 'owners ask for support, not the operator', notThere: /sponsor/i },
    done: asksForSponsors,
  },
  {
    action: 'manage-owners',
    name: 'remove a sponsor link',
    audit: 'RemoveSponsorshipUrl',
    async prepare(world, person) {
      const { id } = await ownPackage(world, person)
      const { db } = world.server.deps
      const pkg = await findPackage(db.read, id.toLowerCase())
      await db.transaction((tx) => insertSponsorLink(tx, pkg?.key ?? -1, sponsorLink, new Date()))
      return { id }
    },
    page: post(
      ({ subject }) => `/packages/${subject.id}/sponsors/remove`,
      () => ({ url: sponsorLink }),
    ),
    protocol: { none: onPagesAlone, notThere: 'DELETE /api/v2/package/Any/sponsors' },
    commandLine: { none: 'owners ask for support, not the operator', notThere: /sponsor/i },
    done: async (asked) => !(await asksForSponsors(asked)),
  },
  {
    action: 'manage-owners',
    name: 'cancel an ownership request',
    audit: 'DeleteOwnershipRequest',
    async prepare(world, person) {
      const { id, other: asker } = await withSecondOwner(world, person) // who asks stays one
      return { id, number: await ask(world, id, { account: await world.newUser(), asker, askedFor: asker }) }
    },
    page: answered('cancel'),
    protocol: { none: onPagesAlone, notThere: 'DELETE /api/v2/package/Any/owners/requests' },
    commandLine: theOperatorDoesNotAsk,
    done: async (asked) => (await requestsAbout(asked)) === 0,
  },
  {
    action: 'answer-ownership-request',
    name: 'accept a package',
    audit: 'AddOwner',
    prepare: asked,
    page: answered('accept'),
    protocol: { none: onPagesAlone, notThere: 'POST /api/v2/package/Any/owners/requests/1/accept' },
    commandLine: theOperatorDoesNotAsk,
    done: (asked) => owns(asked, asked.person.account),
  },
  {
    action: 'answer-ownership-request',
    name: 'decline a package',
    audit: 'DeleteOwnershipRequest',
    prepare: asked,
    page: answered('decline'),
    protocol: { none: onPagesAlone, notThere: 'POST /api/v2/package/Any/owners/requests/1/decline' },
    commandLine: theOperatorDoesNotAsk,
    done: async (asked) => (await requestsAbout(asked)) === 0,
  },
]
