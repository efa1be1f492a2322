import type { Db } from '../db/database.ts'
import type { Framework } from '../nuget/framework.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { parseVersionRange } from '../nuget/version-range.ts'
import type { DependencyGroup, Package, PackageVersion } from '../packages/package.ts'
import { findPackagesByLowerId, findVersionsByKey, listVersionSummaries } from '../packages/store.ts'
import { chooseGroup, chooseVersion } from './choose.ts'

/** A dependency, what this gallery has for it, and what that needs in turn. */
export type TreeNode = {
  /** As the gallery writes it, or else as the manifest does. */
  readonly id: string
  readonly range: string
  /** The version that the client would take from here; null when there is none, or no such package. */
  readonly version: string | null
  readonly isForeign: boolean
  /** How many dependencies that version has for the project's framework. */
  readonly count: number
  readonly below: Below
}

export type Below =
  | { readonly kind: 'shown'; readonly nodes: readonly TreeNode[] }
  /** It stands above itself, or its dependencies are shown once already. */
  | { readonly kind: 'cycle' | 'shown-elsewhere' }
  /** Too deep, or too many: they are on a page of their own. */
  | { readonly kind: 'not-shown' }

export type Tree = { readonly nodes: readonly TreeNode[]; readonly count: number }

/** Levels on one page, and how many nodes until no more of them are opened. */
const deepest = 3
const mostNodes = 200

type Dependency = DependencyGroup['dependencies'][number]

/** While the tree grows, level by level. */
type Growing = {
  readonly dependency: Dependency
  readonly ancestors: readonly string[]
  id: string
  isForeign: boolean
  version: string | null
  dependencies: readonly Dependency[]
  below: 'cycle' | 'shown-elsewhere' | 'not-shown' | Growing[]
}

/** What `version` needs in a project for this framework, out of this gallery. One look at the database for each level. */
export async function growTree(
  db: Db,
  version: Pick<PackageVersion, 'id' | 'metadata'>,
  project: Framework,
): Promise<Tree> {
  const rootId = toLowerId(version.id)
  const roots = dependenciesOf(version.metadata.dependencyGroups, project).map((one) => plant(one, [rootId]))
  const opened = new Set<string>()
  let level: readonly Growing[] = roots
  let count = roots.length
  for (let depth = 1; level.length > 0; depth++) {
    await resolve(db, level, project)
    const next: Growing[] = []
    for (const node of level) {
      node.below = decide(node, opened, depth < deepest && count <= mostNodes)
      if (typeof node.below === 'string') continue
      opened.add(toLowerId(node.id))
      count += node.below.length
      next.push(...node.below)
    }
    level = next
  }
  return { nodes: roots.map(toNode), count }
}

function plant(dependency: Dependency, ancestors: readonly string[]): Growing {
  const unknown = { id: dependency.id, isForeign: true, version: null, dependencies: [] }
  return { dependency, ancestors, ...unknown, below: [] }
}

/** Whether what a node needs is shown below it. Each package is opened once: else a few could fill thousands of lines. */
function decide(node: Growing, opened: ReadonlySet<string>, hasRoom: boolean): Growing['below'] {
  const lowerId = toLowerId(node.id)
  if (node.ancestors.includes(lowerId)) return 'cycle'
  if (node.dependencies.length === 0) return []
  if (opened.has(lowerId)) return 'shown-elsewhere'
  if (!hasRoom) return 'not-shown'
  return node.dependencies.map((one) => plant(one, [...node.ancestors, lowerId]))
}

/** Finds what the gallery has for these dependencies. */
async function resolve(db: Db, level: readonly Growing[], project: Framework): Promise<void> {
  const ids = [...new Set(level.map(({ dependency }) => toLowerId(dependency.id)))]
  const packages = new Map((await findPackagesByLowerId(db, ids)).map((pkg) => [pkg.lowerId, pkg]))
  const versions = await listVersionSummaries(
    db,
    [...packages.values()].map(({ key }) => key),
  )
  const chosen = level.map(({ dependency }) => {
    const pkg = packages.get(toLowerId(dependency.id))
    const range = parseVersionRange(dependency.range)
    const own = pkg && versions.get(pkg.key)
    return pkg && own ? { pkg, summary: range && chooseVersion(range, own) } : null
  })
  const keys = chosen.flatMap((one) => one?.summary?.key ?? [])
  const found = new Map((await findVersionsByKey(db, [...new Set(keys)])).map((one) => [one.key, one]))
  for (const [i, node] of level.entries()) {
    const one = chosen[i]
    if (!one) continue
    const version = one.summary ? found.get(one.summary.key) : undefined
    node.id = one.pkg.id
    node.isForeign = false
    node.version = version?.version.normalized ?? null
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

function toNode({ id, isForeign, version, dependencies, dependency, below }: Growing): TreeNode {
  const shown: Below = typeof below === 'string' ? { kind: below } : { kind: 'shown', nodes: below.map(toNode) }
  return { id, range: dependency.range, version, isForeign, count: dependencies.length, below: shown }
}
