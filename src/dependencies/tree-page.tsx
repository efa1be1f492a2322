import { Badge, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { treeHref } from '../packages/links.tsx'
import type { PackageView } from '../packages/package-view.ts'
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

/** So many lines are taken in at a glance; of a longer tree the lower levels are folded. */
const mostOpen = 40

/** What a package brings along, as lists within lists: they fold without script, and load further with it. */
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
          <p>{t(messages.treeLead, { framework })}</p>
          <dependency-tree data-id={id.toLowerCase()}>
            <Nodes frame={frame} nodes={tree.nodes} framework={framework} isOpen={tree.count <= mostOpen} />
          </dependency-tree>
        </>
      )}
    </Page>
  )
}

type NodesProps = {
  readonly frame: Frame
  readonly nodes: readonly TreeNode[]
  readonly framework: string
  readonly isOpen: boolean
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

function Node({ frame, node, framework, isOpen }: Omit<NodesProps, 'nodes'> & { readonly node: TreeNode }) {
  const { t } = frame
  const { id, version, below, count } = node
  return (
    <li data-id={id.toLowerCase()}>
      <span class="tree-line">
        {node.isForeign ? <span>{id}</span> : <a href={packageHref(id, version ?? undefined)}>{id}</a>}{' '}
        {version === null ? null : <span class="mono">{version}</span>} <span class="quiet mono">{node.range}</span>{' '}
        {node.isForeign ? <Badge>{t(messages.foreign)}</Badge> : null}
        {!node.isForeign && version === null ? <Badge kind="warn">{t(messages.noVersion)}</Badge> : null}
        {below.kind === 'cycle' ? <Badge kind="warn">{t(messages.cycle)}</Badge> : null}
        {below.kind === 'shown-elsewhere' ? <span class="quiet">{t(messages.shownElsewhere)}</span> : null}
      </span>
      {below.kind === 'shown' && below.nodes.length > 0 ? (
        <details open={isOpen}>
          <summary aria-label={t(messages.dependenciesOf, { id, count })}>
            {t(messages.dependencies, { count })}
          </summary>
          <Nodes frame={frame} nodes={below.nodes} framework={framework} isOpen={isOpen} />
        </details>
      ) : null}
      {below.kind === 'not-shown' && version !== null ? (
        <a
          class="tree-more"
          href={treeHref(id, version, framework)}
          aria-label={t(messages.dependenciesOf, { id, count })}
        >
          {t(messages.dependencies, { count })}
        </a>
      ) : null}
    </li>
  )
}
