import { InvalidArgumentError, type Command } from 'commander'
import { answerRefusal, type Refusal } from '../http/refusals.ts'
import { deprecationReasons, type Deprecation, type DeprecationReason } from '../packages/deprecation.ts'
import type { DeletionKind } from '../packages/deletion.ts'
import type { Changed, ChangeDeps } from '../publish/change-versions.ts'
import { deleteVersions, restoreVersion } from '../publish/delete-versions.ts'
import { changeDeprecation } from '../publish/deprecate.ts'
import { changeListing } from '../publish/listing.ts'
import { lockPackage } from '../publish/lock-package.ts'
import type { Result } from '../result.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { addPackageListCommand } from './list-commands.ts'
import { printResult } from './output.ts'
import { addOwnerCommands } from './owner-commands.ts'
import { parseSubject, parseSubjects, requireVersion } from './package-subject.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }
type DeprecateFlags = JsonFlag & {
  readonly reason: readonly DeprecationReason[]
  readonly message?: string
  readonly alternate?: string
  readonly undo?: boolean
}
type DeleteFlags = JsonFlag & { readonly hard?: boolean; readonly reason?: string }

const administrator = { kind: 'administrator' } as const
const asJson = ['--json', 'print the result as JSON'] as const
const subjectHelp = 'a package ID, or one version as ID@VERSION'
const versionHelp = 'the version as ID@VERSION'

/** `lode package …`: what administrators may do to any package, beside a running server and without being its owner. */
export function addPackageCommands(program: Command, context: CommandContext): void {
  const command = program.command('package').description('Look after packages as an administrator.')
  addPackageListCommand(command, context)
  addListingCommands(command, context)
  addDeprecateCommand(command, context)
  addDeletionCommands(command, context)
  addLockCommands(command, context)
  addOwnerCommands(command, context)
}

function addListingCommands(parent: Command, context: CommandContext): void {
  for (const isListed of [false, true]) {
    parent
      .command(isListed ? 'relist' : 'unlist')
      .argument('<subject>', subjectHelp)
      .description(isListed ? 'Show versions in search again.' : 'Take versions out of search; they stay restorable.')
      .option(...asJson)
      .action(async (text: string, flags: JsonFlag) => {
        const change = { ...parseSubject(text), isListed }
        const changed = await act(context, (deps) => changeListing(deps, administrator, change, commandLine))
        print(context, flags, changed, isListed ? 'is listed now' : 'is unlisted now')
      })
  }
}

function addDeprecateCommand(parent: Command, context: CommandContext): void {
  parent
    .command('deprecate')
    .argument('<subjects...>', 'a package ID for all its versions, or versions of one package as ID@VERSION')
    .description('Say that versions should not be used any more, and why. They stay listed and restorable.')
    .option('--reason <reason>', 'legacy, critical-bugs or other; may be repeated', collectReasons, [])
    .option('--message <text>', 'what people should know; required for the reason other')
    .option('--alternate <subject>', 'what to use instead: a package ID, or ID@VERSION')
    .option('--undo', 'take the deprecation back')
    .option(...asJson)
    .action(async (texts: readonly string[], flags: DeprecateFlags) => {
      const change = { ...parseSubjects(texts), deprecation: toDeprecation(flags), isListed: null }
      const changed = await act(context, (deps) => changeDeprecation(deps, administrator, change, commandLine))
      print(context, flags, changed, flags.undo ? 'is not deprecated any more' : 'is deprecated now')
    })
}

function addDeletionCommands(parent: Command, context: CommandContext): void {
  parent
    .command('delete')
    .argument('<subject>', subjectHelp)
    .description('Delete versions: nobody finds or restores them any more. Their ID and version stay taken for ever.')
    .option('--hard', 'remove the file as well; without it "lode package restore" brings the version back')
    .option('--reason <text>', 'why; the owners are told')
    .option(...asJson)
    .action(async (text: string, flags: DeleteFlags) => {
      const kind: DeletionKind = flags.hard ? 'hard' : 'soft'
      const deletion = { ...parseSubject(text), kind, reason: flags.reason ?? null }
      const changed = await act(context, (deps) => deleteVersions(deps, administrator, deletion, commandLine))
      print(context, flags, changed, flags.hard ? 'was deleted for good' : 'was deleted')
    })

  parent
    .command('restore')
    .argument('<version>', versionHelp)
    .description('Bring a version back that was deleted without --hard. It comes back unlisted.')
    .option(...asJson)
    .action(async (text: string, flags: JsonFlag) => {
      const subject = requireVersion(text)
      const changed = await act(context, (deps) => restoreVersion(deps, subject, commandLine))
      print(context, flags, changed, 'is back, unlisted')
    })
}

function addLockCommands(parent: Command, context: CommandContext): void {
  for (const isLocked of [true, false]) {
    parent
      .command(isLocked ? 'lock' : 'unlock')
      .argument('<id>', 'the package ID')
      .description(isLocked ? 'Let owners change nothing about a package.' : 'Let the owners of a package go on.')
      .option(...asJson)
      .action(async (id: string, flags: JsonFlag) => {
        const locked = await act(context, (deps) => lockPackage(deps, { id, isLocked }, commandLine))
        const words = `${locked.id} is ${isLocked ? 'locked: its owners can change nothing' : 'not locked any more'}.`
        printResult(context.output, flags, { id: locked.id, isLocked }, words)
      })
  }
}

/** Runs one operation on the instance; a refusal becomes the sentence that the publish protocol has for it. */
function act<T>(context: CommandContext, operation: (deps: ChangeDeps) => Promise<Result<T, Refusal>>): Promise<T> {
  return withInstance(context.env, async (instance) => {
    const result = await operation({ ...instance, search: null })
    if (result.ok) return result.value
    throw new CommandFault(answerRefusal(result.error, { host: '', isPrivate: false }).message)
  })
}

function print({ output }: CommandContext, flags: JsonFlag, { id, versions }: Changed, done: string): void {
  const lines = versions.map((version) => `${id} ${version} ${done}.`)
  printResult(output, flags, { id, versions }, lines.join('\n') || `${id} has no versions.`)
}

function toDeprecation({ reason, message, alternate, undo }: DeprecateFlags): Deprecation | null {
  const isGiven = reason.length > 0 || message !== undefined || alternate !== undefined
  if (undo) {
    if (isGiven)
      throw new CommandFault(
        '--undo takes the whole deprecation back: give no reason, message or alternate with it.',
        2,
      )
    return null
  }
  if (reason.length === 0) {
    throw new CommandFault(
      'Give a reason: --reason legacy, critical-bugs or other; or take a deprecation back with --undo.',
      2,
    )
  }
  const subject = alternate === undefined ? null : parseSubject(alternate)
  const version = subject === null || subject.versions === 'all' ? null : (subject.versions[0] ?? null)
  const reasons = deprecationReasons.filter((known) => reason.includes(known))
  return { reasons, message: message?.trim() || null, alternate: subject && { id: subject.id, version } }
}

const reasonNames: ReadonlyMap<string, DeprecationReason> = new Map([
  ['legacy', 'Legacy'],
  ['critical-bugs', 'CriticalBugs'],
  ['other', 'Other'],
])

function collectReasons(text: string, before: readonly DeprecationReason[]): readonly DeprecationReason[] {
  const reason = reasonNames.get(text.toLowerCase())
  if (!reason) throw new InvalidArgumentError('Reasons are legacy, critical-bugs and other.')
  return [...before, reason]
}
