import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { likeAnywhere } from '../db/like.ts'
import type { AccountState } from './account-state.ts'
import type { Account } from './account.ts'
import { toAccount } from './store.ts'

/** Accounts by name whose name or address holds `text`; deleted ones only when asked for. `after` is a lower-case name. */
export async function listAccounts(
  db: Db,
  asked: {
    readonly text: string
    readonly state: AccountState | null
    readonly after: string | null
    readonly limit: number
  },
): Promise<readonly Account[]> {
  const { state, after } = asked
  const pattern = likeAnywhere(asked.text)
  const rows = await db
    .selectFrom('accounts')
    .selectAll()
    .where('deleted_at', state === 'deleted' ? 'is not' : 'is', null)
    .$if(asked.text !== '', (query) =>
      query.where(
        sql<boolean>`(lower_name like ${pattern} escape '\\' or lower_email like ${pattern} escape '\\' or lower(unconfirmed_email) like ${pattern} escape '\\')`,
      ),
    )
    .$if(state === 'user' || state === 'organization', (query) =>
      query.where('kind', '=', state === 'organization' ? 'organization' : 'user'),
    )
    .$if(state === 'administrator', (query) => query.where('is_admin', '=', 1))
    .$if(state === 'locked', (query) => query.where('locked_at', 'is not', null))
    .$if(state === 'unconfirmed', (query) => query.where('email', 'is', null))
    .$if(after !== null, (query) => query.where('lower_name', '>', after ?? ''))
    .orderBy('lower_name')
    .limit(asked.limit)
    .execute()
  return rows.map(toAccount)
}
