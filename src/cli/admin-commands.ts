import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { checkLeaks, parseLeaks, revokeLeaked, type CheckedLeak } from '../keys/leaked-keys.ts'
import { changeBanner, changeReadOnly } from '../site/change-site.ts'
import { longestBanner, type Banner } from '../site/site.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { printResult, renderTable } from './output.ts'
import type { CommandContext } from './program.ts'
import { addSystemCommands } from './system-commands.ts'

type JsonFlag = { readonly json?: boolean }
type BannerFlags = JsonFlag & {
  readonly en?: string
  readonly zh?: string
  readonly dismissible?: boolean
  readonly off?: boolean
}

/** `lode admin …`: what concerns the gallery as a whole. People are `lode user`, packages `lode package`. */
export function addAdminCommands(program: Command, context: CommandContext): void {
  const { env, output } = context
  const admin = program.command('admin').description('Look after the gallery as a whole.')
  addSystemCommands(admin, context)

  admin
    .command('leaked')
    .argument('<file>', 'secrets that were found, one a line with the place where; - for standard input')
    .description('Revoke the keys whose secrets were found somewhere, and tell their users where.')
    .option('--check', 'only say which are live')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, flags: JsonFlag & { readonly check?: boolean }) => {
      const leaks = parseLeaks(readText(file))
      if (leaks.length === 0) throw new CommandFault('There is no secret of this gallery in the file.')
      const checked = await withInstance(env, async (instance) => {
        const found = await checkLeaks(instance.db.read, leaks, instance.now())
        if (!flags.check) await revokeLeaked(instance, leaks, commandLine)
        return found
      })
      printResult(output, flags, checked, renderLeaks(checked, flags.check ?? false))
    })

  admin
    .command('read-only')
    .argument('<on|off>', 'on: pages and keys change nothing until it is off again')
    .description('Stop every change by pages and keys. Reads, restores, sign-in and this command line go on.')
    .option('--json', 'print the result as JSON')
    .action(async (text: string, flags: JsonFlag) => {
      if (text !== 'on' && text !== 'off') throw new CommandFault('Say on or off: lode admin read-only on.', 2)
      const isReadOnly = text === 'on'
      await withInstance(env, (instance) => changeReadOnly(instance, isReadOnly, commandLine))
      printResult(output, flags, { isReadOnly }, `Read-only mode is ${text}.`)
    })

  admin
    .command('banner')
    .description('Put a line on top of every page, or take it away.')
    .option('--en <text>', 'the text in English')
    .option('--zh <text>', 'the text in Chinese; readers of a language without one see the other')
    .option('--dismissible', 'let readers put it away')
    .option('--off', 'take the banner away')
    .option('--json', 'print the result as JSON')
    .action(async (flags: BannerFlags) => {
      const banner = toBanner(flags)
      await withInstance(env, async (instance) => {
        const changed = await changeBanner(instance, banner, commandLine)
        if (!changed.ok) throw new CommandFault(`Give a text of at most ${longestBanner} characters, or --off.`, 2)
      })
      printResult(output, flags, { banner }, banner ? 'The banner is on every page now.' : 'There is no banner now.')
    })
}

function toBanner({ en, zh, dismissible, off }: BannerFlags): Banner | null {
  if (off) {
    if (en !== undefined || zh !== undefined) throw new CommandFault('--off takes the banner away: give no text.', 2)
    return null
  }
  return { en: en?.trim() ?? '', zh: zh?.trim() ?? '', isDismissible: dismissible ?? false }
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new CommandFault(`The file could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function renderLeaks(checked: readonly CheckedLeak[], isCheck: boolean): string {
  const words = { live: isCheck ? 'live' : 'revoked', ended: 'ended already', unknown: 'unknown' }
  const rows = checked.map((leak) => [
    leak.visibleId,
    words[leak.state],
    leak.key?.name ?? '-',
    leak.userName ?? '-',
    leak.place || '-',
  ])
  return renderTable(['SECRET', 'STATE', 'KEY', 'USER', 'FOUND AT'], rows)
}
