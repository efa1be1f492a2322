import type { Generated } from 'kysely'
import type { Bit } from './bit.ts'

/** What people report or ask the administrators. */
export type TicketTables = { tickets: TicketsTable }

export type TicketsTable = {
  id: Generated<number>
  kind: 'abuse' | 'support'
  reason: string | null
  package_id: string | null
  version: string | null
  subject: string | null
  message: string
  asked_owners: Bit
  /** Null for strangers. */
  sender_id: number | null
  /** Where to answer; null once the account is deleted. */
  email: string | null
  email_confirmed: Generated<Bit>
  address: string | null
  created_at: number
  closed_at: number | null
  closed_by: number | null
  note: string | null
}
