import type { Command } from 'commander'
import type { Account } from '../accounts/account.ts'
import { createUser } from '../accounts/create-user.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import { ensureFirstAdministratorLink } from '../accounts/first-administrator.ts'
import { lockAccount, unlockAccount } from '../accounts/lock-account.ts'
import { makeAdmin, revokeAdmin } from '../accounts/make-admin.ts'
import { accountRefusalText } from '../accounts/refusal-messages.ts'
import { renameAccount } from '../accounts/rename-account.ts'
import type { AccountRefusal } from '../accounts/refusal.ts'
import type { OrphanPolicy } from '../accounts/remove-account.ts'
import { resetPasswordLink } from '../accounts/reset-password-link.ts'
import { endTokens } from '../accounts/token-store.ts'
import { resetTwoFactor } from '../accounts/two-factor.ts'
import { translator } from '../i18n/translate.ts'
import type { Result } from '../result.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import { addUserListCommand } from './list-commands.ts'
import { printResult } from './output.ts'
import type { CommandContext } from './program.ts'
import { readPassword, type PasswordFlags } from './password-input.ts'

type JsonFlag = { readonly json?: boolean }
type CreateFlags = JsonFlag & PasswordFlags & { readonly email?: string; readonly admin?: boolean }

/** `lode user …`: the same operations as the pages for accounts. */
export function addUserCommands(program: Command, context: CommandContext): void {
  const user = program.command('user').description('Make and look after the accounts of people.')
  user
    .command('create')
    .argument('[name]', 'the user name')
    .description('Make a user, whose address counts as confirmed. Without a password, print a link to choose one.')
    .option('--email <address>', 'the e-mail address')
    .option('--password <password>', 'the password; other users of this machine can see it while the command runs')
    .option('--password-stdin', 'read the password from standard input')
    .option('--admin', 'make them an administrator; without --email: print the link of the first start again')
    .option('--json', 'print the result as JSON')
    .action((name: string | undefined, flags: CreateFlags) => createAction(context, name, flags))

  user
    .command('reset')
    .argument('<name>', 'the user name')
    .description('Print a link, good for a day, with which the user can choose a new password.')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, flags: JsonFlag) => {
      const { link, expiresAt } = await withInstance(context.env, async (instance) =>
        accept(await resetPasswordLink(instance, name, commandLine)),
      )
      printResult(context.output, flags, { name, link, expiresAt }, link)
    })

  user
    .command('reset-two-factor')
    .argument('<name>', 'the user name')
    .description('Remove the second factors of a user who lost them, and sign out their browsers. The password stays.')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, flags: JsonFlag) => {
      const account = await withInstance(context.env, async (instance) =>
        accept(await resetTwoFactor(instance, name, commandLine)),
      )
      printResult(context.output, flags, toJson(account), `${account.name} signs in with the password alone now.`)
    })

  user
    .command('rename')
    .argument('<name>', 'the present name of a user or an organization')
    .argument('<new-name>', 'the new one')
    .description('Give an account another name. Packages and keys follow; the old name stays taken for ever.')
    .option('--json', 'print the result as JSON')
    .action(async (from: string, to: string, flags: JsonFlag) => {
      const account = await withInstance(context.env, async (instance) =>
        accept(await renameAccount(instance, { from, to }, commandLine)),
      )
      printResult(context.output, flags, toJson(account), `${from} is called ${account.name} now.`)
    })

  addUserListCommand(user, context)
  addRoleCommands(user, context)
  user
    .command('delete')
    .argument('<name>', 'the user name')
    .description('Delete a user for good. Versions stay restorable, and the name stays taken.')
    .option('--orphans <policy>', 'packages that nobody else owns: refuse, unlist or keep', parseOrphans, 'refuse')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, flags: JsonFlag & { readonly orphans: OrphanPolicy }) => {
      const deleted = await withInstance(context.env, async (instance) =>
        accept(await deleteAccount(instance, name, { orphans: flags.orphans }, commandLine)),
      )
      printResult(context.output, flags, { name, ...deleted }, `${name} was deleted.`)
    })
}

async function createAction(
  { env, output }: CommandContext,
  name: string | undefined,
  flags: CreateFlags,
): Promise<void> {
  if (flags.email === undefined && flags.admin) {
    const link = await withInstance(env, renewFirstAdministratorLink)
    return printResult(output, flags, { link }, link)
  }
  if (name === undefined) throw new CommandFault('Give the name of the user: lode user create NAME --email E.', 2)
  if (flags.email === undefined) throw new CommandFault('Give the address of the user: --email E.', 2)
  const fields = { name, email: flags.email, password: await readPassword(flags) }

  const { account, link } = await withInstance(env, async (instance) => {
    const created = await createUser(instance, { ...fields, isAdmin: flags.admin ?? false }, commandLine)
    if (!created.ok) throw new CommandFault(created.error.map(sentence).join(' '))
    const reset = fields.password === null ? accept(await resetPasswordLink(instance, name, commandLine)) : null
    return { account: created.value, link: reset?.link ?? null }
  })
  const words = `${account.name} was created.` + (link ? `\nTo choose a password, within 24 hours:\n  ${link}` : '')
  printResult(output, flags, { ...toJson(account), link }, words)
}

function addRoleCommands(user: Command, { env, output }: CommandContext): void {
  const commands = [
    { name: 'admin', what: 'Make a user an administrator.', done: 'is an administrator now' },
    { name: 'lock', what: 'Stop an account: nothing can be pushed or changed in its name.', done: 'is locked' },
    { name: 'unlock', what: 'Let a locked account go on.', done: 'is not locked any more' },
  ] as const
  for (const command of commands) {
    const added = user
      .command(command.name)
      .argument('<name>', command.name === 'admin' ? 'the user name' : 'a user or an organization')
      .description(command.what)
    if (command.name === 'admin') added.option('--revoke', 'take the role away again')
    added
      .option('--json', 'print the result as JSON')
      .action(async (name: string, flags: JsonFlag & { readonly revoke?: boolean }) => {
        const change = { admin: flags.revoke ? revokeAdmin : makeAdmin, lock: lockAccount, unlock: unlockAccount }[
          command.name
        ]
        const account = await withInstance(env, async (instance) => accept(await change(instance, name, commandLine)))
        const done = flags.revoke ? 'is no administrator any more' : command.done
        printResult(output, flags, toJson(account), `${account.name} ${done}.`)
      })
  }
}

/** The link of the first start again; what was printed before ends. */
async function renewFirstAdministratorLink(instance: Instance): Promise<string> {
  await instance.db.transaction((tx) => endTokens(tx, 'first-administrator', null, instance.now()))
  const link = await ensureFirstAdministratorLink(instance)
  if (link) return link
  throw new CommandFault(
    'There is an administrator already: make another one with "lode user create NAME --email E --admin" or "lode user admin NAME".',
  )
}

function parseOrphans(text: string): OrphanPolicy {
  if (text === 'refuse' || text === 'unlist' || text === 'keep') return text
  throw new CommandFault('--orphans is refuse, unlist or keep.', 2)
}

function accept<T>(result: Result<T, AccountRefusal>): T {
  if (result.ok) return result.value
  throw new CommandFault(sentence(result.error))
}

function sentence(refusal: AccountRefusal): string {
  return accountRefusalText(translator('en'), refusal)
}

function toJson(account: Account) {
  const { id, name, email, isAdmin, lockedAt, twoFactorSince } = account
  return { id, name, email, isAdmin, isLocked: lockedAt !== null, hasTwoFactor: twoFactorSince !== null }
}
