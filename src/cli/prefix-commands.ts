import type { Command } from 'commander'
import { translator } from '../i18n/translate.ts'
import {
  addPrefixOwner,
  releasePrefix,
  removePrefixOwner,
  reservePrefix,
  type PrefixDeps,
} from '../prefixes/change-prefix.ts'
import { findPrefixByPattern, listPrefixes } from '../prefixes/prefix-store.ts'
import { parsePattern, patternText, type ReservedPrefix } from '../prefixes/prefix.ts'
import { prefixRefusalText } from '../prefixes/refusal-messages.ts'
import { declinePrefixRequest, grantPrefixRequest } from '../prefixes/request-prefix.ts'
import { listPrefixRequests } from '../prefixes/request-store.ts'
import type { PrefixRefusal } from '../prefixes/refusal.ts'
import { fail, type Result } from '../result.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { parseNumber } from './number.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }
type ReserveFlags = JsonFlag & { readonly owner: readonly string[]; readonly shared?: boolean }

const asJson = ['--json', 'print the result as JSON'] as const
const patternHelp = "the beginning of IDs with a * at its end, such as 'Contoso.*', or one whole ID"

/** `lode prefix …`: which IDs are kept for whom. */
export function addPrefixCommands(program: Command, context: CommandContext): void {
  const command = program.command('prefix').description('Reserve package IDs for accounts.')
  command
    .command('reserve')
    .argument('<pattern>', patternHelp)
    .description('Let only its owners push new packages below a prefix. Packages that are there stay as they are.')
    .option('--owner <account>', 'a user or an organization; may be repeated; without one nobody may push', collect, [])
    .option('--shared', 'everybody may push; only packages of owners carry the verified mark')
    .option(...asJson)
    .action(async (pattern: string, flags: ReserveFlags) => {
      const wanted = { pattern, ownerNames: flags.owner, isShared: flags.shared ?? false }
      const reserved = await act(context, (deps) => reservePrefix(deps, wanted, commandLine))
      printResult(
        context.output,
        flags,
        toJson(reserved),
        `${patternText(reserved)} is reserved for ${whom(reserved)}.`,
      )
    })

  command
    .command('release')
    .argument('<pattern>', patternHelp)
    .description('Give reserved IDs free again.')
    .option(...asJson)
    .action(async (pattern: string, flags: JsonFlag) => {
      const released = await act(context, (deps) =>
        withPrefix(deps, pattern, ({ number }) => releasePrefix(deps, number, commandLine)),
      )
      printResult(context.output, flags, toJson(released), `${patternText(released)} is not reserved any more.`)
    })

  command
    .command('list')
    .description('List the reservations.')
    .option(...asJson)
    .action(async (flags: JsonFlag) => {
      const prefixes = await withInstance(context.env, ({ db }) => listPrefixes(db.read))
      const rows = prefixes.map((prefix) => [patternText(prefix), prefix.isShared ? 'anyone' : 'owners', whom(prefix)])
      const words = rows.length === 0 ? 'Nothing is reserved.' : renderTable(['PREFIX', 'WHO MAY PUSH', 'OWNERS'], rows)
      printResult(context.output, flags, prefixes.map(toJson), words)
    })

  addRequestCommands(command.command('request').description('Decide on prefixes that people asked for.'), context)
  addOwnerCommands(command.command('owner').description('Change who owns a reserved prefix.'), context)
}

function addOwnerCommands(parent: Command, context: CommandContext): void {
  for (const [verb, operation, words] of [
    ['add', addPrefixOwner, 'is an owner of'],
    ['remove', removePrefixOwner, 'is no longer an owner of'],
  ] as const) {
    parent
      .command(verb)
      .argument('<pattern>', patternHelp)
      .argument('<account>', 'a user or an organization')
      .description(verb === 'add' ? 'Make an account an owner of a prefix.' : 'Take an account off a prefix.')
      .option(...asJson)
      .action(async (pattern: string, account: string, flags: JsonFlag) => {
        const changed = await act(context, (deps) =>
          withPrefix(deps, pattern, ({ number }) => operation(deps, number, account, commandLine)),
        )
        printResult(context.output, flags, toJson(changed), `${account} ${words} ${patternText(changed)}.`)
      })
  }
}

function addRequestCommands(parent: Command, context: CommandContext): void {
  parent
    .command('list')
    .description('List the open requests, the oldest first.')
    .option(...asJson)
    .action(async (flags: JsonFlag) => {
      const requests = (await withInstance(context.env, ({ db }) => listPrefixRequests(db.read))).map((request) => {
        const { number, account, asker, message, createdAt } = request
        return { number, pattern: patternText(request), owner: account.name, askedBy: asker.name, message, createdAt }
      })
      const rows = requests.map((one) => [
        String(one.number),
        one.pattern,
        one.owner,
        one.askedBy,
        renderTime(one.createdAt),
        one.message.replace(/\s+/g, ' '),
      ])
      const table = renderTable(['REQUEST', 'PREFIX', 'FOR', 'ASKED BY', 'SINCE', 'WHY'], rows)
      printResult(context.output, flags, requests, rows.length === 0 ? 'There is no open request.' : table)
    })
  parent
    .command('grant')
    .argument('<request>', 'its number from "lode prefix request list"', parseNumber)
    .description('Reserve what was asked for. Whoever asked gets a mail.')
    .option('--shared', 'everybody may push; only packages of the owner carry the verified mark')
    .option(...asJson)
    .action(async (number: number, flags: JsonFlag & { readonly shared?: boolean }) => {
      const isShared = flags.shared ?? false
      const reserved = await act(context, (deps) => grantPrefixRequest(deps, number, { isShared }, commandLine))
      const words = `${patternText(reserved)} is reserved for ${whom(reserved)}.`
      printResult(context.output, flags, toJson(reserved), words)
    })
  parent
    .command('decline')
    .argument('<request>', 'its number from "lode prefix request list"', parseNumber)
    .description('Do not reserve it. Whoever asked gets a mail.')
    .option('--reason <text>', 'what the mail says of why')
    .option(...asJson)
    .action(async (number: number, flags: JsonFlag & { readonly reason?: string }) => {
      const declined = await act(context, (deps) =>
        declinePrefixRequest(deps, number, flags.reason?.trim() || null, commandLine),
      )
      const json = { number, pattern: patternText(declined), owner: declined.account.name }
      printResult(context.output, flags, json, `${patternText(declined)} is not reserved.`)
    })
}

async function withPrefix(
  deps: PrefixDeps,
  text: string,
  work: (prefix: ReservedPrefix) => Promise<Result<ReservedPrefix, PrefixRefusal>>,
): Promise<Result<ReservedPrefix, PrefixRefusal>> {
  const pattern = parsePattern(text)
  if (!pattern.ok) return pattern
  const prefix = await findPrefixByPattern(deps.db.read, pattern.value)
  return prefix ? work(prefix) : fail({ code: 'prefix-unknown', pattern: text })
}

function act<T>(
  context: CommandContext,
  operation: (deps: PrefixDeps) => Promise<Result<T, PrefixRefusal>>,
): Promise<T> {
  return withInstance(context.env, async (instance) => {
    const result = await operation({ ...instance, search: null })
    if (result.ok) return result.value
    throw new CommandFault(prefixRefusalText(translator('en'), result.error))
  })
}

function whom({ owners }: ReservedPrefix): string {
  return owners.map(({ name }) => name).join(', ') || 'nobody'
}

function toJson(prefix: ReservedPrefix) {
  const owners = prefix.owners.map(({ name }) => name)
  return { pattern: patternText(prefix), isPrefix: prefix.isPrefix, isShared: prefix.isShared, owners }
}

function collect(name: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, name]
}
