import { refuseActingFor, type ActingRefusal } from '../accounts/permissions.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { AuthorisationRefusal } from '../keys/authorise.ts'
import { warnAboutSigning, type Nupkg, type NupkgWarning } from '../nuget/nupkg.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { findLastPushed } from '../packages/store.ts'
import { findPublishFacts } from './publish-facts.ts'
import { listImportRefusals, listPushRefusals, type PublishRefusal } from './publish.ts'
import { findPublisher, type PresentPublisher, type Publisher } from './publisher.ts'

/** What rows have against publishing a package that could be read. */
export type RowRefusal = AuthorisationRefusal | PublishRefusal

/** What would become of a package that could be read, by the rows of this moment. */
export type Verdict = {
  /** Nothing has this ID yet. */
  readonly isNewId: boolean
  /** The account that owns the package or would; null where nobody was named, or nobody who may. */
  readonly owner: string | null
  readonly warnings: readonly NupkgWarning[]
  /** Everything against it, in the order in which a push is told; none when it would be published. */
  readonly refusals: readonly RowRefusal[]
}

/**
 * The one list of the questions that rows answer about a push: asked before a package is stored, again in the transaction
 * that publishes it, and for dry runs. The first refusal is what a push is told.
 */
export async function listRowRefusals(
  db: Db,
  now: Date,
  { user, owner, role, key }: PresentPublisher,
  { nuspec }: Nupkg,
): Promise<readonly (PublishRefusal | ActingRefusal)[]> {
  const facts = await findPublishFacts(db, owner, nuspec)
  const acting = refuseActingFor(user, owner, role, facts.package ? 'push-version' : 'push-new-id')
  return [...(acting ? [acting] : []), ...listPushRefusals(facts, key, now)]
}

/** Says what a push of this package would be told. Nothing is changed. Without a publisher nobody's rights are asked about. */
export async function judgePush(
  db: Db,
  deps: { readonly config: Pick<Config, 'keyWarningDays' | 'publicUrl' | 'port'>; readonly now: () => Date },
  publisher: Publisher | null,
  nupkg: Nupkg,
): Promise<Verdict> {
  const now = deps.now()
  const { id } = nupkg.nuspec
  const facts = await findPublishFacts(db, { id: 0, name: '' }, nupkg.nuspec)
  const known = { isNewId: facts.package === null, warnings: await listWarnings(db, nupkg) }
  if (!publisher) {
    const owned = { ...facts, owner: { ...facts.owner, owns: true } }
    return { ...known, owner: null, refusals: listImportRefusals(owned) }
  }
  const present = await findPublisher(db, deps.config, publisher, id, now)
  if (!present.ok) return { ...known, owner: null, refusals: [present.error] }
  const refusals = await listRowRefusals(db, now, present.value, nupkg)
  return { ...known, owner: present.value.owner.name, refusals }
}

/** What the publisher should know although the package is accepted; ask before it is published. */
export async function listWarnings(db: Db, nupkg: Nupkg): Promise<readonly NupkgWarning[]> {
  const previous = nupkg.isSigned ? null : await findLastPushed(db, toLowerId(nupkg.nuspec.id))
  const signing = previous && warnAboutSigning(nupkg, previous)
  return signing ? [...nupkg.warnings, signing] : nupkg.warnings
}
