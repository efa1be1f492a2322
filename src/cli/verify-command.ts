import type { Command } from 'commander'
import { openBlobs } from '../blobs/open.ts'
import type { VerifyReport } from '../verify/report.ts'
import { verify } from '../verify/verify.ts'
import { durationArgument } from './duration.ts'
import { withInstance } from './instance.ts'
import { printResult, renderBytes, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type VerifyFlags = { readonly repair?: boolean; readonly olderThan: number; readonly json?: boolean }

export function addVerifyCommand(program: Command, { env, output, setExitCode }: CommandContext): void {
  program
    .command('verify')
    .description(
      'Compare every version with its file and the rest of the database. Ends with 1 when something is wrong.',
    )
    .option('--repair', 'remove files that no version refers to; nothing else is changed')
    .option(
      '--older-than <age>',
      'leave younger files alone: a push that is under way needs them',
      durationArgument,
      3_600_000,
    )
    .option('--json', 'print the whole report as JSON')
    .action(async (flags: VerifyFlags) => {
      const report = await withInstance(env, async ({ config, db, now }) => {
        const blobs = await openBlobs(config)
        const onProgress = (checked: number) => output.isTerminal && output.err(`\r${checked} versions checked`)
        return verify({ db, blobs, now }, { repair: flags.repair ?? false, olderThanMs: flags.olderThan, onProgress })
      })
      if (output.isTerminal) output.err('\r')
      printResult(output, flags, report, renderReport(report, flags))
      if (report.problems.length > 0) setExitCode(1)
    })
}

function renderReport(report: VerifyReport, flags: VerifyFlags): string {
  const { problems, unreferenced } = report
  const parts = [`${report.versions} versions checked, ${renderBytes(report.blobBytes)}.`]
  if (problems.length > 0) {
    const rows = problems.map((problem) => [problem.code, problem.subject, problem.message])
    parts.push(renderTable(['PROBLEM', 'WHERE', 'WHAT IS WRONG'], rows))
  }
  parts.push(problems.length === 0 ? 'Nothing is wrong.' : `${problems.length} problems.`)
  if (unreferenced.length > 0) parts.push(renderUnreferenced(report, flags))
  return parts.join('\n\n')
}

function renderUnreferenced({ unreferenced }: VerifyReport, flags: VerifyFlags): string {
  const bytes = unreferenced.reduce((sum, file) => sum + file.sizeBytes, 0)
  const removed = unreferenced.filter((file) => file.isRemoved).length
  const rows = unreferenced.map((file) => [
    file.kind,
    file.name.slice(0, 16),
    renderBytes(file.sizeBytes),
    renderTime(file.modifiedAt),
    file.isRemoved ? 'removed' : file.kind === 'staged' ? 'waits to be published' : 'kept',
  ])
  const advice = flags.repair ? `${removed} removed.` : 'They are harmless; --repair removes old ones.'
  return (
    `${unreferenced.length} files that no version refers to, ${renderBytes(bytes)}. ${advice}\n` +
    renderTable(['KIND', 'FILE', 'SIZE', 'WRITTEN', ''], rows)
  )
}
