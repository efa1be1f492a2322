import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  publishedSubject: { en: '{id} {version} was published', zh: '{id} {version} 已发布' },
  publishedBody: {
    en: '**{id} {version}** was published by {pusher} and can be restored now.\n\n[{id} {version}]({url})\n\nIf you did not expect this, unlist the version on its manage page and revoke the API key that was used.',
    zh: '{pusher} 发布了 **{id} {version}**，现在可以还原。\n\n[{id} {version}]({url})\n\n如果这不在你的预料之中，请在该程序包的管理页面取消列出此版本，并撤销所用的 API 密钥。',
  },
  deletedSubject: { en: '{id}: {versions} deleted', zh: '{id}：{versions} 已删除' },
  deletedBody: {
    en: '**{versions}** of **{id}** {count, plural, one {was} other {were}} deleted by {who}. Nobody can restore {count, plural, one {it} other {them}} any more, and the same ID and version cannot be published again.\n\n{reason, select, none {} other {Reason given: {reason}}}\n\nIf you did not expect this, ask an administrator of this gallery.',
    zh: '{who} 删除了 **{id}** 的 {count, plural, other {# 个版本}}：**{versions}**。任何人都无法再还原，同一 ID 和版本也不能再次发布。\n\n{reason, select, none {} other {原因：{reason}}}\n\n如果这不在你的预料之中，请联系本站管理员。',
  },
})
