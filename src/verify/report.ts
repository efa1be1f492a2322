/** One thing that is wrong, in words for the operator. `subject` is what it is about: `Contoso.Core 1.0.0`. */
export type Problem = { readonly code: ProblemCode; readonly subject: string; readonly message: string }

export type ProblemCode =
  | 'database-damaged'
  | 'row-unreadable'
  | 'row-disagrees'
  | 'blob-missing'
  | 'blob-unreadable'
  | 'blob-size'
  | 'blob-hash'
  | 'file-unreadable'
  | 'catalog-missing'
  | 'catalog-dangling'
  | 'catalog-head-behind'
  | 'catalog-numbering'
  | 'catalog-commit'
  | 'revision-behind'
  | 'owner-deleted'
  | 'mark-wrong'
  | 'downloads-disagree'
  | 'readme-dangling'
  | 'sponsor-dangling'
  | 'staged-dangling'

/**
 * A file that no version refers to: a push that is under way, was refused or was killed; `staged`: uploaded in the browser, it
 * waits for its user, and for a day at most. Harmless.
 */
export type UnreferencedFile = {
  readonly kind: 'blob' | 'upload' | 'staged'
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedAt: Date
  /** Removed by this run. */
  readonly isRemoved: boolean
}

export type VerifyReport = {
  readonly versions: number
  readonly blobBytes: number
  readonly problems: readonly Problem[]
  readonly unreferenced: readonly UnreferencedFile[]
}
