import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  title: { en: 'API keys', zh: 'API 密钥' },
  lead: {
    en: 'Each key does one job: give it only what that job needs. Treat it like a password.',
    zh: '每个密钥只做一件事：只授予它所需的权限，并像保管密码一样保管它。',
  },
  unconfirmed: {
    en: 'Confirm your e-mail address before you make API keys.',
    zh: '创建 API 密钥之前，请先确认你的电子邮件地址。',
  },
  confirmNow: { en: 'Confirm the address', zh: '确认地址' },
  locked: {
    en: 'Your account is locked: you can delete and revoke keys, but not make or regenerate them. Ask an administrator of this gallery.',
    zh: '你的账户已被锁定：可以删除和撤销密钥，但不能创建或重新生成。请联系本站管理员。',
  },
  create: { en: 'Create key', zh: '创建密钥' },
  createTitle: { en: 'Create a key', zh: '创建密钥' },
  manage: { en: 'Your keys', zh: '你的密钥' },
  none: { en: 'No keys yet', zh: '还没有密钥' },
  noneText: { en: 'Create one to push packages.', zh: '创建一个密钥即可推送程序包。' },
  expiredBanner: {
    en: '{count, plural, one {This key has expired: {names}. Regenerate or delete it.} other {These keys have expired: {names}. Regenerate or delete them.}}',
    zh: '{count, plural, other {以下密钥已过期：{names}。请重新生成或删除。}}',
  },
  revokedBanner: {
    en: '{count, plural, one {This key is revoked: {names}. Regenerate or delete it.} other {These keys are revoked: {names}. Regenerate or delete them.}}',
    zh: '{count, plural, other {以下密钥已撤销：{names}。请重新生成或删除。}}',
  },

  // Form
  name: { en: 'Key name', zh: '密钥名称' },
  nameHint: { en: 'What the key is for, such as “ci” or “laptop”.', zh: '密钥的用途，例如“ci”或“laptop”。' },
  lifetime: { en: 'Expires in', zh: '有效期' },
  lifetimeHint: {
    en: 'At most {days, plural, one {# day} other {# days}}.',
    zh: '最长 {days, plural, other {# 天}}。',
  },
  days: { en: '{days, plural, one {# day} other {# days}}', zh: '{days, plural, other {# 天}}' },
  onDate: { en: 'On a date…', zh: '指定日期…' },
  keepDate: { en: 'Unchanged ({date})', zh: '不变（{date}）' },
  date: { en: 'Last day', zh: '最后一天' },
  dateHint: { en: 'The key ends with that day (UTC).', zh: '密钥在当天结束时失效（UTC）。' },
  owner: { en: 'Package owner', zh: '程序包所有者' },
  ownerHint: {
    en: 'New packages pushed with this key belong to this account.',
    zh: '用此密钥推送的新程序包归此账户所有。',
  },
  scopes: { en: 'Scopes', zh: '范围' },
  scopePush: { en: 'Push', zh: '推送' },
  scopePushNew: { en: 'New packages and new versions', zh: '新程序包和新版本' },
  scopePushVersion: { en: 'Only new versions of existing packages', zh: '仅现有程序包的新版本' },
  scopeUnlist: { en: 'Unlist or relist versions', zh: '取消列出或重新列出版本' },
  globs: { en: 'Glob patterns', zh: 'Glob 模式' },
  globsHint: {
    en: 'One per line. * stands for any run of characters: Contoso.* covers Contoso.Core, now and later. A lone * covers every package of the owner.',
    zh: '每行一个。* 代表任意字符：Contoso.* 涵盖 Contoso.Core，现在和将来都有效。单独的 * 涵盖该所有者的所有程序包。',
  },
  packages: { en: 'Chosen packages', zh: '选定的程序包' },
  packagesHint: { en: 'In addition to the patterns.', zh: '作为模式的补充。' },
  noPackages: { en: 'This owner has no packages yet: use a pattern.', zh: '此所有者还没有程序包：请使用模式。' },
  preview: { en: 'Preview', zh: '预览' },
  previewTitle: { en: 'What this key will do', zh: '此密钥的作用' },
  save: { en: 'Save changes', zh: '保存更改' },
  cancel: { en: 'Cancel', zh: '取消' },
  password: { en: 'Your password', zh: '你的密码' },
  passwordHint: {
    en: 'Needed only when the change gives the key more than it has: other packages, further scopes or a later end.',
    zh: '仅在更改会扩大密钥权限时需要：更多程序包、更多范围或更晚的到期时间。',
  },

  // The sentence
  sentence: {
    en: '{name} may {actions} for {owner}, for IDs like {subjects}, until {end}.',
    zh: '{name} 可以代表 {owner}，对形如 {subjects} 的 ID 执行以下操作：{actions}，有效期至 {end}。',
  },
  sentenceMatches: {
    en: '{count, plural, =0 {Today that is none of your packages} other {Today that is {ids}}}; later ones that fit are covered too.',
    zh: '{count, plural, =0 {目前没有匹配的程序包} other {目前匹配：{ids}}}；以后符合的程序包也会涵盖在内。',
  },
  sentenceMatchesFixed: {
    en: '{count, plural, =0 {Today that is none of your packages.} other {That is {ids}.}}',
    zh: '{count, plural, =0 {目前没有匹配的程序包。} other {即：{ids}。}}',
  },
  sentenceMayNot: { en: 'It may not {actions}.', zh: '它不能执行：{actions}。' },
  sentenceIncomplete: {
    en: 'Fill in a name, at least one scope, and a pattern or package to see what the key will do.',
    zh: '填写名称、至少一个范围以及模式或程序包，即可查看密钥的作用。',
  },
  unnamed: { en: 'The key', zh: '此密钥' },
  doPush: { en: 'push new packages and new versions', zh: '推送新程序包和新版本' },
  doPushVersion: { en: 'push new versions', zh: '推送新版本' },
  doUnlist: { en: 'unlist and relist', zh: '取消列出和重新列出' },
  bothActions: { en: '{first}, and {second}', zh: '{first}；{second}' },
  mayNotUnlist: { en: 'unlist or relist', zh: '取消列出或重新列出' },
  mayNotPushNew: { en: 'push new packages', zh: '推送新程序包' },
  mayNotPush: { en: 'push', zh: '推送' },
  warnWide: {
    en: 'This key covers every package and lives long. A narrower pattern or a shorter life limits the damage if it leaks.',
    zh: '此密钥涵盖所有程序包且有效期很长。缩小模式或缩短有效期可以减少泄露时的损失。',
  },
  warnReserved: {
    en: 'Reserved for other accounts: {prefixes}. This key cannot push new packages there.',
    zh: '已为其他账户保留：{prefixes}。此密钥无法在其下推送新程序包。',
  },
  andMore: { en: '{count, plural, one {# more} other {# more}}', zh: '{count, plural, other {另外 # 个}}' },

  // Card
  expires: { en: 'expires', zh: '到期' },
  expired: { en: 'expired', zh: '已过期' },
  expiringSoon: { en: 'expires soon', zh: '即将过期' },
  revoked: { en: 'revoked', zh: '已撤销' },
  isNew: { en: 'new', zh: '新' },
  ownerIs: { en: 'for {owner}', zh: '所有者：{owner}' },
  lastUsed: { en: 'last used', zh: '上次使用' },
  lastUsedFrom: { en: ', from {address}', zh: '，来自 {address}' },
  neverUsed: { en: 'never used', zh: '从未使用' },
  oldSecretEnds: { en: 'the previous secret {visibleId}… works until', zh: '之前的密钥 {visibleId}… 有效至' },
  edit: { en: 'Edit', zh: '编辑' },
  regenerate: { en: 'Regenerate', zh: '重新生成' },
  revoke: { en: 'Revoke', zh: '撤销' },
  delete: { en: 'Delete', zh: '删除' },
  editNamed: { en: 'Edit {name}', zh: '编辑 {name}' },
  regenerateNamed: { en: 'Regenerate {name}', zh: '重新生成 {name}' },
  revokeNamed: { en: 'Revoke {name}', zh: '撤销 {name}' },
  deleteNamed: { en: 'Delete {name}', zh: '删除 {name}' },

  // The secret, once
  secretTitle: { en: '“{name}” is ready', zh: '“{name}”已就绪' },
  secretOnce: {
    en: 'Copy it now: it will not be shown again.',
    zh: '请立即复制：之后不会再显示。',
  },
  secretLabel: { en: 'API key', zh: 'API 密钥' },
  copySecret: { en: 'Copy the API key', zh: '复制 API 密钥' },
  copyCommand: { en: 'Copy the push command', zh: '复制推送命令' },
  pushWith: { en: 'Push a package with it:', zh: '用它推送程序包：' },
  secretForgotten: {
    en: 'The key is no longer shown here. If it was not copied, regenerate it.',
    zh: '此处不再显示该密钥。如果尚未复制，请重新生成。',
  },
  overlapNote: {
    en: 'The previous secret works until:',
    zh: '之前的密钥有效至：',
  },

  // Confirmations
  regenerateText: {
    en: 'The key gets a new secret and lives as long as before, from now on. Its scopes and packages stay.',
    zh: '密钥将获得新的内容，并从现在起按原有效期重新计算。范围和程序包保持不变。',
  },
  overlap: { en: 'The old secret', zh: '旧密钥' },
  overlapNone: { en: 'Ends at once', zh: '立即失效' },
  overlapHour: { en: 'Works for 1 hour more', zh: '再保留 1 小时' },
  overlapDay: { en: 'Works for 24 hours more', zh: '再保留 24 小时' },
  overlapHint: { en: 'Time for pipelines to take up the new one.', zh: '为流水线换用新密钥留出时间。' },
  revokeText: {
    en: 'The key stops working at once and stays in the list. Regenerating brings it back with a new secret.',
    zh: '密钥立即失效，但仍保留在列表中。重新生成后可用新的内容恢复。',
  },
  deleteText: { en: 'The key stops working at once and leaves the list.', zh: '密钥立即失效，并从列表中移除。' },
  wasEdited: { en: 'The changes to {name} are saved.', zh: '对 {name} 的更改已保存。' },
  wasRevoked: { en: '{name} is revoked: it no longer works.', zh: '{name} 已撤销，不再有效。' },
  wasDeleted: { en: '{name} is deleted: it no longer works.', zh: '{name} 已删除，不再有效。' },
  alreadyDone: {
    en: 'That form was sent before, so nothing was done again. A secret is shown only once.',
    zh: '该表单此前已提交，因此没有重复操作。密钥内容只显示一次。',
  },
  back: { en: 'Back to API keys', zh: '返回 API 密钥' },
})
