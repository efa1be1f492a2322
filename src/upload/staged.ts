/** A file that a user has uploaded in the browser and neither published nor thrown away. */
export type Staged = {
  readonly userId: number
  /** Names this very upload in the form that publishes it: another tab may have staged another one meanwhile. */
  readonly token: string
  /** As its manifest has it. */
  readonly id: string
  readonly fullVersion: string
  /** Base64. */
  readonly sha512: string
  readonly sizeBytes: number
  readonly blobKey: string
  readonly createdAt: Date
}

/** How long it waits for its user. */
export const stagedLifetimeMs = 24 * 3_600_000

/** When it is thrown away; the daily work may be a while later. */
export function endOf({ createdAt }: Pick<Staged, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + stagedLifetimeMs)
}

/** Why nothing was staged, published or thrown away: it concerns neither the package nor anybody's rights. */
export type StagedRefusal =
  /** One waits already; there is one for each user. */
  | { readonly code: 'upload-waiting'; readonly id: string; readonly version: string }
  /** It was published or thrown away meanwhile, or has waited too long. */
  | { readonly code: 'upload-gone' }
