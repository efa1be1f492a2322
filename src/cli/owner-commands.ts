import type { Command } from 'commander'
import { findAccountByName } from '../accounts/store.ts'
import { translator } from '../i18n/translate.ts'
import { toLowerId } from '../nuget/package-id.ts'
import { addOwner } from '../owners/add-owner.ts'
import type { OwnerDeps } from '../owners/change-owners.ts'
import { onlyStillAsked } from '../owners/owner-rights.ts'
import { mostMoved, movePackages, previewMove, type Moved } from '../owners/move-packages.ts'
import type { OwnerRefusal } from '../owners/owner-rules.ts'
import { ownerRefusalText } from '../owners/refusal-messages.ts'
import { removeOwner } from '../owners/remove-owner.ts'
import { listRequestsOfPackage } from '../owners/request-store.ts'
import { listIdsOwnedBy, listOwners } from '../packages/owner-store.ts'
import { findPackage } from '../packages/store.ts'
import { fail, ok, type Result } from '../result.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { printResult, renderTable } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }
type MoveFlags = JsonFlag & { readonly message?: string; readonly dryRun?: boolean }

const administrator = { kind: 'administrator' } as const
const asJson = ['--json', 'print the result as JSON'] as const

/** `lode package owner …`: an administrator gives and takes packages without asking anybody. */
export function addOwnerCommands(parent: Command, context: CommandContext): void {
  const { output } = context
  const command = parent.command('owner').description('See and change who owns a package.')

  command
    .command('add')
    .argument('<id>', 'the package ID')
    .argument('<account>', 'a user or an organization')
    .description('Make an account an owner at once. It and the other owners get a mail.')
    .option(...asJson)
    .action(async (id: string, name: string, flags: JsonFlag) => {
      const wanted = { id, name, message: null, handOverFrom: null }
      const added = await act(context, (deps) => addOwner(deps, administrator, wanted, commandLine))
      if (added.kind !== 'added') throw new Error('an administrator does not ask')
      const { id: ownId, name: owner } = added
      printResult(output, flags, { id: ownId, owner }, `${owner} is an owner of ${ownId} now.`)
    })

  command
    .command('remove')
    .argument('<id>', 'the package ID')
    .argument('<account>', 'one of its owners')
    .description('Take an account off the owners. The last one stays until there is another.')
    .option(...asJson)
    .action(async (id: string, name: string, flags: JsonFlag) => {
      const removed = await act(context, (deps) => removeOwner(deps, administrator, { id, name }, commandLine))
      const json = { id: removed.id, owner: removed.name }
      printResult(output, flags, json, `${removed.name} is no longer an owner of ${removed.id}.`)
    })

  addMoveCommand(command, context)
  command
    .command('list')
    .argument('<id>', 'the package ID')
    .description('List the owners, and the accounts that were asked to become one.')
    .option(...asJson)
    .action(async (id: string, flags: JsonFlag) => {
      const found = await act(context, (deps) => findOwners(deps, id))
      const rows = [
        ...found.owners.map(({ name, kind }) => [name, kind, 'owner']),
        ...found.requests.map(({ name, askedBy }) => [name, '', `asked by ${askedBy}`]),
      ]
      const words = rows.length === 0 ? `${found.id} has no owner.` : renderTable(['ACCOUNT', 'KIND', 'STATE'], rows)
      printResult(output, flags, found, words)
    })
}

function addMoveCommand(parent: Command, context: CommandContext): void {
  parent
    .command('move')
    .argument('<from>', 'the owner who goes')
    .argument('<to>', 'the account that becomes an owner')
    .argument('[ids...]', 'the packages; all that the first owns when none is named')
    .description('Give many packages to another owner at once. Each that is refused stays as it is.')
    .option('--message <text>', 'what the owners read in their mails')
    .option('--dry-run', 'only say what would change')
    .option(...asJson)
    .action(async (from: string, to: string, ids: readonly string[], flags: MoveFlags) => {
      const moved = await act(context, async (deps) => {
        const chosen = ids.length > 0 ? ids : await listAllIds(deps, from)
        const move = { ids: chosen, from, to, message: flags.message ?? null }
        return flags.dryRun ? previewMove(deps, move) : movePackages(deps, move, commandLine)
      })
      const t = translator('en')
      const reasonOf = ({ refusal }: Moved) => refusal && ownerRefusalText(t, refusal)
      const json = moved.map((one) => ({ id: one.id, owners: one.owners, refused: reasonOf(one) }))
      const rows = moved.map((one) => [one.id, reasonOf(one) ?? one.owners?.join(', ') ?? ''])
      printResult(context.output, flags, json, renderTable(['PACKAGE', flags.dryRun ? 'OWNERS THEN' : 'OWNERS'], rows))
      if (moved.some(({ refusal }) => refusal !== null)) context.setExitCode(1)
    })
}

async function listAllIds({ db }: Pick<OwnerDeps, 'db'>, name: string): Promise<readonly string[]> {
  const account = await findAccountByName(db.read, name)
  if (!account || account.deletedAt) throw new CommandFault(`There is no account named ${name}.`)
  const ids = await listIdsOwnedBy(db.read, account.id, mostMoved)
  if (ids.length === 0) throw new CommandFault(`${account.name} owns no package.`)
  return ids
}

async function findOwners({ db }: Pick<OwnerDeps, 'db'>, id: string) {
  const pkg = await findPackage(db.read, toLowerId(id))
  if (!pkg) return fail({ code: 'package-unknown', id } as const)
  const owners = (await listOwners(db.read, pkg.key)).map(({ name, kind }) => ({ name, kind }))
  const open = await onlyStillAsked(db.read, await listRequestsOfPackage(db.read, pkg.key))
  const requests = open.map(({ account, asker }) => ({ name: account.name, askedBy: asker.name }))
  return ok({ id: pkg.id, owners, requests })
}

function act<T>(context: CommandContext, operation: (deps: OwnerDeps) => Promise<Result<T, OwnerRefusal>>): Promise<T> {
  return withInstance(context.env, async (instance) => {
    const result = await operation({ ...instance, search: null })
    if (result.ok) return result.value
    throw new CommandFault(ownerRefusalText(translator('en'), result.error))
  })
}
