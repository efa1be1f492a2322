import type { FoundFile } from './find-files.ts'
import type { ImportRefusal } from './refusal.ts'

/** What became of one file. */
export type Outcome =
  /** This version with these very bytes may have been there: an import that goes on meets what it did before. */
  | { readonly kind: 'imported' | 'already-here'; readonly file: FoundFile }
  | { readonly kind: 'refused'; readonly file: FoundFile; readonly refusal: ImportRefusal }

export type ImportReport = {
  /** How many there are below the folder. */
  readonly files: number
  readonly sizeBytes: number
  readonly imported: number
  readonly alreadyHere: number
  readonly refused: readonly { readonly path: string; readonly refusal: ImportRefusal }[]
  /** `.symbols.nupkg` files: they are no packages of their own and were left alone. */
  readonly symbolsPackages: number
  readonly seconds: number
  /** It was told to stop before it had looked at every file. */
  readonly isStopped: boolean
  readonly isDryRun: boolean
}

export type ImportProgress = {
  readonly files: number
  readonly totalFiles: number
  readonly bytes: number
  readonly totalBytes: number
}
