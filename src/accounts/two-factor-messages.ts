import { defineMessages } from '../i18n/message.ts'

/** What the pages about the second factor say. */
export const messages = defineMessages({
  // The second step of signing in
  secondStepTitle: { en: 'One more step', zh: '还差一步' },
  secondStepLead: {
    en: 'The password is right. Your account {name} asks for a second factor too.',
    zh: '密码正确。你的账户 {name} 还需要第二重验证。',
  },
  code: { en: 'Code', zh: '验证码' },
  codeHint: {
    en: 'The six digits that your authenticator app shows, or one of your recovery codes.',
    zh: '身份验证器应用显示的六位数字，或你的一个恢复代码。',
  },
  byPasskey: { en: 'Use a passkey', zh: '使用通行密钥' },
  signIn: { en: 'Sign in', zh: '登录' },
  lostEverything: {
    en: 'Lost both the device and the recovery codes? An administrator of this gallery can reset two-factor sign-in for you.',
    zh: '设备和恢复代码都丢失了？本站管理员可以为你重置双重验证。',
  },
  startOver: { en: 'Start again with another account', zh: '换一个账户登录' },

  // Asking again who sits there
  confirmTitle: { en: 'Confirm that it is you', zh: '请确认是你本人' },
  confirmLead: {
    en: 'What comes next is hard to take back, so show once more that you are {name}. For 15 minutes you are not asked again.',
    zh: '接下来的操作难以撤销，请再次确认你是 {name}。确认之后 15 分钟内不会再次询问。',
  },
  password: { en: 'Password', zh: '密码' },
  confirm: { en: 'Confirm', zh: '确认' },
  confirmByPassword: { en: 'With your password', zh: '使用密码' },
  confirmByCode: { en: 'With a code', zh: '使用验证码' },
  otherWay: { en: 'Confirm in another way', zh: '使用其他方式确认' },
  cancel: { en: 'Cancel', zh: '取消' },

  // The page of one's own second factors
  title: { en: 'Two-factor sign-in', zh: '双重验证' },
  lead: {
    en: 'A password can be stolen without your noticing. With a second factor it is not enough.',
    zh: '密码可能在你不知情时被盗。有了第二重验证，仅凭密码无法登录。',
  },
  settings: { en: 'Account settings', zh: '账户设置' },
  isOn: { en: 'on', zh: '已启用' },
  isOff: { en: 'off', zh: '未启用' },
  onSince: { en: 'On since {date}', zh: '启用于 {date}' },
  manage: { en: 'Manage two-factor sign-in', zh: '管理双重验证' },
  sessionsNote: {
    en: 'When you switch it on, every other browser is signed out. API keys go on working.',
    zh: '启用后，其他浏览器均会退出登录。API 密钥继续有效。',
  },
  app: { en: 'Authenticator app', zh: '身份验证器应用' },
  appText: {
    en: 'An app on your phone or computer makes a new code every 30 seconds, without a network.',
    zh: '手机或计算机上的应用每 30 秒生成一个新的验证码，无需联网。',
  },
  appPresent: { en: 'Set up. Its code is asked for after your password.', zh: '已设置。输入密码后需要其验证码。' },
  setUp: { en: 'Set up an authenticator app', zh: '设置身份验证器应用' },
  setUpTitle: { en: 'Set up your authenticator app', zh: '设置身份验证器应用' },
  scan: {
    en: 'Scan this picture with your app.',
    zh: '请使用应用扫描此图。',
  },
  qrLabel: { en: 'QR code of the secret below', zh: '下方密钥的二维码' },
  orType: {
    en: 'Or type this secret into the app: time-based, 6 digits.',
    zh: '或者在应用中输入此密钥：基于时间，6 位数字。',
  },
  orOpen: { en: 'Open it in an app on this device', zh: '在本设备的应用中打开' },
  firstCode: { en: 'Code that the app shows now', zh: '应用当前显示的验证码' },
  firstCodeHint: { en: 'Six digits. It shows that the app has the secret.', zh: '六位数字，用于确认应用已保存密钥。' },
  switchOn: { en: 'Switch on', zh: '启用' },

  removeApp: { en: 'Remove the app', zh: '移除应用' },
  appRemoved: { en: 'The authenticator app was removed.', zh: '已移除身份验证器应用。' },
  appAdded: { en: 'The authenticator app is set up.', zh: '身份验证器应用已设置。' },

  // Passkeys
  passkeys: { en: 'Passkeys', zh: '通行密钥' },
  passkeysText: {
    en: 'Your device, phone or security key signs you in with a finger, a face or a PIN: alone, or after the password. No other site can steal it.',
    zh: '使用设备、手机或安全密钥，通过指纹、面容或 PIN 登录：可以单独使用，也可以在输入密码之后使用。其他网站无法窃取。',
  },
  passkeyName: { en: 'Name of the new passkey', zh: '新通行密钥的名称' },
  passkeyNameHint: { en: 'Such as the device that keeps it.', zh: '例如保存它的设备。' },
  passkeyAdd: { en: 'Add a passkey', zh: '添加通行密钥' },
  passkeyAdded: { en: 'The passkey {name} was added.', zh: '已添加通行密钥 {name}。' },
  passkeyRemoved: { en: 'The passkey {name} was removed.', zh: '已移除通行密钥 {name}。' },
  passkeyRenamed: { en: 'The passkey is called {name} now.', zh: '通行密钥现在名为 {name}。' },
  passkeyMade: { en: 'added {date}', zh: '添加于 {date}' },
  passkeyUsed: { en: 'last used {date}', zh: '上次使用：{date}' },
  passkeyUnused: { en: 'not used yet', zh: '尚未使用' },
  rename: { en: 'Rename', zh: '重命名' },
  renameOf: { en: 'Rename {name}', zh: '重命名 {name}' },
  nameOf: { en: 'Name of {name}', zh: '{name} 的名称' },
  remove: { en: 'Remove', zh: '移除' },
  removeOf: { en: 'Remove {name}', zh: '移除 {name}' },
  passkeyFailed: {
    en: 'The passkey was not used: it was cancelled, or this browser has none for this site. Try again, or choose another way.',
    zh: '未使用通行密钥：操作已取消，或此浏览器没有适用于本站的通行密钥。请重试，或使用其他方式。',
  },
  passkeyUnsupported: {
    en: 'This browser has no passkeys for this address: they need https, or localhost, and a host name.',
    zh: '此浏览器无法对该地址使用通行密钥：需要 https 或 localhost，并使用主机名。',
  },
  passkeyNoScript: {
    en: 'Passkeys need JavaScript. Switch it on for this site, or choose another way.',
    zh: '通行密钥需要 JavaScript。请为本站启用，或使用其他方式。',
  },

  // Recovery codes
  codesTitle: { en: 'Your recovery codes', zh: '你的恢复代码' },
  codesOn: { en: 'Two-factor sign-in is on.', zh: '双重验证已启用。' },
  codesLead: {
    en: 'Keep these codes where you find them without this device, such as printed or in a password manager. Each lets you in once in place of the second factor. They are not shown again.',
    zh: '请将这些代码保存在没有此设备时也能找到的地方，例如打印出来或存入密码管理器。每个代码可代替第二重验证使用一次，之后不会再次显示。',
  },
  copyCodes: { en: 'Copy the recovery codes', zh: '复制恢复代码' },
  codesKept: { en: 'I have kept them', zh: '我已保存' },
  recoveryCodes: { en: 'Recovery codes', zh: '恢复代码' },
  codesLeft: {
    en: '{count, plural, =0 {None is left: make new ones.} one {# code is left.} other {# codes are left.}}',
    zh: '{count, plural, =0 {已全部用完，请重新生成。} other {还剩 # 个。}}',
  },
  newCodes: { en: 'Make new codes', zh: '重新生成' },
  newCodesHint: { en: 'Making new ones ends them at once.', zh: '重新生成后，现有的代码立即失效。' },
  confirmFirst: { en: 'Confirm that it is you', zh: '先确认是你本人' },

  // Off again
  off: { en: 'Switch off', zh: '停用' },
  offText: {
    en: 'The password alone is then enough. Organizations that ask for two factors refuse you until you switch it on again.',
    zh: '停用后仅凭密码即可登录。要求双重验证的组织会拒绝你的操作，直到你重新启用。',
  },
  offLocked: {
    en: 'A locked account keeps two-factor sign-in. Ask an administrator to unlock it.',
    zh: '账户锁定期间不能停用双重验证。请联系管理员解锁。',
  },
  offButton: { en: 'Switch two-factor sign-in off', zh: '停用双重验证' },
  offByPasskey: { en: 'Switch it off with a passkey', zh: '使用通行密钥停用' },
  wentOff: { en: 'Two-factor sign-in is off.', zh: '双重验证已停用。' },
})
