import { Option, type Command } from 'commander'
import { accountStates, type AccountState } from '../accounts/account-state.ts'
import { listAccounts } from '../accounts/list-store.ts'
import { listPackages } from '../packages/list-store.ts'
import { listOwnerNames } from '../packages/owner-store.ts'
import { packageStates, type PackageState } from '../packages/package-state.ts'
import { withInstance } from './instance.ts'
import { limitOption } from './number.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type ListFlags<State> = {
  readonly find: string
  readonly state?: State
  readonly after?: string
  readonly limit: number
  readonly json?: boolean
}

/** `lode user list`: what `/admin/users` lists. */
export function addUserListCommand(user: Command, { env, output }: CommandContext): void {
  addList(user, 'List users and organizations, by name.', 'part of a name or an address', accountStates).action(
    async (flags: ListFlags<AccountState>) => {
      const found = await withInstance(env, ({ db }) => listAccounts(db.read, toAsked(flags)))
      const accounts = found.map(({ name, kind, email, isAdmin, lockedAt, deletedAt, twoFactorSince, createdAt }) => {
        const marks = {
          isLocked: lockedAt !== null,
          isDeleted: deletedAt !== null,
          hasTwoFactor: twoFactorSince !== null,
        }
        return { name, kind, email, isAdmin, ...marks, createdAt }
      })
      const rows = accounts.map((own) => [
        own.name,
        own.kind,
        own.email ?? '-',
        [
          own.isAdmin && 'administrator',
          own.isLocked && 'locked',
          own.isDeleted && 'deleted',
          own.hasTwoFactor && '2FA',
        ]
          .filter(Boolean)
          .join(', '),
        renderTime(own.createdAt),
      ])
      printResult(output, flags, accounts, renderTable(['NAME', 'KIND', 'ADDRESS', 'STATE', 'SINCE'], rows))
    },
  )
}

/** `lode package list`: what `/admin/packages` lists, those without an owner among it. */
export function addPackageListCommand(parent: Command, { env, output }: CommandContext): void {
  addList(parent, 'List packages by ID, with their owners.', 'part of an ID', packageStates).action(
    async (flags: ListFlags<PackageState>) => {
      const packages = await withInstance(env, async ({ db }) => {
        const found = await listPackages(db.read, toAsked(flags))
        const keys = found.map(({ key }) => key)
        const owners = await listOwnerNames(db.read, keys)
        return found.map(({ key, id, lockedAt, downloads }) => {
          return { id, owners: owners.get(key) ?? [], isLocked: lockedAt !== null, downloads }
        })
      })
      const rows = packages.map((pkg) => [
        pkg.id,
        pkg.owners.join(', ') || '-',
        pkg.isLocked ? 'locked' : '',
        String(pkg.downloads),
      ])
      printResult(output, flags, packages, renderTable(['PACKAGE', 'OWNERS', 'STATE', 'DOWNLOADS'], rows))
    },
  )
}

function addList(parent: Command, what: string, textHelp: string, states: readonly string[]): Command {
  return parent
    .command('list')
    .description(what)
    .option('--find <text>', textHelp, '')
    .addOption(new Option('--state <state>', 'only those in this state').choices(states))
    .option('--after <name>', 'go on after this one')
    .option(...limitOption)
    .option('--json', 'print the result as JSON')
}

function toAsked<State>({ find, state, after, limit }: ListFlags<State>) {
  return { text: find.trim(), state: state ?? null, after: after?.toLowerCase() ?? null, limit }
}
