import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type AssetName = 'site.css' | 'site.js' | 'icons.svg' | 'favicon.svg' | 'favicon.ico'

export type Asset = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }

/** The files of pages, built by `scripts/build.mjs`: each address holds a hash of its content and never changes. */
export type Assets = {
  /** Address of a file, such as `/assets/site-5K2XA7.css`. */
  url(name: AssetName): string
  /** The file at such an address, or null. */
  read(path: string): Asset | null
}

export function loadAssets(folder: string): Assets {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, string>
  const files = new Map<string, Asset>()
  for (const file of Object.values(manifest)) {
    files.set(`/assets/${file}`, { bytes: new Uint8Array(readFileSync(join(folder, file))), type: typeOf(file) })
  }
  return {
    url(name) {
      const file = manifest[name]
      if (file === undefined) throw new Error(`${name} is not among the built assets`)
      return `/assets/${file}`
    },
    read: (path) => files.get(path) ?? null,
  }
}

/** For tests without a build: addresses without content. */
export function emptyAssets(): Assets {
  return { url: (name) => `/assets/${name}`, read: () => null }
}

function typeOf(file: string): string {
  if (file.endsWith('.css')) return 'text/css; charset=utf-8'
  if (file.endsWith('.js')) return 'text/javascript; charset=utf-8'
  if (file.endsWith('.svg')) return 'image/svg+xml'
  if (file.endsWith('.ico')) return 'image/x-icon'
  throw new Error(`no media type for ${file}`)
}
