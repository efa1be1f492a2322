import { text } from 'node:stream/consumers'
import { CommandFault } from './fault.ts'

export type PasswordFlags = { readonly password?: string; readonly passwordStdin?: boolean }

/** The password from an option or from standard input, of which the last line break is no part; null when none is given. */
export async function readPassword(flags: PasswordFlags): Promise<string | null> {
  if (flags.password !== undefined && flags.passwordStdin) {
    throw new CommandFault('Use --password or --password-stdin, not both.', 2)
  }
  if (!flags.passwordStdin) return flags.password ?? null
  return (await text(process.stdin)).replace(/\r?\n$/, '')
}
