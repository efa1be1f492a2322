import type { Deps } from '../deps.ts'
import type { Framework } from '../nuget/framework.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { parseVersionRange } from '../nuget/version-range.ts'
import type { DependencyGroup, Package, PackageVersion } from '../packages/package.ts'
import { findPackagesByLowerId, findVersionsByKey } from '../packages/store.ts'
import { chooseGroup, chooseVersion } from './choose.ts'

/** A dependency, what this gallery has for it, and what that needs in turn. */
export type TreeNode = {
  /** As the gallery writes it, or else as the manifest does. */
  readonly id: string
  readonly range: string
  /** The version that the client would take from here; null when there is none, or no such package. */
  readonly version: string | null
  readonly isForeign: boolean
  readonly isDeprecated: boolean
  /** How many dependencies that version has for the project's framework. */
  readonly count: number
  readonly below: Below
}

export type Below =
  | { readonly kind: 'shown'; readonly nodes: readonly TreeNode[] }
  /** It stands above itself, or the same version is opened elsewhere in the tree. */
  | { readonly kind: 'cycle' | 'shown-elsewhere' }
  /** Too deep, or too many: they are on a page of their own. */
  | { readonly kind: 'not-shown' }

export type Tree = {
  readonly nodes: readonly TreeNode[]
  /** How many nodes are shown from the top down to each level, that one's included. */
  readonly upToLevel: readonly number[]
  /** Different packages in it, and those of them that this gallery does not have. */
  readonly packages: number
  readonly foreign: number
  /** Nothing was left for other pages. */
  readonly isWhole: boolean
}

/** Levels on one page, and how many nodes until no more of them are opened. */
const deepest = 8
const mostNodes = 200

type TreeDeps = Pick<Deps, 'db' | 'versionLines'>

type Dependency = DependencyGroup['dependencies'][number]

/** While the tree grows, level by level. */
type Growing = {
  readonly dependency: Dependency
  readonly ancestors: readonly string[]
  id: string
  isForeign: boolean
  isDeprecated: boolean
  version: string | null
  dependencies: readonly Dependency[]
  below: 'cycle' | 'shown-elsewhere' | 'not-shown' | Growing[]
}

/** What `version` needs in a project for this framework, out of this gallery. A few looks at the database for each level. */
export async function growTree(
  deps: TreeDeps,
  version: Pick<PackageVersion, 'id' | 'metadata'>,
  project: Framework,
): Promise<Tree> {
  const rootId = toLowerId(version.id)
  const roots = dependenciesOf(version.metadata.dependencyGroups, project).map((one) => plant(one, [rootId]))
  const opened = new Set<string>()
  const levels: (readonly Growing[])[] = []
  let count = roots.length
  for (let level: readonly Growing[] = roots; level.length > 0; level = levels.at(-1)?.flatMap(grownBelow) ?? []) {
    levels.push(level)
    await resolve(deps, level, project)
    for (const node of level) {
      node.below = decide(node, opened, levels.length < deepest && count <= mostNodes)
      count += grownBelow(node).length
    }
  }
  return { nodes: roots.map(toNode), ...summarize(levels) }
}

function summarize(levels: readonly (readonly Growing[])[]): Omit<Tree, 'nodes'> {
  const nodes = levels.flat()
  const foreign = nodes.filter(({ isForeign }) => isForeign)
  const different = (of: readonly Growing[]) => new Set(of.map(({ id }) => toLowerId(id))).size
  return {
    upToLevel: levels.map((_, i) => levels.slice(0, i + 1).flat().length),
    packages: different(nodes),
    foreign: different(foreign),
    isWhole: nodes.every(({ below }) => below !== 'not-shown'),
  }
}

function grownBelow({ below }: Growing): readonly Growing[] {
  return typeof below === 'string' ? [] : below
}

function plant(dependency: Dependency, ancestors: readonly string[]): Growing {
  const unknown = { id: dependency.id, isForeign: true, isDeprecated: false, version: null, dependencies: [] }
  return { dependency, ancestors, ...unknown, below: [] }
}

/** Whether what a node needs is shown below it. Each version is opened once: else a few could fill thousands of lines. */
function decide(node: Growing, opened: Set<string>, hasRoom: boolean): Growing['below'] {
  const lowerId = toLowerId(node.id)
  if (node.ancestors.includes(lowerId)) return 'cycle'
  if (node.dependencies.length === 0) return []
  const key = `${lowerId} ${node.version ?? ''}`
  if (opened.has(key)) return 'shown-elsewhere'
  if (!hasRoom) return 'not-shown'
  opened.add(key)
  return node.dependencies.map((one) => plant(one, [...node.ancestors, lowerId]))
}

/** Finds what the gallery has for these dependencies. */
async function resolve(deps: TreeDeps, level: readonly Growing[], project: Framework): Promise<void> {
  const { read } = deps.db
  const ids = [...new Set(level.map(({ dependency }) => toLowerId(dependency.id)))]
  const packages = new Map((await findPackagesByLowerId(read, ids)).map((pkg) => [pkg.lowerId, pkg]))
  const lines = await Promise.all(
    Array.from(packages.values(), async (pkg) => [pkg.key, await deps.versionLines(pkg)] as const),
  )
  const linesOf = new Map(lines)
  const chosen = level.map(({ dependency }) => {
    const pkg = packages.get(toLowerId(dependency.id))
    const range = parseVersionRange(dependency.range)
    const own = pkg && linesOf.get(pkg.key)
    return pkg && own && own.length > 0 ? { pkg, line: range && chooseVersion(range, own) } : null
  })
  const keys = chosen.flatMap((one) => one?.line?.key ?? [])
  const found = new Map((await findVersionsByKey(read, [...new Set(keys)])).map((one) => [one.key, one]))
  for (const [i, node] of level.entries()) {
    const one = chosen[i]
    if (!one) continue
    const version = one.line ? found.get(one.line.key) : undefined
    node.id = one.pkg.id
    node.isForeign = false
    node.version = version?.version.normalized ?? null
    node.isDeprecated = version !== undefined && version.deprecation !== null
    if (version && !isHidden(one.pkg, version)) {
      node.dependencies = dependenciesOf(version.metadata.dependencyGroups, project)
    }
  }
}

/** What comes out of an unlisted version of a locked package is not shown (gallery.md §7.6). */
function isHidden(pkg: Package, version: PackageVersion): boolean {
  return pkg.lockedAt !== null && !version.isListed
}

function dependenciesOf(groups: readonly DependencyGroup[], project: Framework): readonly Dependency[] {
  return chooseGroup(groups, project)?.dependencies ?? []
}

function toNode({ id, isForeign, isDeprecated, version, dependencies, dependency, below }: Growing): TreeNode {
  const shown: Below = typeof below === 'string' ? { kind: below } : { kind: 'shown', nodes: below.map(toNode) }
  const { range } = dependency
  return { id, range, version, isForeign, isDeprecated, count: dependencies.length, below: shown }
}
