import type { Session } from './session.ts'

/** How long a proof of who sits at the browser counts for acts that cannot be taken back easily. */
const confirmationLifetimeMs = 15 * 60_000

/** Whether the user proved who they are in this session lately: at sign-in, or when asked since. */
export function isRecentlyConfirmed(session: Pick<Session, 'confirmedAt'> | null, now: Date): boolean {
  const confirmedAt = session?.confirmedAt ?? null
  return confirmedAt !== null && now.getTime() - confirmedAt.getTime() < confirmationLifetimeMs
}
