export const throughs = ['page', 'key', 'command-line', 'job'] as const
export type Through = (typeof throughs)[number]

/** An entry of the audit log as it is read. Names are those of the time of the act. */
export type StoredEntry = {
  readonly id: number
  readonly at: Date
  readonly action: string
  readonly actorId: number | null
  /** Null for the system and for strangers. */
  readonly actorName: string | null
  readonly through: Through
  readonly address: string | null
  readonly keyVisibleId: string | null
  /** The account in whose name it was done, and its present name. */
  readonly ownerId: number | null
  readonly ownerName: string | null
  /** The account it was done to. */
  readonly accountId: number | null
  readonly accountName: string | null
  readonly packageId: string | null
  readonly version: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Which entries are meant; null leaves a question out. Names and package IDs in any letter case. */
export type AuditFilter = {
  readonly who: string | null
  readonly action: string | null
  readonly account: string | null
  readonly packageId: string | null
  readonly through: Through | null
  readonly since: Date | null
  readonly until: Date | null
}

/** Whose entries: all of them, or what an account did, what was done to it or in its name, and what befell its packages. */
export type AuditScope = { readonly kind: 'all' } | { readonly kind: 'account'; readonly accountId: number }

export const noFilter: AuditFilter = {
  who: null,
  action: null,
  account: null,
  packageId: null,
  through: null,
  since: null,
  until: null,
}

/** A filter from a query or from options, by the names in `AuditFilter`; what cannot be one asks nothing. */
export function parseFilter(get: (name: keyof AuditFilter) => string | undefined): AuditFilter {
  const text = (name: keyof AuditFilter) => get(name)?.trim().slice(0, 256) || null
  return {
    who: text('who'),
    action: text('action'),
    account: text('account'),
    packageId: text('packageId'),
    through: throughs.find((through) => through === get('through')) ?? null,
    since: parseDay(text('since')),
    until: parseDay(text('until'), day),
  }
}

const day = 86_400_000

/** A day (UTC) or a whole instant. With `more`, a day means its end: "until the 3rd" has the 3rd in it. */
export function parseDay(text: string | null, more = 0): Date | null {
  if (text === null || !/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text)) return null
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return null
  return text.length === 10 ? new Date(at.getTime() + more) : at
}

/** Who reads: administrators of this gallery, or somebody to whom these accounts are their own people. */
export type Reader = { readonly kind: 'administrator' } | { readonly kind: 'people'; readonly ids: ReadonlySet<number> }

/**
 * The entry as this reader may see it. From where and with which key others acted is not theirs to know, nor who acted in
 * the name of an organization that they do not belong to: then the organization itself is named.
 */
export function redact(entry: StoredEntry, reader: Reader): StoredEntry {
  if (reader.kind === 'administrator') return entry
  const { actorId, ownerId } = entry
  if (actorId === null || reader.ids.has(actorId)) return entry
  const isForeign = ownerId !== null && ownerId !== actorId && !reader.ids.has(ownerId)
  const actor = isForeign ? { actorId: ownerId, actorName: entry.ownerName } : {}
  return { ...entry, ...actor, address: null, keyVisibleId: null }
}
