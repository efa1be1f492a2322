import { defineMessages } from '../i18n/message.ts'

export const mailMessages = defineMessages({
  addedSubject: { en: 'API key {name} was created', zh: '已创建 API 密钥 {name}' },
  addedBody: {
    en: 'The API key **{name}** was created for your account {user}.\n\nIf that was not you, change your password and delete the key on the [API Keys page]({url}).',
    zh: '已为你的账户 {user} 创建 API 密钥 **{name}**。\n\n如果这不是你的操作，请更改密码，并在 [API 密钥页面]({url})删除该密钥。',
  },
  regeneratedSubject: { en: 'API key {name} was regenerated', zh: '已重新生成 API 密钥 {name}' },
  regeneratedBody: {
    en: 'The API key **{name}** of your account {user} has a new secret.\n\nIf that was not you, change your password and delete the key on the [API Keys page]({url}).',
    zh: '你的账户 {user} 的 API 密钥 **{name}** 已换成新的密钥值。\n\n如果这不是你的操作，请更改密码，并在 [API 密钥页面]({url})删除该密钥。',
  },
  revokedSubject: { en: 'API key {name} was revoked', zh: '已撤销 API 密钥 {name}' },
  revokedBody: {
    en: 'The API key **{name}** of your account {user} was revoked and no longer works. You can regenerate it on the [API Keys page]({url}).',
    zh: '你的账户 {user} 的 API 密钥 **{name}** 已被撤销，不再有效。可以在 [API 密钥页面]({url})重新生成。',
  },
  revokedByOthersBody: {
    en: 'An administrator of [{organization}]({url}) revoked the API key **{name}** with which your account {user} acted for it. The key no longer works. Ask them for the reason.',
    zh: '[{organization}]({url}) 的管理员撤销了你的账户 {user} 代表该组织使用的 API 密钥 **{name}**。该密钥不再有效。请向管理员询问原因。',
  },
  removedSubject: { en: 'API key {name} was deleted', zh: '已删除 API 密钥 {name}' },
  removedBody: {
    en: 'The API key **{name}** of your account {user} was deleted and no longer works. Your other keys are on the [API Keys page]({url}).',
    zh: '你的账户 {user} 的 API 密钥 **{name}** 已被删除，不再有效。其他密钥见 [API 密钥页面]({url})。',
  },
  leakedSubject: { en: 'API key {name} leaked and was revoked', zh: 'API 密钥 {name} 已泄露并被撤销' },
  leakedBody: {
    en: 'The secret of the API key **{name}** ({visibleId}) of your account {user} was found where others can read it, and the key was revoked.\n\nFound at: {place}\n\nRemove it there, look through your packages for versions that you did not push, and make a new key on the [API Keys page]({url}).',
    zh: '有人在他人可读的位置发现了你的账户 {user} 的 API 密钥 **{name}**（{visibleId}），该密钥已被撤销。\n\n发现位置：{place}\n\n请从那里删除它，检查你的程序包中是否有不是你推送的版本，并在 [API 密钥页面]({url})创建新的密钥。',
  },
  leakedSomewhere: { en: 'not said', zh: '未说明' },
  digestSubject: { en: 'Your API keys expire', zh: '你的 API 密钥即将到期' },
  digestExpiring: { en: 'These API keys expire soon:', zh: '以下 API 密钥即将到期：' },
  digestExpired: { en: 'These API keys have expired:', zh: '以下 API 密钥已过期：' },
  digestAction: {
    en: 'Regenerate the ones you still need, and delete the others, on the [API Keys page]({url}).',
    zh: '请在 [API 密钥页面]({url})重新生成仍需要的密钥，并删除其余的。',
  },
})
