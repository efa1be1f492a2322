// Bundles src/ into dist/: the server, the command line, the search worker, and the files of pages under content hashes.
// Plain JavaScript that Node 18 can run. When to build is bootstrap.mjs's question.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(root, 'dist')

/** What is bundled for Node, and under which name. */
const programs = { main: 'src/main.ts', cli: 'src/cli/main.ts', 'search-worker': 'src/search/worker.ts' }

/** Files of pages that are served as they are. */
const plainFiles = ['icons.svg', 'favicon.svg', 'favicon.ico', 'touch-icon.png']

/** Builds everything. Throws, with esbuild's explanation, when a source does not parse. */
export async function build() {
  mkdirSync(target, { recursive: true })
  await Promise.all([buildPrograms(), buildAssets()])
}

/**
 * Libraries are bundled too: one file is read instead of a thousand, which halves the time to the first answer (measured:
 * 1.2 s to 0.57 s). Chunks lie beside the programs, because the server finds its worker and page files beside itself.
 */
async function buildPrograms() {
  const present = Object.entries(programs).filter(([, source]) => existsSync(join(root, source)))
  const { metafile } = await esbuild.build({
    ...common,
    entryPoints: Object.fromEntries(present),
    outdir: target,
    platform: 'node',
    target: 'node26',
    format: 'esm',
    splitting: true,
    external: ['pg-native'], // an optional native driver that nothing of ours asks for
    banner: { js: commonJsGlobals },
    metafile: true,
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
  })
  const current = new Set(Object.keys(metafile.outputs).map((file) => basename(file)))
  for (const file of readdirSync(target))
    if (/\.js(\.map)?$/.test(file) && !current.has(file)) rmSync(join(target, file))
}

/** What bundled CommonJS libraries expect and ES modules do not have. */
const commonJsGlobals = `import { createRequire as createRequireOf } from 'node:module'
import { dirname as dirnameOf } from 'node:path'
import { fileURLToPath as fileOf } from 'node:url'
const require = createRequireOf(import.meta.url)
const __filename = fileOf(import.meta.url)
const __dirname = dirnameOf(__filename)`

/** Writes the files of pages as `name-hash.ext`, and manifest.json, which says what each is called now. */
async function buildAssets() {
  const folder = join(target, 'public')
  const web = join(root, 'src', 'web')
  const bundled = await esbuild.build({
    ...common,
    entryPoints: ['site.css', 'site.ts', 'chart.css', 'chart.ts'].map((file) => join(web, file)),
    outdir: folder,
    platform: 'browser',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    format: 'esm',
    minify: true,
    write: false,
  })
  const files = [
    ...bundled.outputFiles.map((file) => ({ name: basename(file.path), bytes: file.contents })),
    ...plainFiles.map((name) => ({ name, bytes: readFileSync(join(web, name)) })),
  ]

  mkdirSync(folder, { recursive: true })
  /** @type {Record<string, string>} */
  const manifest = {}
  for (const { name, bytes } of files) {
    const extension = extname(name)
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
    manifest[name] = `${basename(name, extension)}-${hash}${extension}`
    writeFileSync(join(folder, manifest[name]), bytes)
  }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)

  const current = new Set(['manifest.json', ...Object.values(manifest)])
  for (const file of readdirSync(folder)) if (!current.has(file)) rmSync(join(folder, file))
}

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  absWorkingDir: root,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
