import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { DownloadsFileFault } from '../import/downloads-file.ts'
import { importDownloads, type DownloadsReport } from '../import/import-downloads.ts'
import { CommandFault } from './fault.ts'
import { stoppedCode } from './import-command.ts'
import { withInstance } from './instance.ts'
import { printResult } from './output.ts'
import type { CommandContext } from './program.ts'
import { count, renderDuration, showProgress } from './progress.ts'
import { stopSignal } from './stop-signal.ts'

type DownloadsFlags = { readonly json?: boolean }

/** `lode import downloads FILE`. */
export function addImportDownloadsCommand(importCommand: Command, context: CommandContext): void {
  importCommand
    .command('downloads')
    .argument('<file>', "a file in the format of nuget.org's downloads.v1.json, or - for standard input")
    .description(
      'Take the download counts of another gallery as the base of those counted here. Run again it replaces them.',
    )
    .option('--json', 'print the report as JSON')
    .action(async (file: string, flags: DownloadsFlags) => {
      const report = await runImport(context, file)
      printResult(context.output, flags, report, renderReport(report))
      if (report.isStopped) context.setExitCode(stoppedCode)
    })
}

async function runImport({ env, output }: CommandContext, file: string): Promise<DownloadsReport> {
  const { chunks, totalBytes } = openFile(env, file)
  const progress = showProgress(output)
  const stop = stopSignal()
  try {
    return await withInstance(env, (instance) =>
      importDownloads(instance, {
        chunks,
        signal: stop.signal,
        onProgress: ({ ids, bytes }) =>
          progress.update({ done: ids, unit: 'IDs', ...(totalBytes !== null && { bytes, totalBytes }) }),
      }),
    )
  } catch (error) {
    throw error instanceof DownloadsFileFault ? new CommandFault(error.message) : error
  } finally {
    stop.end()
    progress.end()
  }
}

function openFile(
  env: NodeJS.ProcessEnv,
  file: string,
): { readonly chunks: AsyncIterable<Uint8Array>; readonly totalBytes: number | null } {
  if (file === '-') return { chunks: process.stdin, totalBytes: null }
  const path = resolve(env.INIT_CWD ?? '.', file)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || found.isDirectory()) throw new CommandFault(`There is no file ${path}.`, 2)
  return { chunks: createReadStream(path, { highWaterMark: 1024 * 1024 }), totalBytes: found.size }
}

function renderReport(report: DownloadsReport): string {
  const { ids, known, changed, versions, knownVersions, invalid, invalidExamples, seconds } = report
  const parts = [
    `${count(ids)} IDs in the file, ${count(known)} of them here: ${count(changed)} have new counts, the others are as they were. ` +
      `${count(knownVersions)} of their ${count(versions)} versions are here. ${renderDuration(seconds)}.`,
  ]
  if (invalid > 0) {
    parts.push(`${count(invalid)} entries could not be read and were skipped, such as:\n${invalidExamples.join('\n')}`)
  }
  if (report.isStopped) parts.push('Stopped before the end. Run the command again to do the rest.')
  return parts.join('\n\n')
}
