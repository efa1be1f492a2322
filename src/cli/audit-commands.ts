import type { Command } from 'commander'
import { listAudit } from '../audit/audit-store.ts'
import { parseDay, parseFilter, throughs, type AuditFilter, type StoredEntry } from '../audit/entry.ts'
import { toRecord } from '../audit/export.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type ListFlags = {
  readonly who?: string
  readonly action?: string
  readonly account?: string
  readonly package?: string
  readonly through?: string
  readonly since?: string
  readonly until?: string
  readonly limit: string
  readonly json?: boolean
}

/** `lode audit …`: the log of every act that matters for security. There is no command that changes it. */
export function addAuditCommands(program: Command, { env, output }: CommandContext): void {
  program
    .command('audit')
    .description('Read the audit log.')
    .command('list')
    .description('List entries, newest first.')
    .option('--who <name>', 'what this user did')
    .option('--action <action>', 'acts of one kind, such as RevokeCredential')
    .option('--account <name>', 'what was done to this account')
    .option('--package <id>', 'what was done to this package')
    .option('--through <way>', throughs.join(', '))
    .option('--since <day>', 'from this day (UTC) on, such as 2026-11-03, or an instant')
    .option('--until <day>', 'until this day, which counts')
    .option('--limit <number>', 'how many at most', '100')
    .option('--json', 'print them as JSON')
    .action(async (flags: ListFlags) => {
      const filter = toFilter(flags)
      const limit = /^[1-9]\d{0,6}$/.test(flags.limit) ? Number(flags.limit) : null
      if (limit === null) throw new CommandFault('--limit must be a number from 1 on.', 2)
      const page = { limit, reader: { kind: 'administrator' } } as const
      const entries = await withInstance(env, ({ db }) => listAudit(db.read, { kind: 'all' }, filter, page))
      printResult(output, flags, entries.map(toRecord), renderEntries(entries))
    })
}

function toFilter(flags: ListFlags): AuditFilter {
  if (flags.through !== undefined && !throughs.some((through) => through === flags.through)) {
    throw new CommandFault(`--through is ${throughs.join(', ')}.`, 2)
  }
  for (const name of ['since', 'until'] as const) {
    const text = flags[name]
    if (text !== undefined && !parseDay(text)) {
      throw new CommandFault(`--${name} is a day such as 2026-11-03, or an instant such as 2026-11-03T10:00:00Z.`, 2)
    }
  }
  return parseFilter((name) => (name === 'packageId' ? flags.package : flags[name]))
}

function renderEntries(entries: readonly StoredEntry[]): string {
  const rows = entries.map((entry) => [
    renderTime(entry.at),
    entry.action,
    entry.actorName ?? '-',
    [entry.through, entry.keyVisibleId, entry.address].filter(Boolean).join(' '),
    entry.packageId === null ? (entry.accountName ?? '-') : [entry.packageId, entry.version].filter(Boolean).join(' '),
  ])
  return renderTable(['WHEN', 'ACTION', 'WHO', 'THROUGH', 'ABOUT'], rows)
}
