import type { Result } from '../result.ts'
import type { Nuspec, NuspecRefusal } from './nuspec.ts'

/** Where one file of a package lies in the nupkg: one range read, then `readEntry`. */
export type EntryLocation = {
  readonly name: string
  readonly dataOffset: number // absolute offset of the data, after the local header
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly method: 'stored' | 'deflated'
  readonly crc32: number
}

/** A package file, read and checked. */
export type Nupkg = {
  readonly nuspec: Nuspec
  readonly sizeBytes: number
  readonly files: {
    readonly nuspec: EntryLocation
    readonly readme: EntryLocation | null
    readonly icon: EntryLocation | null
    readonly license: EntryLocation | null
  }
  readonly entries: readonly { readonly name: string; readonly sizeBytes: number; readonly compressedBytes: number }[]
  readonly isSigned: boolean
  readonly warnings: readonly string[] // plain ASCII sentences for X-NuGet-Warning
}

export type NupkgRefusal = { readonly code: 'nupkg-not-a-zip' } | NuspecRefusal

/** Reads a nupkg with constant memory. */
export async function readNupkg(_path: string): Promise<Result<Nupkg, NupkgRefusal>> {
  throw new Error('not written yet')
}

/** The content of an entry from its compressed bytes. Throws when size or checksum differ. */
export async function readEntry(_bytes: Uint8Array, _entry: EntryLocation): Promise<Buffer> {
  throw new Error('not written yet')
}

/** One plain sentence for the publisher: what is wrong and what to do. */
export function describeNupkgRefusal(_refusal: NupkgRefusal): string {
  throw new Error('not written yet')
}
