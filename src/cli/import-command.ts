import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Account } from '../accounts/account.ts'
import { refuseActingFor } from '../accounts/permissions.ts'
import { findAccountByName, listAdministrators } from '../accounts/store.ts'
import { openBlobs } from '../blobs/open.ts'
import { isDiskFull, type Db } from '../db/database.ts'
import { OwnerGone } from '../import/commit-versions.ts'
import { importFolder } from '../import/import-folder.ts'
import { describeImportRefusal } from '../import/refusal.ts'
import type { ImportReport } from '../import/report.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import { printResult, renderBytes, renderTable } from './output.ts'
import type { CommandContext } from './program.ts'
import { count, renderDuration, showProgress } from './progress.ts'
import { stopSignal } from './stop-signal.ts'

type ImportFlags = {
  readonly owner?: string
  readonly unlisted?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** As shells say it of a program that Ctrl-C ended. */
export const stoppedCode = 130

/** `lode import FOLDER`. */
export function addImportCommand(program: Command, context: CommandContext): Command {
  return program
    .command('import')
    .enablePositionalOptions() // what follows "downloads" is its own
    .argument('[folder]', 'where the .nupkg files lie, at any depth')
    .description(
      'Publish every package below a folder, by the rules of a push. It may be stopped and run again: what is here is not imported twice. Ends with 1 when something was refused.',
    )
    .option('--owner <account>', 'owns the IDs that are new here; may be left out when there is one administrator')
    .option('--unlisted', 'keep the versions out of search')
    .option('--dry-run', 'say what would be imported and refused; write nothing')
    .option('--json', 'print the whole report as JSON')
    .action(async (folder: string | undefined, flags: ImportFlags) => {
      if (folder === undefined) throw new CommandFault('Give the folder of the packages: lode import FOLDER.', 2)
      const report = await withInstance(context.env, (instance) => runImport(context, instance, folder, flags))
      const refused = report.refused.map(({ path, refusal }) => ({
        file: path,
        code: refusal.code,
        message: describeImportRefusal(refusal),
      }))
      printResult(context.output, flags, { ...report, refused }, renderReport(report))
      if (report.refused.length > 0) context.setExitCode(1)
      if (report.isStopped) context.setExitCode(stoppedCode)
    })
}

async function runImport(
  { env, output }: CommandContext,
  instance: Instance,
  folder: string,
  flags: ImportFlags,
): Promise<ImportReport> {
  const path = resolve(env.INIT_CWD ?? '.', folder)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandFault(`There is no folder ${path}.`, 2)
  const owner = await findOwner(instance, flags.owner)
  const progress = showProgress(output)
  const stop = stopSignal()
  try {
    return await importFolder(
      { ...instance, blobs: await openBlobs(instance.config) },
      {
        folder: path,
        owner,
        isListed: !flags.unlisted,
        isDryRun: flags.dryRun ?? false,
        actor: commandLine,
        signal: stop.signal,
        onProgress: ({ files, totalFiles, bytes, totalBytes }) =>
          progress.update({ done: files, total: totalFiles, unit: 'files', bytes, totalBytes }),
      },
    )
  } catch (error) {
    throw explain(error)
  } finally {
    stop.end()
    progress.end()
  }
}

function explain(error: unknown): unknown {
  const goOn = 'Run the command again to go on.'
  if (error instanceof OwnerGone) return new CommandFault(`The account ${error.message} was locked or deleted. ${goOn}`)
  if (isDiskFull(error)) return new CommandFault(`There is no space left on the disk. Make room. ${goOn}`)
  return error
}

/** Whoever owns the new IDs must be able to look after them: the rules of a push in their own name. */
async function findOwner({ db }: Instance, name: string | undefined): Promise<Account> {
  const account = name === undefined ? await findOnlyAdministrator(db.read) : await findAccountByName(db.read, name)
  if (!account || account.deletedAt) throw new CommandFault(`There is no account called ${name}.`)
  const refusal = refuseActingFor(account, account, null, 'push-new-id')
  if (!refusal) return account
  if (refusal.code === 'owner-unconfirmed') throw new CommandFault(`${account.name} has no confirmed e-mail address.`)
  throw new CommandFault(`The account ${account.name} is locked: "lode user unlock ${account.name}" lets it go on.`)
}

async function findOnlyAdministrator(db: Db): Promise<Account> {
  const [only, ...others] = await listAdministrators(db)
  if (only && others.length === 0) return only
  throw new CommandFault('Say who will own the IDs that are new here: --owner ACCOUNT.', 2)
}

const mostRows = 1000

function renderReport(report: ImportReport): string {
  const { imported, alreadyHere, refused, symbolsPackages, seconds, isDryRun } = report
  const rate = `${renderDuration(seconds)}, ${count(report.files / Math.max(seconds, 0.001))} files a second`
  const parts = [
    `${count(report.files)} files, ${renderBytes(report.sizeBytes)}: ${count(imported)} ${isDryRun ? 'would be imported' : 'imported'}, ` +
      `${count(alreadyHere)} already here, ${count(refused.length)} refused. ${rate}.`,
  ]
  if (symbolsPackages > 0) parts.push(`${count(symbolsPackages)} symbols packages (.symbols.nupkg) were left alone.`)
  if (refused.length > 0) {
    const rows = refused
      .slice(0, mostRows)
      .map(({ path, refusal }) => [refusal.code, path, describeImportRefusal(refusal)])
    parts.push(renderTable(['REFUSED', 'FILE', 'WHY'], rows))
  }
  if (refused.length > mostRows) parts.push(`${count(refused.length - mostRows)} more: --json prints them all.`)
  if (report.isStopped) parts.push('Stopped before the end. Run the command again to go on.')
  return parts.join('\n\n')
}
