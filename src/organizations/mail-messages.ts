import { defineMessages } from '../i18n/message.ts'

/** The words of the mails about members of organizations, in Markdown. */
export const mailMessages = defineMessages({
  siteAdministrators: { en: 'an administrator of this gallery', zh: '本站管理员' },
  invitedSubject: { en: 'You are invited to the organization {organization}', zh: '邀请你加入组织 {organization}' },
  invitedBody: {
    en: '{by} asks you, {user}, to join the organization **{organization}** as {role}.\n\nAccept or decline here:\n\n{url}\n\nAs long as you do neither, nothing changes.',
    zh: '{by} 邀请你（{user}）以{role}的身份加入组织 **{organization}**。\n\n请在此接受或拒绝：\n\n{url}\n\n在你答复之前，不会有任何变化。',
  },
  invitationSentSubject: { en: '{user} is invited to {organization}', zh: '已邀请 {user} 加入 {organization}' },
  invitationSentBody: {
    en: '{by} invited {user} to join the organization **{organization}** as {role}. Administrators can cancel the invitation as long as it is open:\n\n{url}',
    zh: '{by} 邀请 {user} 以{role}的身份加入组织 **{organization}**。在对方答复之前，管理员可以取消邀请：\n\n{url}',
  },
  acceptedSubject: { en: '{user} joined {organization}', zh: '{user} 已加入 {organization}' },
  acceptedBody: {
    en: '{user} accepted the invitation and is now a member of the organization **{organization}**, as {role}:\n\n{url}',
    zh: '{user} 已接受邀请，以{role}的身份成为组织 **{organization}** 的成员：\n\n{url}',
  },
  declinedSubject: { en: '{user} does not join {organization}', zh: '{user} 拒绝加入 {organization}' },
  declinedBody: {
    en: '{user} declined the invitation to the organization **{organization}**:\n\n{url}',
    zh: '{user} 拒绝了加入组织 **{organization}** 的邀请：\n\n{url}',
  },
  cancelledSubject: {
    en: 'Your invitation to {organization} was cancelled',
    zh: '加入 {organization} 的邀请已取消',
  },
  cancelledBody: {
    en: '{by} cancelled your invitation to the organization **{organization}**. You need not do anything. Your organizations:\n\n{url}',
    zh: '{by} 取消了你加入组织 **{organization}** 的邀请。你无需进行任何操作。你的组织：\n\n{url}',
  },
  memberChangedSubject: {
    en: '{user} has another role in {organization}',
    zh: '{user} 在 {organization} 的角色已更改',
  },
  memberChangedBody: {
    en: '{by} changed the role of {user} in the organization **{organization}**: {user} is now {role}.\n\n{url}',
    zh: '{by} 更改了 {user} 在组织 **{organization}** 中的角色：{user} 现在是{role}。\n\n{url}',
  },
  memberRemovedSubject: { en: '{user} was removed from {organization}', zh: '{user} 已被移出 {organization}' },
  memberRemovedBody: {
    en: '{by} removed {user}, who was {role}, from the organization **{organization}**. Their API keys can no longer act for it.\n\n{url}',
    zh: '{by} 已将{role} {user} 移出组织 **{organization}**。其 API 密钥不能再代表该组织。\n\n{url}',
  },
  memberLeftSubject: { en: '{user} left {organization}', zh: '{user} 已退出 {organization}' },
  memberLeftBody: {
    en: '{user}, who was {role}, left the organization **{organization}**. Their API keys can no longer act for it.\n\n{url}',
    zh: '{role} {user} 已退出组织 **{organization}**。其 API 密钥不能再代表该组织。\n\n{url}',
  },
})
