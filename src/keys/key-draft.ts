import type { Form } from '../http/forms.ts'
import type { KeyFields, Lifetime } from './key-fields.ts'
import type { ApiKey, KeyAction } from './key.ts'

/** What the form holds, as typed: it is shown again when something is refused. */
export type KeyDraft = {
  readonly name: string
  /** A number of days, `date`, or `keep` (edit only). */
  readonly lifetime: string
  /** `YYYY-MM-DD`, used when `lifetime` is `date`. */
  readonly until: string
  readonly owner: string
  readonly push: '' | 'push' | 'push-version'
  readonly unlist: boolean
  /** The text area: one pattern a line. */
  readonly globs: string
  readonly packageIds: readonly string[]
}

export function readDraft(form: Form): KeyDraft {
  const pushKind = form.text('pushkind') === 'push-version' ? 'push-version' : 'push'
  return {
    name: form.text('name'),
    lifetime: form.text('lifetime'),
    until: form.text('until'),
    owner: form.text('owner'),
    push: form.has('push') ? pushKind : '',
    unlist: form.has('unlist'),
    globs: form.raw('globs').slice(0, 50_000),
    packageIds: form.all('package').slice(0, 1000),
  }
}

export function emptyDraft(ownerName: string, longestDays: number): KeyDraft {
  return {
    name: '',
    lifetime: String(longestDays),
    until: '',
    owner: ownerName,
    push: 'push',
    unlist: false,
    globs: '',
    packageIds: [],
  }
}

export function toDraft(key: ApiKey, ownerName: string): KeyDraft {
  return {
    name: key.name,
    lifetime: 'keep',
    until: '',
    owner: ownerName,
    push: key.actions.has('push') ? 'push' : key.actions.has('push-version') ? 'push-version' : '',
    unlist: key.actions.has('unlist'),
    globs: key.globs.join('\n'),
    packageIds: key.packageIds,
  }
}

/** The fields as the operations take them. Patterns may be parted by lines, commas or spaces; doubles count once. */
export function toFields(draft: KeyDraft): KeyFields {
  const actions = new Set<KeyAction>()
  if (draft.push !== '') actions.add(draft.push)
  if (draft.unlist) actions.add('unlist')
  const globs = [...new Set(draft.globs.split(/[\s,;]+/).filter((glob) => glob !== ''))]
  return { name: draft.name, actions, globs, packageIds: [...new Set(draft.packageIds)] }
}

export function toLifetime(draft: KeyDraft): Lifetime | 'keep' {
  if (draft.lifetime === 'keep') return 'keep'
  if (draft.lifetime === 'date') {
    const until = new Date(`${draft.until}T23:59:59.999Z`)
    return /^\d{4}-\d{2}-\d{2}$/.test(draft.until) && !Number.isNaN(until.getTime()) ? { until } : null
  }
  return /^\d{1,4}$/.test(draft.lifetime) ? { days: Number(draft.lifetime) } : null
}
