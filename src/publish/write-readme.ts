import type { Actor } from '../audit/audit.ts'
import { deleteWrittenReadmes, findWrittenReadme, saveWrittenReadme } from '../readmes/store.ts'
import { updateEdited } from '../packages/lifecycle-store.ts'
import { ok, type Result } from '../result.ts'
import { findChangeable, type Authority, type ChangeRefusal } from './authority.ts'
import { auditVersions, changeVersions, type ChangeDeps, type Changed } from './change-versions.ts'

export type ReadmeChange = {
  readonly id: string
  readonly version: string
  /** Markdown as `parseWrittenReadme` answers it; null goes back to what the package holds. */
  readonly markdown: string | null
}

/**
 * Shows another README for a version than its package holds, or that one again: on its page, in the README resource, and
 * as a change in the catalog, because documents say whether there is one. The nupkg stays as it is.
 */
export async function changeReadme(
  deps: ChangeDeps,
  authority: Authority,
  { id, version, markdown }: ReadmeChange,
  actor: Actor,
): Promise<Result<Changed, ChangeRefusal>> {
  return changeVersions<ChangeRefusal>(deps, async (tx, now) => {
    const found = await findChangeable(tx, deps, authority, { id, versions: [version] })
    if (!found.ok) return found
    const [subject] = found.value.versions
    if (!subject || (await findWrittenReadme(tx, subject.key)) === markdown) {
      return ok({ ...found.value, changed: [], kind: 'details' as const })
    }
    if (markdown === null) await deleteWrittenReadmes(tx, [subject.key])
    else await saveWrittenReadme(tx, subject.key, markdown, now)
    await updateEdited(tx, [subject.key], now)
    const act =
      markdown === null
        ? { action: 'RemoveReadme' }
        : { action: 'WriteReadme', detail: { sizeBytes: Buffer.byteLength(markdown) } }
    await auditVersions(tx, { at: now, actor, ...act }, found.value, [subject])
    return ok({ ...found.value, changed: [subject], kind: 'details' as const })
  })
}
