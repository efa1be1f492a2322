import type { Action, EntityNeed, Standing } from '../../src/accounts/permissions.ts'

/** The columns of gallery.md §6.4: what somebody is to the account in whose name they act. */
export const standings: readonly Standing[] = ['self', 'administrator', 'collaborator', 'stranger']

type Answer = 'yes' | 'no'
type Row = `${Answer} ${Answer} ${Answer} ${Answer}  ${EntityNeed} ${Answer}`

/**
 * Gallery.md §6.4, typed a second time and only here: the module `accounts/permissions.ts`, pages, protocol and command
 * line are all held against it. Columns: self, administrator, collaborator, stranger; entity; administrators of the gallery.
 */
export const matrix: Readonly<Record<Action, Row>> = {
  'see-private-metadata': 'yes yes yes no  package-owner yes',
  'push-new-id': 'yes yes yes no  prefix no',
  'push-version': 'yes yes yes no  package-owner no',
  'push-symbols': 'yes yes yes no  package-owner no',
  verify: 'yes yes yes no  package-owner no',
  'change-versions': 'yes yes yes no  package-owner yes',
  'manage-owners': 'yes yes no no  package-owner yes',
  'answer-ownership-request': 'yes yes no no  nothing no',
  'choose-required-signer': 'yes yes no no  package-owner no',
  'report-own-package': 'yes yes yes no  package-owner no',
  'view-account': 'yes yes yes no  nothing yes',
  'manage-account': 'yes yes no no  nothing no',
  'manage-members': 'no yes no no  nothing yes',
  'create-key': 'yes yes yes no  nothing no',
}

/** One row in pieces. */
export function readRow(action: Action) {
  const [people = '', rest = ''] = matrix[action].split('  ')
  const [entity, siteAdministrator] = rest.split(' ')
  const answers = people.split(' ').map((answer) => answer === 'yes')
  return {
    may: (standing: Standing): boolean => answers[standings.indexOf(standing)] ?? false,
    entity,
    siteAdministrator: siteAdministrator === 'yes',
  }
}

/** What keeps somebody from acting who would have the right. */
export const hindrances = ['locked user', 'locked account', 'second factor missing', 'unconfirmed account'] as const
export type Hindrance = (typeof hindrances)[number]

const nothing = 'no no no no'

/** Gallery.md §3.12, §6.1 and §6.4: what goes on nevertheless. Columns as in `hindrances`. */
const nevertheless: Readonly<Record<Action, `${Answer} ${Answer} ${Answer} ${Answer}`>> = {
  'see-private-metadata': 'yes yes yes yes',
  'push-new-id': nothing,
  'push-version': nothing,
  'push-symbols': nothing,
  verify: nothing,
  'change-versions': nothing,
  'manage-owners': nothing,
  'answer-ownership-request': nothing,
  'choose-required-signer': nothing,
  'report-own-package': nothing,
  'view-account': 'yes yes yes yes',
  'manage-account': 'no no no yes', // or its address could never be confirmed
  'manage-members': 'no no no yes',
  'create-key': nothing,
}

/** Whether somebody with the right may do this although that stands in the way. */
export function whileHindered(action: Action, hindrance: Hindrance): boolean {
  return nevertheless[action].split(' ')[hindrances.indexOf(hindrance)] === 'yes'
}
