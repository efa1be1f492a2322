import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export type AssetName =
  'site.css' | 'site.js' | 'chart.css' | 'chart.js' | 'icons.svg' | 'favicon.svg' | 'favicon.ico' | 'touch-icon.png'

export type Asset = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The same compressed once, or null when that saves nothing worth it. */
  readonly gzip: Uint8Array<ArrayBuffer> | null
  readonly type: string
}

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
    files.set(`/assets/${file}`, readAsset(join(folder, file)))
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

function readAsset(path: string): Asset {
  const bytes = new Uint8Array(readFileSync(path))
  const zipped = new Uint8Array(gzipSync(bytes, { level: 9 }))
  return { bytes, gzip: zipped.length < bytes.length * 0.9 ? zipped : null, type: typeOf(path) }
}

function typeOf(file: string): string {
  if (file.endsWith('.css')) return 'text/css; charset=utf-8'
  if (file.endsWith('.js')) return 'text/javascript; charset=utf-8'
  if (file.endsWith('.svg')) return 'image/svg+xml'
  if (file.endsWith('.ico')) return 'image/x-icon'
  if (file.endsWith('.png')) return 'image/png'
  throw new Error(`no media type for ${file}`)
}
