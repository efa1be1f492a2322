import { Badge, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { treeHref } from '../packages/links.tsx'
import type { PackageView } from '../packages/package-view.ts'
import { RangeText } from '../package-page/range-text.tsx'
import { messages } from './messages.ts'
import type { Tree, TreeNode } from './tree.ts'

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  readonly tree: Tree
  /** Short names of what can be chosen, and the chosen one. */
  readonly frameworks: readonly string[]
  readonly framework: string
}

/** So many lines are taken in at a glance: a longer tree is folded at the level where it would have more. */
const mostOpen = 40

/** What a package brings along, as lists within lists: they fold without script, and are walked by arrow keys with it. */
export function TreePage({ frame, view, tree, frameworks, framework }: Props) {
  const { t } = frame
  const { id } = view.package
  const version = view.version.version.normalized
  return (
    <Page frame={frame} title={t(messages.treeOf, { id, version })} noIndex>
      <div class="title-line">
        <h1>{t(messages.treeOf, { id, version })}</h1>
        <LinkButton href={packageHref(id, version)} kind="quiet">
          {t(messages.backToPackage)}
        </LinkButton>
      </div>
      {frameworks.length < 2 ? null : (
        <nav class="sorts" aria-label={t(messages.framework)}>
          {frameworks.map((name) => (
            <a href={treeHref(id, version, name)} aria-current={name === framework ? 'true' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      )}
      {tree.nodes.length === 0 ? (
        <p>{t(messages.noDependencies, { framework })}</p>
      ) : (
        <>
          <p>
            {tree.isWhole
              ? t(messages.inAll, { count: tree.packages, foreign: tree.foreign })
              : t(messages.atLeast, { count: tree.packages })}{' '}
            {t(messages.treeLead, { framework })}
          </p>
          <dependency-tree data-id={id.toLowerCase()}>
            {tree.nodes.every(({ count }) => count === 0) ? null : <Help frame={frame} />}
            <p class="tree-root">
              <strong>{id}</strong> <span class="mono">{version}</span>
            </p>
            <Nodes
              frame={frame}
              nodes={tree.nodes}
              framework={framework}
              level={1}
              openLevels={tree.upToLevel.filter((count) => count <= mostOpen).length}
            />
          </dependency-tree>
        </>
      )}
    </Page>
  )
}

/** Only where a script runs. */
function Help({ frame }: { readonly frame: Frame }) {
  const { t } = frame
  return (
    <div class="actions tree-help" hidden>
      <button type="button" class="button button-small" data-open="true">
        {t(messages.openAll)}
      </button>
      <button type="button" class="button button-small" data-open="false">
        {t(messages.closeAll)}
      </button>
      <span class="quiet">{t(messages.walk)}</span>
    </div>
  )
}

type NodesProps = {
  readonly frame: Frame
  readonly nodes: readonly TreeNode[]
  readonly framework: string
  /** Of these nodes, from 1, and how many levels are seen at first. */
  readonly level: number
  readonly openLevels: number
}

function Nodes({ nodes, ...rest }: NodesProps) {
  return (
    <ul class="tree">
      {nodes.map((node) => (
        <Node {...rest} node={node} />
      ))}
    </ul>
  )
}

function Node({ node, ...rest }: Omit<NodesProps, 'nodes'> & { readonly node: TreeNode }) {
  const { frame, framework, level, openLevels } = rest
  const { id, version, below, count } = node
  const dependencies = frame.t(messages.dependencies, { count })
  const label = frame.t(messages.dependenciesOf, { id, count })
  const nodes = below.kind === 'shown' ? below.nodes : []
  return (
    <li data-id={id.toLowerCase()} id={nodes.length > 0 ? nodeId(node) : undefined}>
      <span class="tree-line">
        <NodeLine frame={frame} node={node} />
        {nodes.length > 0 ? <span class="tree-count quiet">{dependencies}</span> : null}
        {below.kind === 'not-shown' && version !== null ? (
          <a class="tree-more" href={treeHref(id, version, framework)} aria-label={label}>
            {dependencies}
          </a>
        ) : null}
      </span>
      {nodes.length > 0 ? (
        <details open={level < openLevels}>
          <summary aria-label={label} />
          <Nodes {...rest} nodes={nodes} level={level + 1} />
        </details>
      ) : null}
    </li>
  )
}

/** A package, which version the client takes, which ones would do, and what is odd about it. */
function NodeLine({ frame, node }: { readonly frame: Frame; readonly node: TreeNode }) {
  const { t } = frame
  const { id, version, range, isForeign, below } = node
  return (
    <>
      {isForeign ? <span class="tree-id">{id}</span> : <a href={packageHref(id, version ?? undefined)}>{id}</a>}{' '}
      {version === null ? null : <span class="mono">{version}</span>}{' '}
      {isFrom(range, version) ? null : <RangeText frame={frame} range={range} />}{' '}
      {isForeign ? <Badge>{t(messages.foreign)}</Badge> : null}
      {!isForeign && version === null ? <Badge kind="warn">{t(messages.noVersion)}</Badge> : null}
      {node.isDeprecated ? <Badge kind="warn">{t(messages.deprecated)}</Badge> : null}
      {below.kind === 'cycle' ? <Badge kind="warn">{t(messages.cycle)}</Badge> : null}
      {below.kind === 'shown-elsewhere' ? (
        <a class="tree-jump" href={`#${nodeId(node)}`}>
          {t(messages.shownElsewhere)}
        </a>
      ) : null}
    </>
  )
}

/** Nearly every range only says from which version on, and that one is taken: no need to say it twice. */
function isFrom(range: string, version: string | null): boolean {
  return version !== null && range === `[${version}, )`
}

/** Each version is opened once: its place on the page. */
function nodeId({ id, version }: TreeNode): string {
  return `needs-${id.toLowerCase()}-${version ?? ''}`
}
