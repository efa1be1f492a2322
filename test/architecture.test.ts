import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles, listImports, readSources, root, type SourceFile } from './imports.ts'

/** The arrows of docs/architecture.md: routes → operations → rules and stores. Each failure names the file and why. */

const isTest = (path: string): boolean => /\.test\.tsx?$|\/test-[^/]*$/.test(path)
const all = readSources('src')
const sources = all.filter(({ path }) => !isTest(path) && !path.startsWith('src/web/'))
const byPath = new Map(sources.map((file) => [file.path, file]))

/** Where everything is put together: these may import anything. */
const composition = new Set(['src/app.ts', 'src/main.ts', 'src/serve.ts', 'src/deps.ts'])

/** Files that belong to HTTP although their names do not say so, each with its reason. */
const httpByAnotherName = new Map([
  ['src/feed/serve.ts', 'answers feed documents on plain node:http'],
  ['src/feed/serve-search.ts', 'answers searches on plain node:http'],
  ['src/keys/key-draft.ts', 'what the form of a key holds'],
  ['src/keys/words.ts', 'words that the pages of keys share'],
  ['src/accounts/proven-form.ts', 'asks who sits there before a form acts'],
  ['src/accounts/request-origin.ts', 'address and browser of a request'],
  ['src/publish/exchange.ts', 'a request to a publish address and its answer'],
])

/** The one table of codes and sentences: the command line says what it says. */
const refusalTable = 'src/http/refusals.ts'

const domainOf = (path: string): string => path.split('/')[1] ?? ''
const isRoutes = (path: string): boolean => /(^|[/-])routes\.tsx?$/.test(path)
const isStore = (path: string): boolean => /(^|[/-])store\.ts$/.test(path)
const isHttp = (path: string): boolean =>
  path.startsWith('src/http/') || path.endsWith('.tsx') || isRoutes(path) || httpByAnotherName.has(path)

/** Every import of every file that `why` finds fault with, as `from → to: why`. */
function faults(why: (from: SourceFile, to: string, isType: boolean) => string | null): string[] {
  return sources.flatMap((file) =>
    file.imports.flatMap(({ to, isType }) => {
      const fault = why(file, to, isType)
      return fault === null ? [] : [`${file.path} → ${to}: ${fault}`]
    }),
  )
}

test('the imports are read: a check that sees none would pass', () => {
  const text = `import a from './a.ts'\nimport {\n  type B,\n} from '../b/b.ts'\nimport type { C } from 'c'
import './side.ts'\nexport { d } from './d.tsx'\nconst e = await import('./e.ts')\n// import f from './f.ts'\n`
  const to = (target: string, isType = false) => ({ to: target, isType })
  expect(listImports('src/x/x.ts', text)).toEqual([
    to('src/x/a.ts'),
    to('src/b/b.ts'),
    to('c', true),
    to('src/x/side.ts'),
    to('src/x/d.tsx'),
    to('src/x/e.ts'),
  ])
  expect(sources.length).toBeGreaterThan(100)
  expect(byPath.get('src/app.ts')?.imports.some(({ to }) => to === 'src/keys/routes.tsx')).toBe(true)
})

test('nuget/ knows nothing of the product', () => {
  const found = faults((from, to) => {
    if (domainOf(from.path) !== 'nuget' || !to.startsWith('src/')) return null
    return domainOf(to) === 'nuget' || to === 'src/result.ts' ? null : 'the formats stand alone'
  })
  expect(found).toEqual([])
})

test('what is below HTTP does not import it: operations serve pages, the protocol and the command line alike', () => {
  const found = faults((from, to) => {
    if (isHttp(from.path) || composition.has(from.path)) return null
    if (/^(hono|@hono)\b/.test(to)) return 'only routes and pages speak HTTP'
    if (to === refusalTable && domainOf(from.path) === 'cli') return null
    return to.startsWith('src/') && isHttp(to) ? 'routes import operations, never the other way' : null
  })
  expect(found).toEqual([])
})

test('stores hold SQL and rules: nothing that acts', () => {
  const allowed = /^(kysely|node:)|^src\/(result|(db|nuget|i18n)\/.*)/
  const found = faults((from, to, isType) => {
    if (!isStore(from.path) || isType || allowed.test(to) || isStore(to)) return null
    const target = byPath.get(to)
    if (!target) return 'a store needs no such package'
    // A rule reaches neither the database nor the disk, nor other stores.
    return target.imports.some(
      (next) => !next.isType && (isStore(next.to) || /^(kysely|node:fs|src\/db\/)/.test(next.to)),
    )
      ? 'a store calls rules and other stores only'
      : null
  })
  expect(found).toEqual([])
})

test('pages get plain values: they neither query nor open anything', () => {
  const found = faults((from, to, isType) => {
    if (!from.path.endsWith('.tsx') || isRoutes(from.path) || from.path.startsWith('src/http/') || isType) return null
    return isStore(to) || to.startsWith('src/db/') || to.startsWith('node:fs') ? 'its route should hand this in' : null
  })
  expect(found).toEqual([])
})

test('routes are mounted by app.ts or by the routes of their own domain; pages stay in their domain', () => {
  const found = faults((from, to) => {
    if (composition.has(from.path)) return null
    if (isRoutes(to) && !(isRoutes(from.path) && domainOf(to) === domainOf(from.path))) return 'nothing calls routes'
    const isForeignPage = /pages?\.tsx$/.test(to) && domainOf(to) !== domainOf(from.path) && domainOf(to) !== 'http'
    return isForeignPage ? 'a page of another domain' : null
  })
  expect(found).toEqual([])
})

test('SQL is written in stores', () => {
  /** With the reason. */
  const exceptions = new Map([
    ['src/audit/audit.ts', 'one insert, in the transaction of the act'],
    ['src/jobs/clean-up.ts', 'deletes what has ended from the tables of every domain, in batches'],
    ['src/search/source.ts', 'the search worker reads the catalog on a connection of its own'],
  ])
  const writesSql = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql(<[^`]*>)?`/
  const found = sources
    .filter(({ path, text }) => writesSql.test(text) && !path.startsWith('src/db/') && !isStore(path))
    .map(({ path }) => path)
  expect(found.filter((path) => !exceptions.has(path))).toEqual([])
})

test('what runs does not import what tests', () => {
  const found = all
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) => imports.map(({ to }) => ({ path, to })))
    .filter(({ to }) => to.startsWith('test/') || isTest(to) || /^(vitest|fast-check|playwright-core)$/.test(to))
  expect(found).toEqual([])
})

test('the search worker loads without a bundler: Node strips types from .ts only', () => {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { to, isType } of byPath.get(path)?.imports ?? []) if (!isType) visit(to)
  }
  visit('src/search/worker.ts')
  expect(seen.size).toBeGreaterThan(5)
  expect([...seen].filter((path) => path.endsWith('.tsx'))).toEqual([])
})

test('no circle of imports between domains at run time', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (done.has(path) || trail.includes(path)) return
    for (const { to, isType } of byPath.get(path)?.imports ?? []) if (!isType) visit(to, [...trail, path])
    done.add(path)
  }
  for (const { path } of sources) visit(path, [])
  expect(circles.filter((circle) => new Set(circle.split(' → ').map(domainOf)).size > 1)).toEqual([])
})

/** Everything that people wrote and read. */
const texts = ['src', 'test', 'scripts', 'bench', 'docs', '.ci']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => listFiles(folder, /\.(tsx?|mjs|md|css|sh)$|^run$/))
  .concat(['README.md', 'vitest.config.ts', 'lode'].filter((path) => existsSync(join(root, path))))
  .filter((path) => path !== 'test/architecture.test.ts' && !path.startsWith('bench/results/'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

test('a TODO names its issue', () => {
  const found = texts
    .filter(({ text }) => /\b(TODO|FIXME|XXX)\b(?!\((issue |#)\d+\))/.test(text))
    .map(({ path }) => path)
  expect(found).toEqual([])
})

test('no path of the machine it was written on', () => {
  const found = texts.filter(({ text }) => /\/(root|work)\/|\/home\/(?!lode\b)\w+\/|\/Users\//.test(text))
  expect(found.map(({ path }) => path)).toEqual([])
})

test('every link between documents leads somewhere', () => {
  const broken = texts
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) => {
      const links = Array.from(text.matchAll(/\]\((?!\w+:|#|\/)([^)#\s]+)/g), ([, target = '']) => target)
      return links
        .filter((target) => !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path}: ${target}`)
    })
  expect(broken).toEqual([])
})
