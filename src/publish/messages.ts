import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  publishedSubject: { en: '{id} {version} was published', zh: '{id} {version} 已发布' },
  publishedBody: {
    en: '**{id} {version}** was published by {pusher} and can be restored now.\n\n[{id} {version}]({url})\n\nIf you did not expect this, unlist the version on its manage page and revoke the API key that was used.',
    zh: '{pusher} 发布了 **{id} {version}**，现在可以还原。\n\n[{id} {version}]({url})\n\n如果这不在你的预料之中，请在该程序包的管理页面取消列出此版本，并撤销所用的 API 密钥。',
  },
})
