import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  whyAccount: {
    en: 'You get this e-mail because it concerns your account {name} at {brand}. What you are told is set in your account settings: {url}',
    zh: '你收到这封邮件，是因为它与你在 {brand} 的账户 {name} 有关。可在账户设置中选择接收哪些通知：{url}',
  },
  whyAddress: {
    en: 'You get this e-mail because somebody entered this address at {brand} ({url}). If it was not you, you can ignore it.',
    zh: '你收到这封邮件，是因为有人在 {brand}（{url}）填写了此地址。如果不是你本人，请忽略这封邮件。',
  },
})
