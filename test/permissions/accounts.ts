import { findRole, putMember } from '../../src/accounts/membership-store.ts'
import { findAccountById } from '../../src/accounts/store.ts'
import { insertInvitation } from '../../src/organizations/invitation-store.ts'
import { looked, post, seenOn, type Absent, type Act, type Asked, type Subject } from './act.ts'
import { onceToken, type Person, type World } from './people.ts'

let addresses = 0

const organization = ({ account }: Subject) => `/organization/${account.name}`
const members = ({ subject }: Asked) => `${organization(subject)}/members`
const roleOf = ({ world, subject }: Asked) => findRole(world.server.deps.db.read, subject.account.id, subject.other.id)
const notForKeys: Absent = { none: 'keys publish; they look after no accounts', notThere: 'GET /api/v2/organization' }

const withMember = async (world: World, { account }: Person) => {
  const other = await world.newUser()
  const member = { organizationId: account.id, userId: other.id, role: 'collaborator', addedAt: new Date() } as const
  await world.server.deps.db.transaction((tx) => putMember(tx, member))
  return { other }
}

const isNoOrganization = { self: 'a person has no members', 'locked self': 'a person has no members' }

export const looking: readonly Act[] = [
  {
    action: 'view-account',
    name: 'see the settings of the account',
    audit: null,
    prepare: () => Promise.resolve({}),
    page: async ({ person, subject: { account } }) =>
      seenOn(await person.get(account.kind === 'user' ? '/account' : `/organization/${account.name}`)),
    protocol: notForKeys,
    commandLine: ({ subject }) => Promise.resolve(['org', 'show', subject.account.name]),
    done: looked(({ subject }) =>
      subject.account.kind === 'user' ? `${subject.account.name}@contoso.example` : 'administrator',
    ),
  },
  {
    action: 'manage-account',
    name: 'change the address of the account',
    audit: 'ChangeEmail',
    prepare: () => Promise.resolve({ id: `address${++addresses}@contoso.example` }),
    page: post(
      ({ subject: { account } }) =>
        (account.kind === 'user' ? '/account' : `/organization/${account.name}`) + '/changeemail',
      ({ subject }) => ({ email: subject.id }),
    ),
    protocol: { none: 'keys publish; they look after no accounts', notThere: 'PUT /api/v2/account/email' },
    commandLine: ({ subject }) => Promise.resolve(['org', 'set', subject.account.name, '--email', subject.id]),
    async done({ world, subject }) {
      const account = await findAccountById(world.server.deps.db.read, subject.account.id)
      return [account?.email, account?.unconfirmedEmail].includes(subject.id)
    },
  },
]

export const managing: readonly Act[] = [
  {
    action: 'manage-members',
    name: 'invite a member',
    audit: 'AddOrganizationInvitation',
    except: {
      'administrator of an unconfirmed organization': 'nobody is invited before its address is confirmed (§6.1)',
    },
    prepare: async (world) => ({ other: await world.newUser() }),
    page: post(
      (asked) => `${members(asked)}/add`,
      ({ subject }) => ({ username: subject.other.name, role: 'collaborator' }),
    ),
    protocol: notForKeys,
    commandLine: ({ subject }) => {
      const words = ['org', 'member', 'add', subject.account.name, subject.other.name, '--role', 'collaborator']
      return Promise.resolve(words)
    },
    async done({ world, subject: { account, other } }) {
      const { read } = world.server.deps.db
      const open = await read.selectFrom('invitations').selectAll().where('user_id', '=', other.id).execute()
      return open.length > 0 || (await findRole(read, account.id, other.id)) !== null
    },
  },
  {
    action: 'manage-members',
    name: 'give a member another role',
    audit: 'UpdateOrganizationMember',
    except: isNoOrganization,
    prepare: withMember,
    page: post(
      (asked) => `${members(asked)}/update`,
      ({ subject }) => ({ username: subject.other.name, role: 'administrator' }),
    ),
    protocol: notForKeys,
    commandLine: ({ subject }) => {
      const words = ['org', 'member', 'role', subject.account.name, subject.other.name, '--role', 'administrator']
      return Promise.resolve(words)
    },
    done: async (asked) => (await roleOf(asked)) === 'administrator',
  },
  {
    action: 'manage-members',
    name: 'remove a member',
    audit: 'RemoveOrganizationMember',
    except: isNoOrganization,
    prepare: withMember,
    page: post(
      (asked) => `${members(asked)}/delete`,
      ({ subject }) => ({ username: subject.other.name }),
    ),
    protocol: notForKeys,
    commandLine: ({ subject }) =>
      Promise.resolve(['org', 'member', 'remove', subject.account.name, subject.other.name]),
    done: async (asked) => (await roleOf(asked)) === null,
  },
  {
    action: 'manage-members',
    name: 'take an invitation back',
    audit: 'CancelOrganizationInvitation',
    except: isNoOrganization,
    async prepare(world, { account }) {
      const other = await world.newUser()
      const invitation = { organizationId: account.id, userId: other.id, role: 'collaborator' } as const
      const { db } = world.server.deps
      await db.transaction((tx) =>
        insertInvitation(tx, { ...invitation, invitedBy: world.otto.id, createdAt: new Date() }),
      )
      return { other }
    },
    page: post(
      (asked) => `${members(asked)}/cancel`,
      ({ subject }) => ({ username: subject.other.name }),
    ),
    protocol: notForKeys,
    commandLine: ({ subject }) =>
      Promise.resolve(['org', 'invitation', 'cancel', subject.account.name, subject.other.name]),
    async done({ world, subject }) {
      const { read } = world.server.deps.db
      const open = read.selectFrom('invitations').selectAll().where('user_id', '=', subject.other.id)
      return (await open.execute()).length === 0
    },
  },
  {
    action: 'create-key',
    name: 'make a key for the account',
    audit: 'AddCredential',
    prepare: () => Promise.resolve({ id: `key ${onceToken()}` }),
    page: post(
      () => '/account/apikeys',
      ({ subject }) => ({
        ...{ once: onceToken(), name: subject.id, owner: subject.account.name },
        ...{ lifetime: '90', push: 'yes', pushkind: 'push', globs: '*' },
      }),
    ),
    protocol: { none: 'no key makes another', notThere: 'POST /api/v2/apikeys' },
    commandLine: ({ person, subject }) => {
      const words = ['--user', person.user?.name ?? 'nobody', '--owner', subject.account.name]
      const about = ['--name', subject.id, '--actions', 'push', '--glob', '*', '--expires', '90d']
      return Promise.resolve(['key', 'create', ...words, ...about])
    },
    async done({ world, subject }) {
      const { read } = world.server.deps.db
      return (await read.selectFrom('api_keys').select('id').where('name', '=', subject.id).execute()).length > 0
    },
  },
]
