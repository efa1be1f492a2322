import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Account } from './account.ts'
import { findAccountById } from './store.ts'

/** Where the pages of administrators are switched off, they are users like others; the command line does their work. */
export function withSwitches(account: Account, config: Pick<Config, 'adminPages'>): Account {
  return config.adminPages ? account : { ...account, isAdmin: false }
}

/** The user who acts in a browser, as they are at this moment, deleted or not; null when there is none of this number. */
export async function findActingUser(db: Db, config: Pick<Config, 'adminPages'>, id: number): Promise<Account | null> {
  const account = await findAccountById(db, id)
  return account && withSwitches(account, config)
}
