import type { MiddlewareHandler } from 'hono'
import type { Env } from './env.ts'

/** The text fields of a posted form. Files that came along are dropped: uploads have their own way. */
export type Form = {
  /** The field trimmed; '' when absent. */
  text(name: string): string
  /** The field as sent (passwords); '' when absent. */
  raw(name: string): string
  /** Every value of a repeated field, trimmed. */
  all(name: string): readonly string[]
  has(name: string): boolean
}

export function checkedForm(): MiddlewareHandler<Env> {
  throw new Error('being written')
}
