import { defineMessages, type Translate } from '../i18n/message.ts'
import type { ContactRefusal } from './ticket.ts'

/** The sentence for a refusal, in the language of the page. */
export function contactRefusalText(t: Translate, refusal: ContactRefusal): string {
  const { code, ...values } = refusal
  return t(texts[code], values)
}

export const texts = defineMessages({
  'contact-by-program': {
    en: 'Nothing was sent: a field that people do not see was filled in, as programs do. Send it again.',
    zh: '没有发送任何内容：有一个用户看不到的字段被填写，这通常是程序所为。请重新发送。',
  },
  'contact-reason-missing': { en: 'Choose why you report it.', zh: '请选择举报原因。' },
  'contact-email-invalid': {
    en: 'Enter an e-mail address at which you can be answered, such as ann@contoso.com.',
    zh: '请输入可以接收答复的电子邮件地址，例如 ann@contoso.com。',
  },
  'contact-subject-missing': { en: 'Say in a few words what it is about.', zh: '请用几个词说明主题。' },
  'contact-subject-too-long': {
    en: 'The subject has at most {limit} characters. Shorten it.',
    zh: '主题最多 {limit} 个字符，请缩短。',
  },
  'contact-message-missing': { en: 'Write what you want to say.', zh: '请填写内容。' },
  'contact-message-too-long': {
    en: 'The message has at most {limit} characters. Shorten it.',
    zh: '消息最多 {limit} 个字符，请缩短。',
  },
  'contact-package-unknown': {
    en: 'There is no package {id} any more. Search for what took its place.',
    zh: '程序包 {id} 已不存在。请搜索替代的程序包。',
  },
  'contact-nobody': {
    en: 'No owner of {id} takes messages. Look at its project page, or ask the administrators of this gallery.',
    zh: '{id} 的所有者都不接收消息。请查看其项目页面，或联系本站管理员。',
  },
  'contact-locked': {
    en: 'Your account is locked, so that you cannot write to owners. Contact the administrators of this gallery.',
    zh: '你的账户已被锁定，无法联系所有者。请联系本站管理员。',
  },
  'ticket-unchanged': {
    en: 'Somebody else did that already. Look at the ticket again.',
    zh: '其他人已经处理过了。请重新查看该工单。',
  },
} satisfies Record<ContactRefusal['code'], { en: string; zh: string }>)
