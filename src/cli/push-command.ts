import { resolve } from 'node:path'
import type { Command } from 'commander'
import { linkBaseUrl } from '../config.ts'
import { answerRefusal } from '../http/refusals.ts'
import { translator } from '../i18n/translate.ts'
import { copyHashing } from '../import/copy-hashing.ts'
import { describeImportRefusal } from '../import/refusal.ts'
import { reportPush, toReportDocument, type PushReport, type ReportDocument } from '../publish/push-report.ts'
import type { Publisher } from '../publish/publisher.ts'
import { webRefusalText } from '../upload/refusal-messages.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import { printResult, renderBytes } from './output.ts'
import type { CommandContext } from './program.ts'
import { requireUser } from './require-user.ts'

type PushFlags = {
  readonly dryRun?: boolean
  readonly user?: string
  readonly owner?: string
  readonly json?: boolean
}

/** `lode push --dry-run FILE`: what the dry run of the publish API answers, asked of the instance itself. */
export function addPushCommand(program: Command, context: CommandContext): void {
  program
    .command('push')
    .argument('<file>', 'a .nupkg file')
    .description(
      'Say what would become of a pushed package: every refusal and every warning. Changes nothing. Ends with 1 when it would be refused.',
    )
    .option('--dry-run', 'required: packages are published by dotnet nuget push, in the browser, or by lode import')
    .option('--user <user>', "ask about this user's rights; without it nobody's are asked about")
    .option('--owner <account>', 'the account that would own a new ID; the user when left out')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, flags: PushFlags) => {
      if (!flags.dryRun) {
        throw new CommandFault(
          'This command only tries: add --dry-run. Publish with "dotnet nuget push", in the browser, or with "lode import".',
          2,
        )
      }
      if (flags.owner !== undefined && flags.user === undefined) {
        throw new CommandFault('Say who would publish for that account: --user USER.', 2)
      }
      const path = resolve(context.env.INIT_CWD ?? '.', file)
      const { report, document } = await withInstance(context.env, (instance) => tryFile(instance, path, flags))
      printResult(context.output, flags, document, renderReport(report, document))
      if (!document.wouldPublish) context.setExitCode(1)
    })
}

async function tryFile(instance: Instance, path: string, flags: PushFlags) {
  const { config } = instance
  const hashed = await copyHashing(path, null, config.maxPackageBytes)
  if (!hashed.ok) throw new CommandFault(describeImportRefusal(hashed.error))
  const publisher = await findPublisherNamed(instance, flags)
  const report = await reportPush(instance, publisher, { content: path, ...hashed.value })
  const about = { host: new URL(linkBaseUrl(config)).host, isPrivate: config.reads === 'private' }
  const words = { t: translator('en'), language: 'en', formatSize: renderBytes } as const
  const document = toReportDocument(report, (refusal) => {
    const { status, message } = answerRefusal(refusal, about) // its sentences are about keys
    return { status, message: publisher ? webRefusalText(words, refusal) : message }
  })
  return { report, document }
}

async function findPublisherNamed(instance: Instance, flags: PushFlags): Promise<Publisher | null> {
  if (flags.user === undefined) return null
  const user = await requireUser(instance, flags.user)
  return { kind: 'user', userId: user.id, ownerName: flags.owner ?? null }
}

function renderReport({ nupkg, isNewId }: PushReport, document: ReportDocument): string {
  const { warnings, refusals, owner } = document
  const head = nupkg
    ? `${nupkg.nuspec.id} ${nupkg.nuspec.version.full}, ${renderBytes(document.sizeBytes)}, ` +
      `${isNewId ? 'a new ID' : 'a version of a package that is here'}${owner === null ? '' : `, for ${owner}`}.`
    : `This file is no package, ${renderBytes(document.sizeBytes)}.`
  const verdict = document.wouldPublish
    ? 'It would be published.'
    : `It would be refused, for ${refusals.length === 1 ? 'one reason' : `${refusals.length} reasons`}:`
  return [
    head,
    [verdict, ...refusals.map(({ status, message }) => `  ${status}  ${message}`)].join('\n'),
    ...(warnings.length > 0 ? [['Warnings:', ...warnings.map(({ message }) => `  ${message}`)].join('\n')] : []),
  ].join('\n\n')
}
