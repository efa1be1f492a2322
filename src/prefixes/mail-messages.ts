import { defineMessages } from '../i18n/message.ts'

/** The words of the mails about reserved prefixes, in Markdown. */
export const mailMessages = defineMessages({
  requestSubject: { en: '{asker} asks for the prefix {pattern}', zh: '{asker} 申请前缀 {pattern}' },
  requestBody: {
    en: '{asker} asks to reserve package IDs like {pattern} for the account {name}, and writes:\n\n> {reason}\n\nReserve or decline them:\n\n{url}',
    zh: '{asker} 申请为账户 {name} 保留形如 {pattern} 的程序包 ID，理由如下：\n\n> {reason}\n\n请保留或拒绝：\n\n{url}',
  },
  grantedSubject: { en: '{pattern} is reserved for {name}', zh: '已为 {name} 保留 {pattern}' },
  grantedBody: {
    en: 'Package IDs like {pattern} are reserved for the account {name} now. Its packages below the prefix carry the verified mark, and nobody else can push new ones.\n\nSee the reserved prefixes of your accounts:\n\n{url}',
    zh: '形如 {pattern} 的程序包 ID 现已为账户 {name} 保留。该前缀下的程序包会显示已验证标记，其他人不能推送新的程序包。\n\n查看你的账户的保留前缀：\n\n{url}',
  },
  declinedSubject: { en: 'The prefix {pattern} is not reserved', zh: '未保留前缀 {pattern}' },
  declinedBody: {
    en: 'Package IDs like {pattern} are not reserved for the account {name}.{hasReason, select, yes { The administrator writes:\n\n> {reason}} other {}}\n\nYou can ask again and say more about it:\n\n{url}',
    zh: '未为账户 {name} 保留形如 {pattern} 的程序包 ID。{hasReason, select, yes {管理员的说明：\n\n> {reason}} other {}}\n\n可以补充说明后重新申请：\n\n{url}',
  },
})
