import { defineMessages, type Translate } from '../i18n/message.ts'
import type { PrefixRefusal } from './refusal.ts'

/** The sentence for a refusal, in the language of the page. English is ASCII: the command line prints it too. */
export function prefixRefusalText(t: Translate, refusal: PrefixRefusal): string {
  const { code, ...values } = refusal
  return t(texts[code], values)
}

export const texts = defineMessages({
  'prefix-missing': {
    en: 'Enter the beginning of IDs with a * at its end, such as Contoso.*, or one whole ID.',
    zh: '请输入 ID 的开头并以 * 结尾（如 Contoso.*），或输入一个完整的 ID。',
  },
  'prefix-too-long': {
    en: 'A prefix has at most {limit} characters. Shorten it.',
    zh: '前缀最多 {limit} 个字符，请缩短。',
  },
  'prefix-invalid': {
    en: '{pattern} cannot begin a package ID. Use letters, digits and underscores with single dots or hyphens between them, and * only at the end.',
    zh: '{pattern} 不能作为程序包 ID 的开头。请使用字母、数字和下划线，以单个点或连字符分隔，且 * 只能在末尾。',
  },
  'prefix-taken': {
    en: '{pattern} cannot be reserved: {other} is reserved already. Release that one first, or reserve something longer.',
    zh: '无法保留 {pattern}：{other} 已被保留。请先释放它，或保留更长的前缀。',
  },
  'prefix-unknown': {
    en: 'There is no reservation {pattern}. Look at the list of reservations.',
    zh: '没有保留 {pattern}。请查看保留列表。',
  },
  'prefix-owner-unknown': {
    en: 'There is no account named {name} that can own a prefix: it must exist, be confirmed and not be locked.',
    zh: '没有可以拥有前缀的账户 {name}：账户必须存在、已确认且未被锁定。',
  },
  'prefix-owner-present': { en: '{name} is an owner of {pattern} already.', zh: '{name} 已经是 {pattern} 的所有者。' },
  'prefix-owner-absent': { en: '{name} is not an owner of {pattern}.', zh: '{name} 不是 {pattern} 的所有者。' },
  'prefix-account-not-yours': {
    en: 'You may not ask for a prefix in the name of {name}. Choose one of your accounts.',
    zh: '你不能代表 {name} 申请前缀。请选择你的账户之一。',
  },
  'prefix-reason-missing': {
    en: 'Say why these IDs are yours: the company, product or site that they name.',
    zh: '请说明为什么这些 ID 属于你：它们对应的公司、产品或网站。',
  },
  'prefix-reason-too-long': {
    en: 'The text has at most {limit} characters. Shorten it.',
    zh: '文本最多 {limit} 个字符，请缩短。',
  },
  'prefix-request-open': {
    en: 'There is an open request for {pattern} already. An administrator decides about it.',
    zh: '已有关于 {pattern} 的待处理申请，由管理员决定。',
  },
  'too-many-prefix-requests': {
    en: 'You have {limit} open requests. Wait until an administrator has decided about one.',
    zh: '你有 {limit} 个待处理的申请。请等待管理员处理。',
  },
  'prefix-request-gone': {
    en: 'This request is not open any more. Look at the list of requests.',
    zh: '此申请已处理。请查看申请列表。',
  },
} satisfies Record<PrefixRefusal['code'], { en: string; zh: string }>)
