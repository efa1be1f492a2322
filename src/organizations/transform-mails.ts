import type { Account } from '../accounts/account.ts'
import { linkBaseUrl } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { defineMessages } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import { escapeMarkdown } from '../mail/markdown.ts'
import { queueMail } from '../mail/queue.ts'

/**
 * The mails about a user who becomes an organization (gallery.md §3.13). All of them are sent whatever the switches say:
 * somebody loses or gets an account.
 */
export async function queueTransformMail(
  tx: Db,
  deps: Pick<Deps, 'config' | 'now'>,
  kind: keyof typeof texts,
  to: Account,
  about: { readonly user: Account; readonly administrator: Account },
): Promise<void> {
  if (to.email === null) return
  const language = to.language ?? 'en'
  const t = translator(language)
  const [subject, body] = texts[kind]
  const [user, administrator] = [about.user.name, about.administrator.name]
  await queueMail(tx, deps, {
    kind: `transform-${kind}`,
    to: to.email,
    account: to,
    language,
    subject: t(subject, { user, administrator }),
    markdown: t(body, {
      user: escapeMarkdown(user),
      administrator: escapeMarkdown(administrator),
      url: `<${linkBaseUrl(deps.config)}/account/Organizations>`,
    }),
  })
}

const messages = defineMessages({
  requestedSubject: { en: '{user} wants you to look after an organization', zh: '{user} 希望由你管理一个组织' },
  requestedBody: {
    en: 'The account **{user}** is to become an organization, with you, {administrator}, as its administrator. Its packages stay with it, and its API keys become yours.\n\nAccept or decline here:\n\n{url}\n\nAs long as you do neither, nothing changes.',
    zh: '账户 **{user}** 将转换为组织，并由你（{administrator}）担任管理员。其程序包保持不变，其 API 密钥将归你所有。\n\n请在此接受或拒绝：\n\n{url}\n\n在你答复之前，不会有任何变化。',
  },
  initiatedSubject: { en: 'Your account is to become an organization', zh: '你的账户将转换为组织' },
  initiatedBody: {
    en: 'You asked that your account **{user}** becomes an organization, which {administrator} will look after. Once {administrator} accepts, nobody can sign in as {user} any more, and that cannot be undone.\n\nUntil then you can cancel it here:\n\n{url}\n\nIf you did not ask for this, cancel it and change your password at once.',
    zh: '你请求将账户 **{user}** 转换为由 {administrator} 管理的组织。{administrator} 接受之后，将无法再以 {user} 的身份登录，并且无法撤销。\n\n在此之前，你可以在这里取消：\n\n{url}\n\n如果这不是你本人的操作，请立即取消并更改密码。',
  },
  acceptedSubject: { en: '{user} is an organization now', zh: '{user} 现在是组织' },
  acceptedBody: {
    en: 'The account **{user}** is an organization now, and {administrator} is its administrator. Nobody signs in as {user} any more.\n\n{url}',
    zh: '账户 **{user}** 现在是组织，由 {administrator} 担任管理员。不能再以 {user} 的身份登录。\n\n{url}',
  },
  rejectedSubject: { en: '{administrator} declined to look after {user}', zh: '{administrator} 拒绝管理 {user}' },
  rejectedBody: {
    en: '{administrator} declined: your account **{user}** stays as it is.\n\n{url}',
    zh: '{administrator} 已拒绝：你的账户 **{user}** 保持不变。\n\n{url}',
  },
  cancelledSubject: { en: '{user} does not become an organization', zh: '{user} 不再转换为组织' },
  cancelledBody: {
    en: '{user} took the request back. You need not do anything.\n\n{url}',
    zh: '{user} 已撤回请求。你无需进行任何操作。\n\n{url}',
  },
})

const texts = {
  requested: [messages.requestedSubject, messages.requestedBody],
  initiated: [messages.initiatedSubject, messages.initiatedBody],
  accepted: [messages.acceptedSubject, messages.acceptedBody],
  rejected: [messages.rejectedSubject, messages.rejectedBody],
  cancelled: [messages.cancelledSubject, messages.cancelledBody],
} as const
