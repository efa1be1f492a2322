import type { Deps } from '../deps.ts'
import type { Language } from '../i18n/message.ts'
import type { Account, Theme } from './account.ts'
import { updateAccount } from './store.ts'

/** What a user sets about themselves without consequences for anybody's rights; fields that are absent stay. */
export type AccountSettings = {
  /** May others write to this account through the site? */
  readonly contactAllowed?: boolean
  /** A mail for each push to one's packages? */
  readonly notifyPush?: boolean
  /** Of mails, and of pages in a browser without a choice of its own. */
  readonly language?: Language
  readonly theme?: Theme
}

export async function changeSettings(
  deps: Pick<Deps, 'db'>,
  account: Pick<Account, 'id'>,
  settings: AccountSettings,
): Promise<void> {
  if (Object.values(settings).every((value) => value === undefined)) return
  await deps.db.transaction((tx) => updateAccount(tx, account.id, settings))
}
