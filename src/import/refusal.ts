import { describeNupkgRefusal, isNupkgRefusal, type NupkgRefusal } from '../nuget/nupkg.ts'
import { describeVersionRefusal } from '../publish/refusal-text.ts'
import type { VersionRefusal } from '../publish/publish.ts'

/** Why a file, or a folder of them, could not be taken at all. */
export type FileRefusal =
  | { readonly code: 'file-unreadable'; readonly reason: string }
  | { readonly code: 'file-empty' }
  | { readonly code: 'file-too-large'; readonly maxBytes: number }

/** Why a file was not imported. */
export type ImportRefusal =
  | FileRefusal
  | NupkgRefusal
  | VersionRefusal
  | { readonly code: 'version-differs'; readonly id: string; readonly version: string }

type Own = Exclude<ImportRefusal, NupkgRefusal | VersionRefusal>
type Sentences = { readonly [C in Own['code']]: (r: Extract<Own, { readonly code: C }>) => string }

const sentences: Sentences = {
  'file-unreadable': (r) => `It cannot be read: ${r.reason}.`,
  'file-empty': () => 'The file is empty; copy it again from where it came from.',
  'file-too-large': (r) => `The file is larger than ${r.maxBytes} bytes; raise LODE_MAX_PACKAGE_BYTES to import it.`,
  'version-differs': (r) =>
    `${r.id} ${r.version} is here already with other bytes; versions cannot be replaced, so find out which file is right.`,
}

/** What was refused and what to do, for the operator. */
export function describeImportRefusal(refusal: ImportRefusal): string {
  if (isOwn(refusal)) {
    const sentence = sentences[refusal.code] as (r: Own) => string
    return sentence(refusal)
  }
  return isNupkgRefusal(refusal) ? describeNupkgRefusal(refusal) : describeVersionRefusal(refusal)
}

function isOwn(refusal: ImportRefusal): refusal is Own {
  return refusal.code in sentences
}
