import type { Actor } from '../audit/audit.ts'

/** Whoever may run commands is trusted with everything; the audit log says that it came from here. */
export const commandLine = { account: null, through: 'command-line', address: null } as const satisfies Actor
