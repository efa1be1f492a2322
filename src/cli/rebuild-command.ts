import type { Command } from 'commander'
import { openOrReplaceIndexFile, searchIndexPath } from '../search/index-file.ts'
import { rebuildIndex } from '../search/indexer.ts'
import { rebuildSums } from '../statistics/sums.ts'
import { withInstance, type Instance } from './instance.ts'
import { printResult, renderTable } from './output.ts'
import type { CommandContext } from './program.ts'
import { count, renderDuration, showProgress } from './progress.ts'

type JsonFlag = { readonly json?: boolean }
type Rebuilt = { readonly packages: number; readonly documents: number; readonly seconds: number }

/** `lode rebuild search` and `lode rebuild statistics`. */
export function addRebuildCommand(program: Command, context: CommandContext): void {
  const rebuild = program.command('rebuild').description('Make anew what can be made from the database.')
  rebuild
    .command('search')
    .description(
      'Make the search index of this data folder anew. Searching goes on meanwhile; when the command is stopped, the server finishes the work.',
    )
    .option('--json', 'print the result as JSON')
    .action(async (flags: JsonFlag) => {
      const rebuilt = await withInstance(context.env, (instance) => rebuildSearch(context, instance))
      const { packages, documents, seconds } = rebuilt
      const cells = [count(packages), count(documents), renderDuration(seconds)]
      printResult(context.output, flags, rebuilt, renderTable(['PACKAGES', 'DOCUMENTS', 'TIME'], [cells]))
    })
  rebuild
    .command('statistics')
    .description(
      'Add the downloads by version, day and client up anew: sums by package, day and client, and all totals. Counting goes on meanwhile.',
    )
    .option('--json', 'print the result as JSON')
    .action(async (flags: JsonFlag) => {
      const startedAt = performance.now()
      const rebuilt = await withInstance(context.env, (instance) => rebuildStatistics(context, instance))
      const cells = [count(rebuilt.mended), renderDuration((performance.now() - startedAt) / 1000)]
      printResult(context.output, flags, rebuilt, renderTable(['SUMS MENDED', 'TIME'], [cells]))
    })
}

async function rebuildStatistics({ output }: CommandContext, { db }: Instance): Promise<{ readonly mended: number }> {
  const progress = showProgress(output)
  try {
    const mended = await rebuildSums(db, (done, total) => progress.update({ done, total, unit: 'packages' }))
    return { mended }
  } finally {
    progress.end()
  }
}

async function rebuildSearch({ output }: CommandContext, { config, db }: Instance): Promise<Rebuilt> {
  const startedAt = performance.now()
  const { file } = openOrReplaceIndexFile(searchIndexPath(config.dataFolder))
  const progress = showProgress(output)
  try {
    const { packages } = await rebuildIndex(file, db.read, ({ indexed, packages: total }) =>
      progress.update({ done: indexed, total, unit: 'packages' }),
    )
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    return { packages, documents: file.countDocuments(), seconds }
  } finally {
    progress.end()
    file.close()
  }
}
