import { Command, CommanderError } from 'commander'
import { DatabaseTooNew, DatabaseTooOld } from '../db/migrate.ts'
import { addAdminCommands } from './admin-commands.ts'
import { addAuditCommands } from './audit-commands.ts'
import { addImportCommand } from './import-command.ts'
import { addImportDownloadsCommand } from './import-downloads-command.ts'
import { addInstanceCommands } from './instance-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { CommandFault } from './fault.ts'
import { addOrgCommands } from './org-commands.ts'
import { addPackageCommands } from './package-commands.ts'
import type { Output } from './output.ts'
import { addPrefixCommands } from './prefix-commands.ts'
import { addPushCommand } from './push-command.ts'
import { addRebuildCommand } from './rebuild-command.ts'
import { addTicketCommands } from './ticket-commands.ts'
import { addUserCommands } from './user-commands.ts'
import { addVerifyCommand } from './verify-command.ts'

/** What every command gets. `setExitCode` is for commands that succeed in finding something wrong. */
export type CommandContext = {
  readonly env: NodeJS.ProcessEnv
  readonly output: Output
  readonly setExitCode: (code: number) => void
}

/** Runs one command line and answers the exit code: 0 done, 1 refused or something is wrong, 2 wrong usage. */
export async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  let exitCode = 0
  const program = createProgram({ env, output, setExitCode: (code) => (exitCode = code) })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2 // commander has said what is wrong
    output.err(`lode: ${sentenceOf(error, env)}\n`)
    return error instanceof CommandFault ? error.exitCode : 1
  }
}

/** The whole command line. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('lode')
    .description('The command line of Lode, the NuGet gallery that anyone can run.')
    .addHelpText(
      'after',
      '\nSettings come from the environment; docs/operating.md lists them, "lode config" shows them.',
    )
    .enablePositionalOptions() // a command and its subcommands may have options of the same names
    .exitOverride()
    .configureOutput({ writeOut: context.output.out, writeErr: context.output.err })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Add --help to see how this command is used.')
  addInstanceCommands(program, context)
  addUserCommands(program, context)
  addOrgCommands(program, context)
  addKeyCommands(program, context)
  addPackageCommands(program, context)
  addAdminCommands(program, context)
  addAuditCommands(program, context)
  addPrefixCommands(program, context)
  addPushCommand(program, context)
  addTicketCommands(program, context)
  addImportDownloadsCommand(addImportCommand(program, context), context)
  addRebuildCommand(program, context)
  addVerifyCommand(program, context)
  return program
}

/** What an operator can do something about is a sentence; the stack is there when they ask for it. */
function sentenceOf(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!(error instanceof Error)) return String(error)
  const isExpected = error instanceof CommandFault || error instanceof DatabaseTooOld || error instanceof DatabaseTooNew
  return !isExpected && env.LODE_LOG_LEVEL === 'debug' && error.stack ? error.stack : error.message
}
