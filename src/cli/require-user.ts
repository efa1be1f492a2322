import type { Account } from '../accounts/account.ts'
import { findAccountByName } from '../accounts/store.ts'
import { CommandFault } from './fault.ts'
import type { Instance } from './instance.ts'

/** The living user of this name. */
export async function requireUser({ db }: Pick<Instance, 'db'>, name: string): Promise<Account> {
  const user = await findAccountByName(db.read, name)
  if (!user || user.deletedAt || user.kind !== 'user') throw new CommandFault(`There is no user called ${name}.`)
  return user
}
