import { defineMessages, type Translate } from '../i18n/message.ts'
import type { AccountRefusal } from './refusal.ts'

/** The sentence for a refusal, in the language of the page. English is ASCII: the command line prints it too. */
export function accountRefusalText(t: Translate, refusal: AccountRefusal): string {
  switch (refusal.code) {
    case 'sign-in-locked':
    case 'codes-locked':
      return t(texts[refusal.code], { minutes: Math.ceil(refusal.waitSeconds / 60), seconds: refusal.waitSeconds })
    case 'would-orphan-packages':
      return t(texts['would-orphan-packages'], {
        count: refusal.packageIds.length,
        ids: refusal.packageIds.slice(0, 10).join(', '),
      })
    default: {
      const { code, ...values } = refusal
      return t(texts[code], values)
    }
  }
}

const texts = defineMessages({
  'name-missing': { en: 'Enter a user name.', zh: '请输入用户名。' },
  'name-length': {
    en: 'A user name has {minimum} to {maximum} characters.',
    zh: '用户名的长度为 {minimum} 到 {maximum} 个字符。',
  },
  'name-characters': {
    en: 'A user name is made of letters A to Z, digits, dots, underscores and hyphens, and begins and ends with a letter or a digit.',
    zh: '用户名只能包含英文字母、数字、点、下划线和连字符，并且以字母或数字开头和结尾。',
  },
  'name-taken': {
    en: 'The name {name} is taken. Names of deleted accounts stay taken. Choose another one.',
    zh: '名称 {name} 已被占用。已删除账户的名称也不能再用。请另选一个。',
  },
  'name-look-alike': {
    en: 'The name {name} looks too much like {other}, which is taken. Choose another one.',
    zh: '名称 {name} 与已被占用的 {other} 过于相似。请另选一个。',
  },
  'email-missing': { en: 'Enter an e-mail address.', zh: '请输入电子邮件地址。' },
  'email-invalid': {
    en: 'This is not a plain e-mail address such as ann@example.com.',
    zh: '这不是有效的电子邮件地址。正确的写法如 ann@example.com。',
  },
  'email-too-long': {
    en: 'An e-mail address has at most {maximum} characters.',
    zh: '电子邮件地址最多 {maximum} 个字符。',
  },
  'email-taken': {
    en: 'Another account uses this address. Sign in to that one, or enter another address.',
    zh: '此地址已用于另一个账户。请登录该账户，或使用其他地址。',
  },
  'email-unchanged': { en: 'This is already the address of your account.', zh: '这已经是你账户的地址。' },
  'password-missing': { en: 'Enter a password.', zh: '请输入密码。' },
  'password-too-short': {
    en: 'Use at least {minimum} characters. Several words in a row are easy to keep in mind.',
    zh: '密码至少 {minimum} 个字符。几个词连在一起既长又好记。',
  },
  'password-too-long': { en: 'Use at most {maximum} characters.', zh: '密码最多 {maximum} 个字符。' },
  'password-common': {
    en: 'This password is among the first that others would try. Choose one that is less common.',
    zh: '这个密码很容易被人猜到。请换一个不常见的。',
  },
  'password-is-name': {
    en: 'The password must not be the user name. Choose another one.',
    zh: '密码不能与用户名相同。请换一个。',
  },
  'registration-closed': {
    en: 'Nobody can register here by themselves. Ask an administrator for an account.',
    zh: '本站未开放注册。请向管理员申请账户。',
  },
  'sign-in-wrong': {
    en: 'The user name or e-mail address and the password do not match.',
    zh: '用户名或电子邮件地址与密码不匹配。',
  },
  'sign-in-locked': {
    en: 'Too many wrong passwords. Wait {minutes, plural, one {# minute} other {# minutes}}, then try again, or set a new password.',
    zh: '密码错误次数过多。请等待 {minutes} 分钟后重试，或设置新密码。',
  },
  'wrong-password': { en: 'This is not your current password.', zh: '当前密码不正确。' },
  'code-wrong': {
    en: 'This code is not right. Enter the one that your app shows now, or a recovery code that you have not used yet.',
    zh: '验证码不正确。请输入应用当前显示的验证码，或一个尚未使用的恢复代码。',
  },
  'code-used': {
    en: 'This code was used already: each works once. Wait for the next one of your app.',
    zh: '此验证码已经用过，每个验证码只能使用一次。请等待应用显示下一个。',
  },
  'codes-locked': {
    en: 'Too many wrong codes. Wait {minutes, plural, one {# minute} other {# minutes}}, then try again.',
    zh: '验证码错误次数过多。请等待 {minutes} 分钟后重试。',
  },
  'passkey-wrong': {
    en: 'This passkey did not fit, or it took too long. Try again, or choose another way.',
    zh: '通行密钥不匹配或已超时。请重试，或使用其他方式。',
  },
  'passkey-name-missing': { en: 'Give the passkey a name.', zh: '请为通行密钥命名。' },
  'passkey-unknown': { en: 'This passkey was removed already.', zh: '此通行密钥已被移除。' },
  'too-many-passkeys': {
    en: 'You have {maximum} passkeys, which is the most an account may have. Remove one first.',
    zh: '你已有 {maximum} 个通行密钥，达到账户上限。请先移除一个。',
  },
  'last-factor': {
    en: 'This is your last second factor. Switch two-factor sign-in off instead, or add another one first.',
    zh: '这是你的最后一个第二重验证方式。请改为停用双重验证，或先添加另一个。',
  },
  'second-step-ended': {
    en: 'This sign-in took too long or had too many wrong codes. Enter your password again.',
    zh: '本次登录已超时，或验证码错误次数过多。请重新输入密码。',
  },
  'setup-ended': {
    en: 'This code belongs to a secret that is too old or was replaced. Begin again.',
    zh: '此验证码对应的密钥已过期或已被替换。请重新开始。',
  },
  'authenticator-present': {
    en: 'Your account has an authenticator app already. Remove that one first.',
    zh: '你的账户已设置身份验证器应用。请先移除它。',
  },
  'two-factor-off': { en: 'Two-factor sign-in is not switched on.', zh: '尚未启用双重验证。' },
  'link-invalid': {
    en: 'This link is wrong, was used already, or is too old.',
    zh: '此链接无效、已被使用或已过期。',
  },
  'already-confirmed': { en: 'This address is confirmed already.', zh: '此地址已经确认过了。' },
  'too-many-mails': {
    en: 'Several e-mails were sent to you within the last hour. Look for them, also in your spam folder, or try again later.',
    zh: '过去一小时内已发送多封邮件。请查收（包括垃圾邮件），或稍后再试。',
  },
  'account-unknown': { en: 'There is no account named {name}.', zh: '没有名为 {name} 的账户。' },
  'account-is-organization': {
    en: 'The account {name} is an organization: only users can do this.',
    zh: '{name} 是组织：此操作仅适用于用户。',
  },
  'account-locked': {
    en: 'The account {name} is locked. Ask an administrator to unlock it.',
    zh: '账户 {name} 已被锁定。请联系管理员解锁。',
  },
  'would-orphan-packages': {
    en: '{count, plural, one {A package} other {# packages}} would have no owner any more: {ids}. Ask an administrator to delete the account.',
    zh: '有 {count} 个程序包将失去唯一的所有者：{ids}。请让管理员删除此账户。',
  },
  'last-administrator': {
    en: 'This is the last administrator of this gallery. Make somebody else an administrator first.',
    zh: '这是本站最后一位管理员。请先指定另一位管理员。',
  },
} satisfies Record<AccountRefusal['code'], { en: string; zh: string }>)
