/** Why somebody reports a package (gallery.md §7.14). */
export type AbuseReason = (typeof abuseReasons)[number]

export const abuseReasons = [
  'malicious',
  'copyright',
  'vulnerability',
  'bug',
  'license',
  'child-safety',
  'terrorism',
  'hate',
  'harm',
  'intimate-images',
  'nudity',
  'other',
] as const

/** Reasons about which administrators can do nothing: whoever chooses one is told who can, and nothing is sent. */
export const guidedReasons = ['vulnerability', 'bug', 'license', 'intimate-images'] as const
export type GuidedReason = (typeof guidedReasons)[number]

export function isGuided(reason: AbuseReason): reason is GuidedReason {
  return (guidedReasons as readonly string[]).includes(reason)
}

export function parseReason(text: string | null): AbuseReason | null {
  return abuseReasons.find((reason) => reason === text) ?? null
}

/** A report or a question to the administrators, who close it when they have dealt with it. */
export type Ticket = {
  readonly number: number
  readonly kind: 'abuse' | 'support'
  /** Of a report. */
  readonly reason: AbuseReason | null
  readonly package: { readonly id: string; readonly version: string } | null
  /** Of a question. */
  readonly subject: string | null
  readonly message: string
  /** Whoever reports says that the owners know. */
  readonly hasAskedOwners: boolean
  /** Null for strangers. */
  readonly sender: { readonly id: number; readonly name: string } | null
  /** Where to answer. Null once the account is deleted. */
  readonly email: string | null
  /** An address of the sender's that was confirmed when they wrote; else it was only typed. */
  readonly isEmailConfirmed: boolean
  /** Of the client. */
  readonly address: string | null
  readonly createdAt: Date
  readonly closed: { readonly at: Date; readonly by: string | null; readonly note: string | null } | null
}

export const longestMessage = 4000
export const longestSubject = 100
export const longestNote = 2000

export type ContactRefusal =
  | { readonly code: 'contact-by-program' }
  | { readonly code: 'contact-reason-missing' }
  | { readonly code: 'contact-email-invalid' }
  | { readonly code: 'contact-subject-missing' }
  | { readonly code: 'contact-subject-too-long'; readonly limit: number }
  | { readonly code: 'contact-message-missing' }
  | { readonly code: 'contact-message-too-long'; readonly limit: number }
  | { readonly code: 'contact-package-unknown'; readonly id: string }
  | { readonly code: 'contact-nobody'; readonly id: string }
  | { readonly code: 'contact-locked' }
  | { readonly code: 'ticket-unchanged' }

/** What is wrong with the text of a message, or null. Line breaks count as one character, however they were sent. */
export function refuseMessage(message: string): ContactRefusal | null {
  if (message === '') return { code: 'contact-message-missing' }
  return message.length > longestMessage ? { code: 'contact-message-too-long', limit: longestMessage } : null
}

export function refuseSubject(subject: string): ContactRefusal | null {
  if (subject === '') return { code: 'contact-subject-missing' }
  return subject.length > longestSubject ? { code: 'contact-subject-too-long', limit: longestSubject } : null
}

/** As it is kept, and goes into the subject of a mail: one line. */
export function plainSubject(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** As it is kept: browsers send line breaks of a text field as two characters. */
export function plainMessage(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}
