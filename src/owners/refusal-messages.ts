import { defineMessages, type Translate } from '../i18n/message.ts'
import type { OwnerRefusal } from './owner-rules.ts'

/** The sentence for a refusal, in the language of the page. English is ASCII: the command line prints it too. */
export function ownerRefusalText(t: Translate, refusal: OwnerRefusal): string {
  const { code, ...values } = refusal
  return t(texts[code], values)
}

export const texts = defineMessages({
  'package-unknown': { en: 'There is no package {id} here. Check the ID.', zh: '这里没有程序包 {id}。请检查 ID。' },
  'package-locked': {
    en: 'The package {id} is locked: its owners cannot be changed. Ask an administrator of this gallery.',
    zh: '程序包 {id} 已被锁定，无法更改所有者。请联系本站管理员。',
  },
  'owners-not-yours': {
    en: 'You may not change the owners of {id}. Ask one of its owners, or an administrator of the organization that owns it.',
    zh: '你无权更改 {id} 的所有者。请联系其所有者，或拥有它的组织的管理员。',
  },
  'user-deleted': { en: 'Your account was deleted.', zh: '你的账户已删除。' },
  'user-locked': {
    en: 'Your account is locked, so you cannot change owners. Ask an administrator of this gallery.',
    zh: '你的账户已被锁定，因此无法更改所有者。请联系本站管理员。',
  },
  'owner-locked': {
    en: 'The account {owner} is locked. Ask an administrator of this gallery.',
    zh: '账户 {owner} 已被锁定。请联系本站管理员。',
  },
  'owner-unconfirmed': {
    en: 'The account {owner} has no confirmed e-mail address. Confirm it first.',
    zh: '账户 {owner} 没有已确认的电子邮件地址。请先确认。',
  },
  'not-acting-for-owner': {
    en: 'You may not act for {owner}. Ask an administrator of that organization.',
    zh: '你不能代表 {owner}。请联系该组织的管理员。',
  },
  'two-factor-required': {
    en: 'The organization {owner} asks its members for two-factor sign-in. Switch it on in your account settings.',
    zh: '组织 {owner} 要求成员使用双重验证登录。请在账户设置中启用。',
  },
  'new-owner-missing': { en: 'Enter the name of a user or an organization.', zh: '请输入用户或组织的名称。' },
  'new-owner-is-email': {
    en: 'Enter the name of the account, not an e-mail address.',
    zh: '请输入账户名称，而不是电子邮件地址。',
  },
  'new-owner-unknown': {
    en: 'There is no account named {name}. Check the name.',
    zh: '没有名为 {name} 的账户。请检查名称。',
  },
  'new-owner-unfit': {
    en: 'The account {name} cannot own packages now: it is locked or has no confirmed e-mail address.',
    zh: '账户 {name} 目前不能拥有程序包：它已被锁定，或没有已确认的电子邮件地址。',
  },
  'new-owner-present': { en: '{name} is an owner of {id} already.', zh: '{name} 已经是 {id} 的所有者。' },
  'message-too-long': {
    en: 'The message has at most {limit} characters. Shorten it.',
    zh: '留言最多 {limit} 个字符，请缩短。',
  },
  'too-many-owners': {
    en: 'A package has at most {limit} owners. Remove one first, or make an organization the owner.',
    zh: '一个程序包最多有 {limit} 个所有者。请先移除一个，或让组织成为所有者。',
  },
  'too-many-requests': {
    en: 'At most {limit} accounts can be asked at one time. Wait for an answer, or cancel a request.',
    zh: '同时最多可以向 {limit} 个账户发出请求。请等待答复，或取消一个请求。',
  },
  'not-an-owner': { en: '{name} is not an owner of {id}.', zh: '{name} 不是 {id} 的所有者。' },
  'only-owner': {
    en: '{name} is the only owner of {id}. Add another owner first.',
    zh: '{name} 是 {id} 的唯一所有者。请先添加其他所有者。',
  },
  'no-packages-named': { en: 'Name at least one package.', zh: '请至少输入一个程序包。' },
  'too-many-packages': {
    en: 'Name at most {limit} packages at a time.',
    zh: '一次最多可输入 {limit} 个程序包。',
  },
  'owner-holds-prefix': {
    en: '{name} owns the reserved prefix {pattern}, so only an owner of a prefix of {id} can remove it.',
    zh: '{name} 拥有保留前缀 {pattern}，因此只有 {id} 的前缀所有者才能将其移除。',
  },
  'request-gone': {
    en: 'This request is not open any more: it was answered or cancelled, or it is not for you to answer.',
    zh: '此请求已失效：它已被答复或取消，或者不应由你答复。',
  },
  'request-stale': {
    en: '{asker} may no longer add owners to this package, so the request is void. Ask one of its owners to ask again.',
    zh: '{asker} 已无权为此程序包添加所有者，因此请求无效。请让其所有者重新发出请求。',
  },
} satisfies Record<OwnerRefusal['code'], { en: string; zh: string }>)
