import type { KyselyPlugin, OperationNode, RootOperationNode } from 'kysely'
import type { Database, Db } from '../src/db/database.ts'

/** Tables whose rows are nobody's act, each with its reason. Every other table is audited: a new one is noticed. */
const free = new Map([
  ['audit', 'the log itself'],
  ['migrations', 'the form of the tables'],
  ['sessions', 'signing in has an entry; the end of a session takes rights away'],
  ['known_devices', 'noted with a sign-in or a new password, which has an entry'],
  ['sign_in_failures', 'the failed sign-in has an entry'],
  ['rate_limits', 'counts'],
  ['account_tokens', 'a link changes nothing until it is used, which has an entry'],
  ['spent_form_tokens', 'keeps a form from acting twice'],
  ['passkey_challenges', 'what a browser is asked to sign; its use has an entry'],
  ['second_steps', 'the sign-in has an entry when it ends'],
  ['jobs', 'work after an act'],
  ['mails', 'told after an act'],
  ['download_counts', 'counts'],
  ['package_days', 'counts'],
  ['client_days', 'counts'],
  ['catalog_head', 'follows the acts on versions'],
  ['catalog_items', 'follows the acts on versions'],
  ['version_entries', 'comes with its version'],
  ['staged_uploads', 'a file that only its user sees, until it is published, which has an entry'],
])

/** Columns that are no act, in tables that are audited. */
const freeColumns: Readonly<Record<string, readonly string[]>> = {
  accounts: ['language', 'theme', 'contact_allowed', 'notify_push'],
  authenticators: ['last_step'],
  passkeys: ['counter', 'last_used_at'],
  api_keys: ['last_used_at', 'last_used_from', 'expiring_noticed_at', 'expired_noticed_at'],
  packages: ['downloads', 'imported_downloads', 'revision'],
  versions: ['downloads', 'imported_downloads', 'committed_us', 'commit_id'],
}

/** Tables to which a row is added that counts for nothing until a later act, which has an entry. */
const freeInserts = ['authenticators']

/** Files whose transactions need no entry. */
const freeFiles = new Map([['src/jobs/clean-up.ts', 'removes what has ended by itself']])

/**
 * Makes every transaction that code below `src` commits fail when it changed something without leaving an entry in the
 * audit log. All tests run under it, so that whatever operation a test runs is watched.
 */
export function guardAudit(db: Database): Database {
  const { transaction, sharedTransaction } = db
  function guarded(run: Database['transaction']): Database['transaction'] {
    return <T>(work: (tx: Db) => Promise<T>): Promise<T> => {
      const file = callerFile()
      if (file === null || freeFiles.has(file)) return run.call(db, work) as Promise<T>
      return run.call(db, async (tx: Db) => {
        const watch = createWatch()
        const result = await work(tx.withPlugin(watch.plugin))
        if (!isRefusal(result) && watch.changed.size > 0 && !watch.isAudited()) {
          throw new Error(`${file} changed ${[...watch.changed].join(', ')} without an entry in the audit log`)
        }
        return result
      }) as Promise<T>
    }
  }
  return Object.assign(db, { transaction: guarded(transaction), sharedTransaction: guarded(sharedTransaction) })
}

/** The file below `src` whose code begins this transaction; null for a test that prepares something. */
function callerFile(): string | null {
  const lines = (new Error().stack ?? '').split('\n').slice(1)
  const caller = lines.find((line) => !line.includes('audit-guard'))
  const path = /\/(src\/[^:?)]+)/.exec(caller ?? '')?.[1]
  return path === undefined || /\.test\.tsx?$|\/test-/.test(path) ? null : path
}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'ok' in result && result.ok === false
}

function createWatch() {
  const changed = new Set<string>()
  let isAudited = false
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      const written = writtenTable(node)
      if (written === 'audit') isAudited ||= node.kind === 'InsertQueryNode'
      else if (written !== null && !free.has(written) && !isFree(node, written)) changed.add(written)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  return { plugin, changed, isAudited: () => isAudited }
}

function writtenTable(node: RootOperationNode): string | null {
  if (node.kind === 'InsertQueryNode') return nameOf(node.into)
  if (node.kind === 'UpdateQueryNode') return nameOf(node.table)
  if (node.kind === 'DeleteQueryNode') return nameOf(node.from.froms[0])
  return null
}

function nameOf(node: OperationNode | undefined): string | null {
  return node?.kind === 'TableNode'
    ? (node as unknown as { table: { identifier: { name: string } } }).table.identifier.name
    : null
}

/** An update of nothing but free columns, or one that sets a column to itself to hold the row. */
function isFree(node: RootOperationNode, table: string): boolean {
  if (node.kind === 'InsertQueryNode') return freeInserts.includes(table)
  if (node.kind !== 'UpdateQueryNode') return false
  return (node.updates ?? []).every(({ column, value }) => {
    const name = (column as unknown as { column: { name: string } }).column.name
    return value.kind === 'ReferenceNode' || freeColumns[table]?.includes(name)
  })
}
