import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'
import type { Account } from './account.ts'
import { mailMessages as messages } from './mail-messages.ts'

type MailDeps = Pick<Deps, 'config' | 'now'>

/** To the address that waits: the link that confirms it, after registration or for a change. */
export async function queueConfirmMail(
  tx: Db,
  deps: MailDeps,
  mail: { account: Account; email: string; token: string; returnUrl: string | null; isChange: boolean },
): Promise<void> {
  const { account, email } = mail
  const t = translator(languageOf(account))
  const query = mail.returnUrl === null ? '' : `?returnUrl=${encodeURIComponent(mail.returnUrl)}`
  const values = {
    name: escapeMarkdown(account.name),
    email: escapeMarkdown(email),
    brand: escapeMarkdown(deps.config.brand),
    url: `<${linkBaseUrl(deps.config)}${confirmPath(account, mail.token)}${query}>`,
  }
  const isOrganization = account.kind === 'organization'
  const firstBody = isOrganization ? messages.confirmOrganizationBody : messages.confirmBody
  const newBody = isOrganization ? messages.confirmNewOrganizationBody : messages.confirmNewBody
  await queueMail(tx, deps, {
    kind: mail.isChange ? 'confirm-new-email' : 'confirm-email',
    to: email,
    account,
    language: languageOf(account),
    subject: t(mail.isChange ? messages.confirmNewSubject : messages.confirmSubject),
    markdown: t(mail.isChange ? newBody : firstBody, values),
  })
}

/** Where the page behind the mailed link is: the account itself opens it, or an administrator of the organization. */
function confirmPath(account: Account, token: string): string {
  return account.kind === 'organization'
    ? `/organization/${account.name}/confirm/${token}`
    : `/account/confirm/${account.name}/${token}`
}

/** To the old address, once the new one counts: whoever did not do this must hear of it. */
export async function queueEmailChangedMail(
  tx: Db,
  deps: MailDeps,
  mail: { account: Account; oldEmail: string; newEmail: string },
): Promise<void> {
  const { account, oldEmail, newEmail } = mail
  const t = translator(languageOf(account))
  const values = { name: escapeMarkdown(account.name), email: escapeMarkdown(newEmail) }
  await queueMail(tx, deps, {
    kind: 'email-changed',
    to: oldEmail,
    account,
    language: languageOf(account),
    subject: t(messages.emailChangedSubject),
    markdown: t(messages.emailChangedBody, values),
  })
}

/** To the confirmed address: the link that sets a new password. */
export async function queueResetMail(
  tx: Db,
  deps: MailDeps,
  mail: { account: Account; email: string; token: string },
): Promise<void> {
  const { account, email, token } = mail
  const t = translator(languageOf(account))
  const url = `<${linkBaseUrl(deps.config)}/account/forgotpassword/${account.name}/${token}>`
  await queueMail(tx, deps, {
    kind: 'reset-password',
    to: email,
    account,
    language: languageOf(account),
    subject: t(messages.resetSubject),
    markdown: t(messages.resetBody, { name: escapeMarkdown(account.name), url }),
  })
}

/** The *credential changed* notice for passwords; nobody gets it while no address is confirmed. */
export async function queuePasswordChangedMail(tx: Db, deps: MailDeps, account: Account): Promise<void> {
  if (account.email === null) return
  const t = translator(languageOf(account))
  const url = `<${linkBaseUrl(deps.config)}/account/ForgotPassword>`
  await queueMail(tx, deps, {
    kind: 'credential-changed',
    to: account.email,
    account,
    language: languageOf(account),
    subject: t(messages.passwordChangedSubject),
    markdown: t(messages.passwordChangedBody, { name: escapeMarkdown(account.name), url }),
  })
}

/** What became of an account's second factors. */
export type TwoFactorNews =
  'on' | 'off' | 'reset' | 'codes' | 'app-added' | 'app-removed' | 'passkey-added' | 'passkey-removed'

const newsAbout = {
  on: [messages.twoFactorOnSubject, messages.twoFactorOnBody],
  off: [messages.twoFactorOffSubject, messages.twoFactorOffBody],
  reset: [messages.twoFactorResetSubject, messages.twoFactorResetBody],
  codes: [messages.recoveryCodesSubject, messages.recoveryCodesBody],
  'app-added': [messages.appAddedSubject, messages.factorChangedBody],
  'app-removed': [messages.appRemovedSubject, messages.factorChangedBody],
  'passkey-added': [messages.passkeyAddedSubject, messages.factorChangedBody],
  'passkey-removed': [messages.passkeyRemovedSubject, messages.factorChangedBody],
} as const

/** Whoever did not do this must hear of it. */
export async function queueTwoFactorMail(tx: Db, deps: MailDeps, news: TwoFactorNews, account: Account): Promise<void> {
  if (account.email === null) return
  const t = translator(languageOf(account))
  const [subject, body] = newsAbout[news]
  const url = `<${linkBaseUrl(deps.config)}/account/TwoFactor>`
  await queueMail(tx, deps, {
    kind: 'credential-changed',
    to: account.email,
    account,
    language: languageOf(account),
    subject: t(subject),
    markdown: t(body, { name: escapeMarkdown(account.name), url }),
  })
}

/** Somebody who knows the password tries codes. */
export async function queueCodesTriedMail(tx: Db, deps: MailDeps, account: Account, address: string): Promise<void> {
  if (account.email === null) return
  const t = translator(languageOf(account))
  const values = {
    name: escapeMarkdown(account.name),
    address: escapeMarkdown(address),
    url: `<${linkBaseUrl(deps.config)}/account/ForgotPassword>`,
  }
  await queueMail(tx, deps, {
    kind: 'codes-tried',
    to: account.email,
    account,
    language: languageOf(account),
    subject: t(messages.codesTriedSubject),
    markdown: t(messages.codesTriedBody, values),
  })
}

/** An administrator gave the account another name: its user signs in with that one from now on. */
export async function queueRenamedMail(
  tx: Db,
  deps: MailDeps,
  { account, oldName }: { account: Account; oldName: string },
): Promise<void> {
  if (account.email === null) return
  const t = translator(languageOf(account))
  const values = {
    name: escapeMarkdown(account.name),
    oldName: escapeMarkdown(oldName),
    brand: escapeMarkdown(deps.config.brand),
  }
  await queueMail(tx, deps, {
    kind: 'account-renamed',
    to: account.email,
    account,
    language: languageOf(account),
    subject: t(messages.renamedSubject),
    markdown: t(messages.renamedBody, values),
  })
}

/** The last mail to an account that was deleted. */
export async function queueDeletedMail(tx: Db, deps: MailDeps, account: Account): Promise<void> {
  if (account.email === null) return
  const t = translator(languageOf(account))
  const values = { name: escapeMarkdown(account.name), brand: escapeMarkdown(deps.config.brand) }
  await queueMail(tx, deps, {
    kind: 'account-deleted',
    to: account.email,
    account: null,
    language: languageOf(account),
    subject: t(messages.deletedSubject),
    markdown: t(messages.deletedBody, values),
  })
}

function languageOf(account: Account) {
  return account.language ?? 'en'
}
