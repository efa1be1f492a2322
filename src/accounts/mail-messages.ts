import { defineMessages } from '../i18n/message.ts'

/** The words of the mails about accounts, in Markdown. */
export const mailMessages = defineMessages({
  confirmSubject: { en: 'Confirm your e-mail address', zh: '请确认你的电子邮件地址' },
  confirmBody: {
    en: 'Welcome to {brand}, {name}.\n\nFollow this link to confirm that {email} is your address:\n\n{url}\n\nYou need it to push packages and to make API keys. The link works for 7 days, and asks you to sign in as {name} first.',
    zh: '{name}，欢迎使用 {brand}。\n\n请打开下面的链接，确认 {email} 是你的地址：\n\n{url}\n\n确认之后才能推送程序包和创建 API 密钥。链接在 7 天内有效，打开时需要以 {name} 的身份登录。',
  },
  confirmNewSubject: { en: 'Confirm your new e-mail address', zh: '请确认你的新电子邮件地址' },
  confirmNewBody: {
    en: 'The account {name} wants to use {email} from now on. Follow this link to confirm it:\n\n{url}\n\nUntil then the old address stays. The link works for 7 days, and asks you to sign in as {name} first. If you did not ask for this, ignore this e-mail.',
    zh: '账户 {name} 希望今后使用 {email}。请打开下面的链接确认：\n\n{url}\n\n在确认之前，原来的地址继续有效。链接在 7 天内有效，打开时需要以 {name} 的身份登录。如果这不是你本人的操作，请忽略这封邮件。',
  },
  confirmOrganizationBody: {
    en: 'The organization {name} was made at {brand} with the address {email}.\n\nAn administrator of {name} confirms it here:\n\n{url}\n\nUntil then nobody can be invited and nothing can be pushed in its name. The link works for 7 days. If you know nothing of this organization, ignore this e-mail.',
    zh: '{brand} 上已创建组织 {name}，其地址为 {email}。\n\n{name} 的管理员可在此确认：\n\n{url}\n\n在确认之前，无法邀请成员，也无法以它的名义推送程序包。链接在 7 天内有效。如果你不了解这个组织，请忽略这封邮件。',
  },
  confirmNewOrganizationBody: {
    en: 'The organization {name} wants to use {email} from now on. An administrator of {name} confirms it here:\n\n{url}\n\nUntil then the old address stays. The link works for 7 days. If you know nothing of this organization, ignore this e-mail.',
    zh: '组织 {name} 希望今后使用 {email}。{name} 的管理员可在此确认：\n\n{url}\n\n在确认之前，原来的地址继续有效。链接在 7 天内有效。如果你不了解这个组织，请忽略这封邮件。',
  },
  emailChangedSubject: { en: 'Your e-mail address was changed', zh: '你的电子邮件地址已更改' },
  emailChangedBody: {
    en: 'The account {name} now uses {email}. Nothing more is sent to this address.\n\nIf you did not do this, somebody else has access to the account: tell the administrator of this gallery at once.',
    zh: '账户 {name} 现在使用 {email}，今后不会再向此地址发送邮件。\n\n如果这不是你本人的操作，说明有其他人可以使用该账户：请立即告知本站管理员。',
  },
  resetSubject: { en: 'Set a new password', zh: '设置新密码' },
  resetBody: {
    en: 'Somebody, probably you, asked to set a new password for the account {name}. Follow this link to choose one:\n\n{url}\n\nIt works once and for 1 hour. If you did not ask for it, ignore this e-mail: the password stays as it is.',
    zh: '有人（可能是你本人）请求为账户 {name} 设置新密码。请打开下面的链接进行设置：\n\n{url}\n\n链接只能使用一次，1 小时内有效。如果这不是你本人的操作，请忽略这封邮件：密码不会改变。',
  },
  passwordChangedSubject: { en: 'Your password was changed', zh: '你的密码已更改' },
  passwordChangedBody: {
    en: 'The password of the account {name} was changed, and every other browser was signed out. API keys are not affected.\n\nIf you did not do this, set a new password at once:\n\n{url}\n\nThen look at the API keys of the account and revoke those you do not know.',
    zh: '账户 {name} 的密码已更改，其他浏览器均已退出登录。API 密钥不受影响。\n\n如果这不是你本人的操作，请立即设置新密码：\n\n{url}\n\n然后检查该账户的 API 密钥，并撤销你不认识的密钥。',
  },
  twoFactorOnSubject: { en: 'Two-factor sign-in was switched on', zh: '双重验证已启用' },
  twoFactorOnBody: {
    en: 'Signing in to the account {name} now takes a second factor besides the password. Every other browser was signed out; API keys are not affected.\n\nKeep the recovery codes in a safe place: each lets you in once if you lose your device.\n\nIf you did not do this, tell the administrator of this gallery at once. The settings are here:\n\n{url}',
    zh: '今后登录账户 {name} 时，除密码外还需要第二重验证。其他浏览器均已退出登录；API 密钥不受影响。\n\n请妥善保管恢复代码：如果设备丢失，每个代码可用于登录一次。\n\n如果这不是你本人的操作，请立即告知本站管理员。相关设置：\n\n{url}',
  },
  twoFactorOffSubject: { en: 'Two-factor sign-in was switched off', zh: '双重验证已停用' },
  twoFactorOffBody: {
    en: 'The password alone is now enough to sign in to the account {name}.\n\nIf you did not do this, set a new password at once and switch two-factor sign-in on again:\n\n{url}',
    zh: '现在仅凭密码即可登录账户 {name}。\n\n如果这不是你本人的操作，请立即设置新密码，并重新启用双重验证：\n\n{url}',
  },
  twoFactorResetSubject: { en: 'Two-factor sign-in was reset', zh: '双重验证已重置' },
  twoFactorResetBody: {
    en: 'An administrator removed the second factors of the account {name}, and every browser was signed out. The password alone is now enough to sign in.\n\nSwitch two-factor sign-in on again here:\n\n{url}\n\nIf you did not ask for this, tell the administrator of this gallery at once.',
    zh: '管理员已移除账户 {name} 的第二重验证，所有浏览器均已退出登录。现在仅凭密码即可登录。\n\n请在此重新启用双重验证：\n\n{url}\n\n如果你没有提出此要求，请立即告知本站管理员。',
  },
  recoveryCodesSubject: { en: 'New recovery codes were made', zh: '已生成新的恢复代码' },
  recoveryCodesBody: {
    en: 'The account {name} has new recovery codes, and the earlier ones do not work any more.\n\nIf you did not do this, make new ones and change your password at once:\n\n{url}',
    zh: '账户 {name} 已生成新的恢复代码，之前的代码不再有效。\n\n如果这不是你本人的操作，请立即重新生成并更改密码：\n\n{url}',
  },
  appAddedSubject: { en: 'An authenticator app was added', zh: '已添加身份验证器应用' },
  appRemovedSubject: { en: 'An authenticator app was removed', zh: '已移除身份验证器应用' },
  passkeyAddedSubject: { en: 'A passkey was added', zh: '已添加通行密钥' },
  passkeyRemovedSubject: { en: 'A passkey was removed', zh: '已移除通行密钥' },
  factorChangedBody: {
    en: 'The ways to sign in to the account {name} have changed. See them here:\n\n{url}\n\nIf you did not do this, change your password at once and remove what you do not know.',
    zh: '账户 {name} 的登录方式有变更。查看：\n\n{url}\n\n如果这不是你本人的操作，请立即更改密码，并移除你不认识的项目。',
  },
  codesTriedSubject: { en: 'Somebody tries to sign in to your account', zh: '有人正在尝试登录你的账户' },
  codesTriedBody: {
    en: 'Several wrong codes in a row were entered for the account {name}, lately from {address}, by somebody who knows its password.\n\nIf that was not you, set a new password now:\n\n{url}\n\nNobody got in, and after more wrong codes each try has to wait.',
    zh: '有人知道账户 {name} 的密码，并连续多次输入了错误的验证码，最近一次来自 {address}。\n\n如果这不是你本人的操作，请立即设置新密码：\n\n{url}\n\n对方并未登录成功；继续输错时，每次尝试都必须等待。',
  },
  renamedSubject: { en: 'Your account has a new name', zh: '你的账户已重命名' },
  renamedBody: {
    en: 'An administrator of {brand} renamed the account {oldName}: it is called **{name}** now. Sign in with that name. Packages and API keys follow, and go on working. The old name is not given to anybody else.',
    zh: '{brand} 的管理员已将账户 {oldName} 重命名为 **{name}**。请使用新名称登录。程序包和 API 密钥随之转移并继续有效。旧名称不会分配给其他人。',
  },
  deletedSubject: { en: 'Your account was deleted', zh: '你的账户已删除' },
  deletedBody: {
    en: 'The account {name} at {brand} was deleted, together with its API keys. Its packages can still be restored by those who use them. The name {name} is not given to anybody else.\n\nIf you did not do this, tell the administrator of this gallery.',
    zh: '你在 {brand} 的账户 {name} 及其 API 密钥已删除。使用其程序包的人仍可还原这些程序包。名称 {name} 不会再分配给其他人。\n\n如果这不是你本人的操作，请告知本站管理员。',
  },
})
