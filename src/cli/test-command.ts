import { newDatabaseSetting } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { DatabaseKind } from '../db/database.ts'
import { runCommand } from './program.ts'

/** What a command line wrote, and its exit code. */
export type Run = { readonly code: number; readonly out: string; readonly err: string }

/** Runs one command in this process, as a script would, or at a terminal when that is said. */
export async function runAt(isTerminal: boolean, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Run> {
  let [out, err] = ['', '']
  const output = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), isTerminal }
  const code = await runCommand(args, env, output)
  return { code, out, err }
}

export function run(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Run> {
  return runAt(false, env, args)
}

/** The settings of an instance of its own, migrated, with these users. */
export async function newInstanceOf(kind: DatabaseKind, names: readonly string[]): Promise<NodeJS.ProcessEnv> {
  const env = { LODE_DATA: temporaryFolder(), LODE_DATABASE: await newDatabaseSetting(kind) }
  await run(env, 'migrate')
  for (const name of names) {
    const fields = ['--email', `${name}@contoso.example`, '--password', 'correct horse battery']
    await run(env, 'user', 'create', name, ...fields)
  }
  return env
}
