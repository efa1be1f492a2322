import type { Act } from './act.ts'
import type { Person } from './people.ts'
import type { Hindrance } from './matrix.ts'

/** Why somebody may not: what they are, or what keeps them. */
type Why = 'anonymous' | 'outsider' | 'collaborator' | 'self' | Hindrance

function whyNot(person: Person): Why {
  if (person.user === null) return 'anonymous'
  if (person.hindrance !== null) return person.hindrance
  if (person.standing === 'collaborator' || person.standing === 'self') return person.standing
  return 'outsider'
}

type Refusals = Readonly<Partial<Record<Why, string>>>

const signIn = '303 /users/account/LogOn'
const notFound = '404 There is nothing here'
const notOpen = '404 This request is not open any more'

/** To those who may not see them, ownership requests are not there, whatever the reason. */
const hiddenRequest: Refusals = {
  anonymous: signIn,
  outsider: notOpen,
  collaborator: notOpen,
  'locked user': notOpen,
  'locked account': notOpen,
  'second factor missing': notOpen,
  'unconfirmed account': notOpen,
}

const manage: Refusals = {
  anonymous: signIn,
  outsider: '403 .*You are not an owner of',
  'locked user': '400 .*Your account is locked, so you cannot change packages',
  'locked account': '400 .*The account frozen, which owns this package, is locked',
  'second factor missing': '400 .*The organization strict asks its members for two-factor sign-in',
  'unconfirmed account': '400 .*The account vague, which owns this package, has no confirmed e-mail address',
}

const sponsors: Refusals = {
  anonymous: signIn,
  outsider: '403 .*You may not change the sponsor links of',
  collaborator: '403 .*You may not change the sponsor links of .* an administrator of the organization',
  'locked user': '403 .*Your account is locked, so you cannot change sponsor links',
  'locked account': '403 .*The account frozen is locked',
  'second factor missing': '403 .*The organization strict asks its members for two-factor sign-in',
  'unconfirmed account': '403 .*The account vague has no confirmed e-mail address',
}

const organization: Refusals = {
  anonymous: signIn,
  outsider: notFound,
  self: notFound, // there is no organization of that name
  collaborator: '403 .*Only administrators of acme can do this',
  'locked user': '403 .*Your account is locked',
  'locked account': '403 .*The organization frozen is locked',
  'second factor missing': '403 .*The organization strict asks its members for two-factor sign-in',
}

const uploads: Refusals = {
  anonymous: signIn,
  'locked user': '403 .*Your account is locked, so you cannot publish packages',
  'locked account': '403 .*The account frozen is locked, so nothing can be published for it',
  'second factor missing': '403 .*The organization strict asks its members for two-factor sign-in',
  'unconfirmed account': '403 .*The account vague has no confirmed e-mail address',
}

const pages: Readonly<Record<string, Refusals>> = {
  'push a new ID below the reserved prefix of the account': { ...uploads, outsider: '403 .*The ID .* is reserved' },
  'push a version': { ...uploads, outsider: '403 .*The package .* belongs to other owners' },
  'see an unlisted version': { anonymous: '200 Thing', outsider: '200 Thing' },
  unlist: manage,
  relist: manage,
  deprecate: manage,
  'write a README': manage,
  'add a sponsor link': sponsors,
  'remove a sponsor link': sponsors,
  delete: Object.fromEntries(Object.entries(manage).map(([why, text]) => [why, text.replace('400', '403')])),
  'add an owner': {
    anonymous: signIn,
    outsider: '403 .*You may not change the owners of',
    collaborator: '403 .*You may not change the owners of .* an administrator of the organization',
    'locked user': '403 .*Your account is locked, so you cannot change owners',
    'locked account': '403 .*The account frozen is locked',
    'second factor missing': '403 .*The organization strict asks its members for two-factor sign-in',
    'unconfirmed account': '403 .*The account vague has no confirmed e-mail address',
  },
  'cancel an ownership request': hiddenRequest,
  'accept a package': hiddenRequest,
  'decline a package': hiddenRequest,
  'see the settings of the account': organization,
  'change the address of the account': organization,
  'invite a member': organization,
  'give a member another role': organization,
  'remove a member': organization,
  'take an invitation back': organization,
  'make a key for the account': {
    anonymous: signIn,
    outsider: '400 .*You may not act for acme',
    'locked user': '400 .*Your account is locked',
    'locked account': '400 .*The account frozen is locked',
    'second factor missing': '400 .*strict asks its members for two-factor sign-in',
    'unconfirmed account': '400 .*The e-mail address of vague is not confirmed yet',
  },
}

const protocol: Refusals = {
  anonymous: '401 An API key is required',
  outsider: '403 The package .* belongs to other owners',
  'locked user': '403 The account (lola|lars) is locked and may not publish',
  'locked account': '403 The account frozen, for which this key acts, is locked',
  'second factor missing': '403 The organization strict asks its members for two-factor sign-in',
  'unconfirmed account': '403 The account vague has no confirmed e-mail address',
}

/** Status and sentence with which this person is refused this act. */
export function refusalOf(act: Act, kind: 'page' | 'protocol', person: Person): RegExp {
  return new RegExp(`^${textOf(act, kind, person)}`, 's')
}

function textOf(act: Act, kind: 'page' | 'protocol', person: Person): string {
  const why = whyNot(person)
  if (kind === 'protocol') {
    if (person.name === 'former member') return '403 The account fay may no longer act for acme'
    if (why === 'outsider' && act.action === 'push-new-id') return '403 The ID .* is reserved'
    return protocol[why] ?? 'an act that is permitted'
  }
  if (act.action === 'manage-account' && person.name === 'locked self') return '400 .*This account is locked'
  if (act.action === 'manage-members' && person.standing === 'self') return notFound
  const name = act.name === 'remove an owner' ? 'add an owner' : act.name // they are one right
  return pages[name]?.[why] ?? 'an act that is permitted'
}
