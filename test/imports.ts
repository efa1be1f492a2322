import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export const root = join(import.meta.dirname, '..')

export type Import = {
  /** From the root, such as `src/keys/key.ts`; a package's name for what is not ours. */
  readonly to: string
  /** `import type` leaves nothing at run time. */
  readonly isType: boolean
}

export type SourceFile = { readonly path: string; readonly text: string; readonly imports: readonly Import[] }

/** Every TypeScript file below `folder`, with what it imports. */
export function readSources(folder: string): readonly SourceFile[] {
  return listFiles(folder, /\.tsx?$/).map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return { path, text, imports: listImports(path, text) }
  })
}

/** Paths from the root, sorted. */
export function listFiles(folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;=]*?\sfrom\s+)?'([^']+)'/gm
const dynamic = /\bimport\('([^']+)'\)/g

export function listImports(path: string, text: string): readonly Import[] {
  const found = [
    ...Array.from(text.matchAll(statement), ([, type, target = '']) => ({ target, isType: type !== undefined })),
    ...Array.from(text.matchAll(dynamic), ([, target = '']) => ({ target, isType: false })),
  ]
  return found.map(({ target, isType }) => {
    return { to: target.startsWith('.') ? join(dirname(path), target) : target, isType }
  })
}
