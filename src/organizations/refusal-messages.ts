import { accountRefusalText } from '../accounts/refusal-messages.ts'
import type { AccountRefusal } from '../accounts/refusal.ts'
import { defineMessages, type Translate } from '../i18n/message.ts'
import type { OrganizationRefusal } from './refusal.ts'

/** The sentence for a refusal, in the language of the page. English is ASCII: the command line prints it too. */
export function organizationRefusalText(t: Translate, refusal: OrganizationRefusal): string {
  if (isAccountRefusal(refusal)) return accountRefusalText(t, refusal)
  if (refusal.code === 'would-orphan-packages') {
    const { packageIds } = refusal
    return t(texts[refusal.code], { count: packageIds.length, ids: packageIds.slice(0, 10).join(', ') })
  }
  const { code, ...values } = refusal
  return t(texts[code], values)
}

/** What is said in other words about users. */
type Reworded = 'name-missing' | 'name-length' | 'name-characters' | 'would-orphan-packages'
type Own = Exclude<OrganizationRefusal, AccountRefusal> | Extract<OrganizationRefusal, { readonly code: Reworded }>

function isAccountRefusal(refusal: OrganizationRefusal): refusal is Exclude<OrganizationRefusal, Own> {
  return !Object.hasOwn(texts, refusal.code)
}

const texts = defineMessages({
  'name-missing': { en: 'Enter a name for the organization.', zh: '请输入组织名称。' },
  'name-length': {
    en: 'The name of an organization has {minimum} to {maximum} characters.',
    zh: '组织名称的长度为 {minimum} 到 {maximum} 个字符。',
  },
  'name-characters': {
    en: 'The name of an organization is made of letters A to Z, digits, dots, underscores and hyphens, and begins and ends with a letter or a digit.',
    zh: '组织名称只能包含英文字母、数字、点、下划线和连字符，并且以字母或数字开头和结尾。',
  },
  'would-orphan-packages': {
    en: '{count, plural, one {A package} other {# packages}} would have no owner any more: {ids}. Add another owner, or ask an administrator of this gallery to delete the organization.',
    zh: '有 {count} 个程序包将失去唯一的所有者：{ids}。请为其添加其他所有者，或让本站管理员删除该组织。',
  },
  'organization-unknown': { en: 'There is no organization named {name}.', zh: '没有名为 {name} 的组织。' },
  'not-organization-administrator': {
    en: 'Only administrators of {name} can do this. Ask one of them.',
    zh: '只有 {name} 的管理员可以执行此操作。请联系其中一位。',
  },
  'organization-locked': {
    en: 'The organization {name} is locked. Ask an administrator of this gallery.',
    zh: '组织 {name} 已被锁定。请联系本站管理员。',
  },
  'organization-needs-two-factor': {
    en: 'The organization {name} asks its members for two-factor sign-in. Switch it on in your account settings first.',
    zh: '组织 {name} 要求其成员使用双重验证登录。请先在账户设置中启用。',
  },
  'user-locked': {
    en: 'Your account is locked. Ask an administrator of this gallery.',
    zh: '你的账户已被锁定。请联系本站管理员。',
  },
  'creator-unknown': {
    en: 'There is no user named {name}. Check the name.',
    zh: '没有名为 {name} 的用户。请检查名称。',
  },
  'creator-unconfirmed': {
    en: 'The e-mail address of the administrator is not confirmed yet. Confirm it first.',
    zh: '管理员的电子邮件地址尚未确认。请先确认。',
  },
  'too-many-organizations': {
    en: 'You administer {limit, plural, one {an organization} other {# organizations}}, and that is the limit here. Delete one, or ask an administrator of this gallery.',
    zh: '你已管理 {limit} 个组织，达到本站上限。请删除其中一个，或联系本站管理员。',
  },
  'role-missing': { en: 'Choose administrator or collaborator.', zh: '请选择管理员或协作者。' },
  'invitee-missing': { en: 'Enter the user name of the person to invite.', zh: '请输入要邀请的用户的用户名。' },
  'invitee-is-email': {
    en: 'Enter the user name, not an e-mail address. Ask the person for the name of their account here.',
    zh: '请输入用户名，而不是电子邮件地址。请向对方询问其在本站的账户名。',
  },
  'invitee-unknown': {
    en: 'There is no user named {name}. They need an account here first.',
    zh: '没有名为 {name} 的用户。对方需要先在本站注册账户。',
  },
  'invitee-is-organization': {
    en: '{name} is an organization. Only users can be members.',
    zh: '{name} 是组织。只有用户可以成为成员。',
  },
  'invitee-unconfirmed': {
    en: 'The address of {name} is not confirmed yet. Ask them to confirm it first.',
    zh: '{name} 的电子邮件地址尚未确认。请让对方先确认。',
  },
  'already-member': {
    en: '{name} is a member of {organization} already. Change the role in the list of members.',
    zh: '{name} 已是 {organization} 的成员。可以在成员列表中更改其角色。',
  },
  'organization-unconfirmed': {
    en: 'The address of {name} is not confirmed yet. Confirm it before you invite anybody.',
    zh: '{name} 的电子邮件地址尚未确认。请先确认，再邀请成员。',
  },
  'invitation-gone': {
    en: 'This invitation is not open any more: it was answered or cancelled.',
    zh: '此邀请已失效：它已被答复或取消。',
  },
  'not-member': { en: '{name} is not a member of {organization}.', zh: '{name} 不是 {organization} 的成员。' },
  'last-organization-administrator': {
    en: 'This is the last administrator of {organization}. Make another member an administrator first.',
    zh: '这是 {organization} 的最后一位管理员。请先将另一位成员设为管理员。',
  },
  'organization-has-members': {
    en: 'The organization has {count, plural, one {another member} other {# other members}}. Remove them first.',
    zh: '该组织还有 {count} 位其他成员。请先移除他们。',
  },
  'max-key-days-invalid': {
    en: 'Enter a number of days from 1 to {maximum, number}, or leave the field empty.',
    zh: '请输入 1 到 {maximum, number} 之间的天数，或留空。',
  },
  'two-factor-yourself-first': {
    en: 'Switch on two-factor sign-in for your own account first, or you could not manage the organization any more.',
    zh: '请先为你自己的账户启用双重验证登录，否则你将无法再管理该组织。',
  },
  'transform-needs-confirmed': {
    en: 'The account has no confirmed e-mail address. Confirm it first.',
    zh: '该账户没有已确认的电子邮件地址，请先确认。',
  },
  'transform-has-memberships': {
    en: 'The account is a member of an organization. It has to leave it first.',
    zh: '该账户是某个组织的成员，需先退出该组织。',
  },
  'transform-has-invitations': {
    en: 'The account is invited to an organization. The invitation has to be declined first.',
    zh: '该账户有一个加入组织的邀请，需先拒绝该邀请。',
  },
  'transform-last-site-administrator': {
    en: 'The account is the last administrator of this gallery. Make somebody else an administrator first.',
    zh: '该账户是本站最后一位管理员。请先指定另一位管理员。',
  },
  'transform-needs-other-administrator': {
    en: 'Name another user, whose account has a confirmed address: they will look after the organization.',
    zh: '请指定另一位地址已确认的用户：由其管理该组织。',
  },
  'transformation-gone': {
    en: 'This request is not open any more: it was answered or cancelled.',
    zh: '此请求已失效：它已被答复或取消。',
  },
} satisfies Record<Own['code'], { en: string; zh: string }>)
