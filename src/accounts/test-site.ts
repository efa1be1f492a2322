import { parseConfig, type Config } from '../config.ts'
import type { Database } from '../db/database.ts'

/** For tests of operations: a database, settings, and a clock that is moved by hand. */
export function makeAccountSite(db: Database, settings: Record<string, string> = {}) {
  const parsed = parseConfig({
    LODE_URL: 'https://packages.contoso.example',
    LODE_SMTP: 'smtp://127.0.0.1:1',
    ...settings,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const config: Config = parsed.value
  let now = new Date('2026-11-24T12:00:00Z')
  const minute = 60_000
  return {
    db,
    config,
    now: () => now,
    wait: (minutes: number) => (now = new Date(now.getTime() + minutes * minute)),
    /** Action and account name of everything audited, oldest first. */
    async auditActions(): Promise<string[]> {
      const rows = await db.read.selectFrom('audit').selectAll().orderBy('id').execute()
      return rows.map((row) => row.action)
    },
    async lastMail(): Promise<{ kind: string; recipient: string; body_text: string; subject: string } | undefined> {
      return db.read.selectFrom('mails').selectAll().orderBy('id', 'desc').executeTakeFirst()
    },
    async countMails(): Promise<number> {
      return (await db.read.selectFrom('mails').select('id').execute()).length
    },
    /** The token in the newest mail's link. */
    async mailedToken(): Promise<string> {
      const token = /[0-9a-f]{64}/.exec((await this.lastMail())?.body_text ?? '')?.[0]
      if (token === undefined) throw new Error('the newest mail holds no token')
      return token
    },
    /** Every text in the database, to look for what must not be there. */
    async dump(): Promise<string> {
      const tables = ['accounts', 'account_tokens', 'sessions', 'sign_in_failures', 'audit', 'jobs'] as const
      const rows = await Promise.all(tables.map((table) => db.read.selectFrom(table).selectAll().execute()))
      return JSON.stringify(rows)
    },
  }
}

export type AccountSite = ReturnType<typeof makeAccountSite>

export const operator = { account: null, through: 'command-line', address: null } as const
export const browser = { address: '203.0.113.7', userAgent: 'test', staySignedIn: false }
export const goodPassword = 'gravel teapot oxide'
