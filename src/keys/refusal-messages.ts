import { defineMessages, type Translate } from '../i18n/message.ts'
import type { KeyFormRefusal } from './refusal.ts'

/** The sentence for a refusal, in the language of the page. English is ASCII: the command line prints it too. */
export function keyRefusalText(t: Translate, refusal: KeyFormRefusal): string {
  if (refusal.code === 'sign-in-locked') {
    return t(texts['sign-in-locked'], { minutes: Math.ceil(refusal.waitSeconds / 60) })
  }
  const { code, ...values } = refusal
  return t(texts[code], values)
}

export const texts = defineMessages({
  'key-name-missing': { en: 'Give the key a name.', zh: '请为密钥命名。' },
  'key-name-too-long': {
    en: 'The name may have at most {maximum, number} characters.',
    zh: '名称最多 {maximum, number} 个字符。',
  },
  'key-owner-unknown': { en: 'Choose the account the key acts for.', zh: '请选择密钥所代表的账户。' },
  'key-scope-missing': {
    en: 'Choose at least one scope: a key without any may do nothing.',
    zh: '请至少选择一个范围：没有范围的密钥什么都不能做。',
  },
  'key-subject-missing': {
    en: 'Enter a glob pattern or choose a package: a key without any covers nothing.',
    zh: '请输入 Glob 模式或选择程序包：两者都没有的密钥不涵盖任何内容。',
  },
  'key-glob-invalid': {
    en: 'The pattern {glob} is not valid: use letters, digits, "_", ".", "-" and "*" only, at most 128.',
    zh: '模式 {glob} 无效：只能使用字母、数字、“_”、“.”、“-”和“*”，最多 128 个字符。',
  },
  'key-package-not-owned': {
    en: '{id} is not a package of that owner. Use a pattern for packages that do not exist yet.',
    zh: '{id} 不是该所有者的程序包。对于尚不存在的程序包，请使用模式。',
  },
  'key-too-many-subjects': {
    en: 'A key may have at most {maximum, number} patterns and packages. Use wider patterns or several keys.',
    zh: '一个密钥最多可有 {maximum, number} 个模式和程序包。请使用更宽的模式或多个密钥。',
  },
  'key-lifetime-invalid': {
    en: 'Choose a life of 1 to {maximumDays, number} days.',
    zh: '请选择 1 到 {maximumDays, number} 天的有效期。',
  },
  'too-many-keys': {
    en: 'You have {maximum, number} keys, which is the most an account may have. Delete one first.',
    zh: '你已有 {maximum, number} 个密钥，达到账户上限。请先删除一个。',
  },
  'key-user-locked': {
    en: 'Your account is locked, so you cannot make, change or regenerate keys. Ask an administrator of this gallery.',
    zh: '你的账户已被锁定，因此无法创建、更改或重新生成密钥。请联系本站管理员。',
  },
  'key-user-unconfirmed': {
    en: 'Confirm your e-mail address first.',
    zh: '请先确认你的电子邮件地址。',
  },
  'key-not-acting-for-owner': {
    en: 'You may not act for {owner}. Choose another account, or ask an administrator of {owner} to invite you.',
    zh: '你不能代表 {owner}。请选择其他账户，或请 {owner} 的管理员邀请你。',
  },
  'key-owner-locked': {
    en: 'The account {owner} is locked. Ask an administrator of this gallery.',
    zh: '账户 {owner} 已被锁定。请联系本站管理员。',
  },
  'key-owner-unconfirmed': {
    en: 'The e-mail address of {owner} is not confirmed yet. Confirm it first.',
    zh: '{owner} 的电子邮件地址尚未确认。请先确认。',
  },
  'key-owner-needs-two-factor': {
    en: 'The organization {owner} asks its members for two-factor sign-in. Switch it on in your account settings first.',
    zh: '组织 {owner} 要求其成员使用双重验证登录。请先在账户设置中启用。',
  },
  'key-widening': {
    en: 'This change gives the key more than it has. Enter your password to confirm it.',
    zh: '此更改会扩大密钥的权限。请输入密码以确认。',
  },
  'wrong-password': { en: 'The password is not right. Try again.', zh: '密码不正确，请重试。' },
  'sign-in-locked': {
    en: 'Too many wrong passwords. Try again in {minutes, plural, one {# minute} other {# minutes}}.',
    zh: '密码错误次数过多。请在 {minutes, plural, other {# 分钟}}后重试。',
  },
})
