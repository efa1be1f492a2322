import type { ReservedIdRefusal } from '../prefixes/prefix.ts'
import type { VersionRefusal } from './publish.ts'

type Sentences = {
  readonly [C in VersionRefusal['code']]: (r: Extract<VersionRefusal, { readonly code: C }>) => string
}

const sentences: Sentences = {
  'not-package-owner': (r) =>
    `The package ${r.id} belongs to other owners: ${r.owner} is not one of them. Ask an owner to add the account, or choose another ID.`,
  'package-locked': (r) => `The package ${r.id} is locked. Ask an administrator of this gallery.`,
  'package-id-not-allowed': () =>
    'The ID of a new package has only ASCII letters, digits and _ with single . or - between. Choose such an ID.',
  'version-deleted': (r) =>
    `${r.id} ${r.version} was deleted and cannot be published again: its ID and version stay taken. Push a higher version.`,
  'version-exists': (r) =>
    r.existing.toLowerCase() === r.version.toLowerCase()
      ? `${r.id} ${r.version} already exists. Versions cannot be replaced: push a higher one.`
      : `${r.id} ${r.version} is the same version as ${r.existing}, which already exists: build metadata does not count. Push a higher version.`,
}

/** What was refused and what to do: one English ASCII sentence or two. */
export function describeVersionRefusal(refusal: VersionRefusal): string {
  const sentence = sentences[refusal.code] as (r: VersionRefusal) => string
  return sentence(refusal)
}

/** A new ID below a prefix of somebody else's, or below one that nobody may push to. */
export function describeReservedId({ id, owner, pattern, hasOwners }: ReservedIdRefusal): string {
  return hasOwners
    ? `The ID ${id} is reserved: ${pattern} belongs to other accounts than ${owner}. Choose another ID, or ask an administrator of this gallery.`
    : `The ID ${id} is reserved: nobody may push new packages below ${pattern}. Choose another ID, or ask an administrator of this gallery.`
}
