import { mkdirSync } from 'node:fs'
import type { Command } from 'commander'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { listSettings } from '../effective-settings.ts'
import { requireConfig, requireOwnFolder } from './instance.ts'
import { printResult, renderTable } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }

/** The commands about the instance as a whole. */
export function addInstanceCommands(program: Command, context: CommandContext): void {
  const { env, output, setExitCode } = context
  program
    .command('serve')
    .description('Start the server, as "npm start" does.')
    .action(async () => {
      const { start } = await import('../start.ts')
      setExitCode(await start(env))
    })

  program
    .command('migrate')
    .description('Make the database, or bring it up to date.')
    .option('--json', 'print the result as JSON')
    .action(async (flags: JsonFlag) => {
      const config = requireConfig(env)
      requireOwnFolder(config.dataFolder)
      mkdirSync(config.dataFolder, { recursive: true })
      const db = openDatabase(config)
      await migrate(db).finally(() => db.close())
      printResult(output, flags, { migrated: true }, 'The database is up to date.')
    })

  program
    .command('config')
    .description('Show the settings that are in force. Passwords are masked.')
    .option('--json', 'print them as JSON')
    .action((flags: JsonFlag) => {
      const settings = listSettings(requireConfig(env))
      const rows = Object.entries(settings).map(([name, value]) => [name, value === null ? '-' : String(value)])
      printResult(output, flags, settings, renderTable(['SETTING', 'VALUE'], rows))
    })
}
