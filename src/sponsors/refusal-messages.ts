import { defineMessages, type Message, type Translate } from '../i18n/message.ts'
import type { OwnerRefusal } from '../owners/owner-rules.ts'
import { ownerRefusalText } from '../owners/refusal-messages.ts'
import type { SponsorRefusal } from './sponsor-link.ts'

/** Rights are those of changing owners; what they were asked for is not. */
export const texts = defineMessages({
  'sponsor-link-invalid': {
    en: 'This is not an address that begins with https. Copy it from the page where people support you.',
    zh: '这不是以 https 开头的地址。请从你的赞助页面复制。',
  },
  'sponsor-link-too-long': {
    en: 'The address has more than {limit} characters. Use the shorter one of your page.',
    zh: '地址超过 {limit} 个字符。请使用更短的地址。',
  },
  'sponsor-site-unknown': {
    en: 'This is not your page on one of the sites that this gallery takes: {sites}. Name one, or ask an administrator.',
    zh: '这不是本程序包库接受的网站上的个人页面。可用的网站：{sites}。请填写其中之一，或联系管理员。',
  },
  'sponsor-link-there': { en: 'The page shows this link already.', zh: '页面已显示此链接。' },
  'sponsor-link-gone': { en: 'This link was removed already.', zh: '此链接已被移除。' },
  'sponsor-links-too-many': {
    en: 'A package has at most {limit} sponsor links. Remove one first.',
    zh: '每个程序包最多有 {limit} 个赞助链接。请先移除一个。',
  },
  'owners-not-yours': {
    en: 'You may not change the sponsor links of {id}. Ask one of its owners, or an administrator of the organization that owns it.',
    zh: '你无权更改 {id} 的赞助链接。请联系其所有者，或拥有它的组织的管理员。',
  },
  'user-locked': {
    en: 'Your account is locked, so you cannot change sponsor links. Ask an administrator of this gallery.',
    zh: '你的账户已被锁定，因此无法更改赞助链接。请联系本站管理员。',
  },
  'package-locked': {
    en: 'The package {id} is locked: its sponsor links cannot be changed. Ask an administrator of this gallery.',
    zh: '程序包 {id} 已被锁定，无法更改赞助链接。请联系本站管理员。',
  },
})

export function sponsorRefusalText(t: Translate, refusal: SponsorRefusal | OwnerRefusal): string {
  const own: Readonly<Partial<Record<string, Message>>> = texts
  const text = own[refusal.code]
  const { code: _, ...values } = refusal
  return text ? t(text, values) : ownerRefusalText(t, refusal as OwnerRefusal)
}
