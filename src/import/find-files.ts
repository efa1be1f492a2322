import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { classifyPath, compareForImport, guessPackage, type Guess } from './package-path.ts'

/** One package file below the folder. `path` is as seen from the folder. */
export type FoundFile = { readonly path: string; readonly sizeBytes: number; readonly guess: Guess | null }

export type FoundFiles = {
  /** In the order in which they are to be imported. */
  readonly files: readonly FoundFile[]
  readonly symbolsPackages: number
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

const foldersAtOnce = 16

/**
 * Every package file below `folder`, however deep. Links to files are followed, links to folders are not: they could
 * lead round in circles. Throws when `folder` itself cannot be read.
 */
export async function findPackageFiles(folder: string, onFound: (count: number) => void): Promise<FoundFiles> {
  const files: FoundFile[] = []
  const unreadable: { path: string; reason: string }[] = []
  let symbolsPackages = 0

  async function look(path: string): Promise<void> {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error: unknown) => {
      if (path === '') throw error
      unreadable.push({ path, reason: messageOf(error) })
      return []
    })
    await Promise.all(
      entries.filter((entry) => !entry.isDirectory()).map((entry) => note(join(path, entry.name), entry)),
    )
    const folders = entries.filter((entry) => entry.isDirectory())
    for (let i = 0; i < folders.length; i += foldersAtOnce) {
      await Promise.all(folders.slice(i, i + foldersAtOnce).map((entry) => look(join(path, entry.name))))
    }
  }

  async function note(path: string, entry: Dirent): Promise<void> {
    const kind = classifyPath(path)
    if (kind === 'other' || !(entry.isFile() || entry.isSymbolicLink())) return
    try {
      const found = await stat(join(folder, path))
      if (!found.isFile()) return
      if (kind === 'symbols') symbolsPackages += 1
      else onFound(files.push({ path, sizeBytes: found.size, guess: guessPackage(path) }))
    } catch (error) {
      unreadable.push({ path, reason: messageOf(error) })
    }
  }

  await look('')
  return { files: files.sort(compareForImport), symbolsPackages, unreadable }
}

/** What went wrong, without the path that it went wrong with: that stands beside it. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message.replace(/, \w+ '.*'$/s, '')
}
