import { defineMessages } from '../i18n/message.ts'

/** What the pages say on which owners change what their packages show. */
export const messages = defineMessages({
  manageSections: { en: 'What you can change', zh: '可更改的内容' },
  lockedForOwners: {
    en: 'This package is locked: nobody but an administrator of this gallery can change it. Ask one.',
    zh: '此程序包已被锁定，只有本站管理员可以更改。请联系管理员。',
  },
  lockedForAdministrators: {
    en: 'This package is locked for its owners. You can change it as an administrator.',
    zh: '此程序包对所有者锁定。你可以以管理员身份更改。',
  },

  // Choosing versions
  whichVersions: { en: 'Which versions', zh: '哪些版本' },
  whichTicked: { en: 'Those ticked above', zh: '上方勾选的版本' },
  whichAll: { en: 'All {count, plural, one {# version} other {# versions}}', zh: '全部 {count} 个版本' },
  whichPrereleases: {
    en: 'Prereleases ({count})',
    zh: '预发行版（{count} 个）',
  },
  whichRange: { en: 'A range', zh: '某个范围' },
  rangeFrom: { en: 'From version', zh: '从版本' },
  rangeFromHint: { en: 'Empty: from the oldest on.', zh: '留空表示从最旧的版本开始。' },
  rangeTo: { en: 'To version', zh: '到版本' },
  rangeToHint: { en: 'This one too. Empty: to the newest.', zh: '包含此版本。留空表示到最新的版本。' },
  rangeWrong: {
    en: '“{text}” is not a version. Write one such as 1.2.3.',
    zh: '“{text}”不是版本。请使用 1.2.3 之类的形式。',
  },
  rangeBackwards: {
    en: 'The range ends before it begins. Write the lower version first.',
    zh: '范围的结束版本低于起始版本。请先填写较低的版本。',
  },
  rangeNothing: { en: 'No version lies in this range. Choose another.', zh: '此范围内没有版本。请更改范围。' },
  showAllRows: { en: 'Show all {count} versions here', zh: '在此显示全部 {count} 个版本' },

  // Before it counts
  unlistTitle: {
    en: 'Unlist {count, plural, one {# version} other {# versions}} of {id}?',
    zh: '取消列出 {id} 的 {count} 个版本？',
  },
  relistTitle: {
    en: 'Relist {count, plural, one {# version} other {# versions}} of {id}?',
    zh: '重新列出 {id} 的 {count} 个版本？',
  },
  deprecateTitle: {
    en: 'Deprecate {count, plural, one {# version} other {# versions}} of {id}?',
    zh: '弃用 {id} 的 {count} 个版本？',
  },
  undeprecateTitle: {
    en: 'Undo the deprecation of {count, plural, one {# version} other {# versions}} of {id}?',
    zh: '撤销对 {id} 的 {count} 个版本的弃用？',
  },
  doUnlist: {
    en: 'Unlist {count, plural, one {# version} other {# versions}}',
    zh: '取消列出 {count} 个版本',
  },
  doRelist: { en: 'Relist {count, plural, one {# version} other {# versions}}', zh: '重新列出 {count} 个版本' },
  doDeprecate: { en: 'Deprecate {count, plural, one {# version} other {# versions}}', zh: '弃用 {count} 个版本' },
  doUndeprecate: {
    en: 'Undo {count, plural, one {# deprecation} other {# deprecations}}',
    zh: '撤销 {count} 个弃用',
  },
  goBack: { en: 'Back', zh: '返回' },
  consequences: { en: 'What follows', zh: '后果' },
  pagesSay: { en: 'On their pages stands:', zh: '其页面将显示：' },
  versionsMeant: { en: 'The versions', zh: '涉及的版本' },
  latestMoves: {
    en: 'Search shows {after} instead of {before}, and so does a restore that asks for the newest.',
    zh: '搜索将显示 {after} 而不是 {before}，请求最新版本的还原也是如此。',
  },
  latestAppears: { en: 'Search shows {id} again, with {after}.', zh: '搜索将再次显示 {id}，版本为 {after}。' },
  latestVanishes: {
    en: 'Nothing of {id} is in search any more.',
    zh: '搜索中将不再显示 {id}。',
  },
  latestStays: { en: 'Search goes on showing {before}.', zh: '搜索仍显示 {before}。' },
  restoresGoOn: {
    en: 'Builds that ask for exactly these versions go on.',
    zh: '请求这些确切版本的生成不受影响。',
  },
  clientsWarn: {
    en: 'Their pages, search and “dotnet list package --deprecated” say so at once.',
    zh: '其页面、搜索和“dotnet list package --deprecated”会立即提示。',
  },
  noWarnings: {
    en: 'Pages, search and clients say nothing against them any more.',
    zh: '页面、搜索和客户端不再提示。',
  },
  replacesDeprecation: {
    en: '{count, plural, one {# of them is} other {# of them are}} deprecated already: reasons, message and alternate are replaced by these.',
    zh: '其中 {count} 个已弃用：原因、说明和替代项将被替换。',
  },
  alreadySo: {
    en: '{count, plural, one {# version is} other {# versions are}} so already and not touched.',
    zh: '{count} 个版本已是如此，不会更改。',
  },
  nothingToChange: {
    en: 'Every version that you chose is so already. Nothing was changed.',
    zh: '所选版本均已如此，未作更改。',
  },
  andMore: { en: 'and {count} more', zh: '以及另外 {count} 个' },
  latestIsNow: { en: 'Search shows {latest} now.', zh: '搜索现在显示 {latest}。' },

  // Deletion
  deletionTitle: { en: 'Deletion', zh: '删除' },
  deletionNever: {
    en: 'Owners delete nothing in this gallery, so that nobody’s build breaks. Unlist a version, or ask an administrator.',
    zh: '本程序包库不允许所有者删除，以免他人的生成失败。请取消列出版本，或联系管理员。',
  },
  deletionWithin: {
    en: 'You can delete a version within {hours, plural, one {# hour} other {# hours}} of publishing it, by the link in its row. Later only an administrator can.',
    zh: '发布后 {hours} 小时内，可以通过版本所在行的链接删除版本。此后只有管理员可以删除。',
  },
  deletionAlways: {
    en: 'You can delete a version at any time. Every build that restores it fails from then on.',
    zh: '你可以随时删除版本。此后所有还原该版本的生成都会失败。',
  },
  deletionAdministrator: {
    en: 'As an administrator you can delete any version.',
    zh: '作为管理员，你可以删除任何版本。',
  },
  deletionNotNow: { en: 'This version cannot be deleted', zh: '无法删除此版本' },
  askAdministrators: { en: 'Ask an administrator', zh: '联系管理员' },
  deleteTakesAlong: {
    en: 'What you wrote for it in the gallery goes, too.',
    zh: '你在本站为其编写的内容也会一并删除。',
  },

  // README
  readmeSection: { en: 'README', zh: '自述文件' },
  readmeSectionLead: {
    en: 'Each version shows the README in its package. You can write another one here, without publishing a version.',
    zh: '每个版本都会显示其程序包中的自述文件。你可以在此另行编写，无需发布新版本。',
  },
  readmeOf: { en: 'README of {version}', zh: '{version} 的自述文件' },
  editReadme: { en: 'Write a README for {version}', zh: '为 {version} 编写自述文件' },
  editWritten: { en: 'Change the README of {version}', zh: '更改 {version} 的自述文件' },
  writtenOn: { en: 'written here on {date}', zh: '于 {date} 在此编写' },
  previewReadme: { en: 'Preview', zh: '预览' },

  // Lists of packages
  goToKeys: { en: 'API Keys', zh: 'API 密钥' },
  goToUpload: { en: 'Upload', zh: '上传' },

  // Details
  status: { en: 'Status', zh: '状态' },
  listed: { en: 'listed', zh: '已列出' },

  // Manage
  manageTitle: { en: 'Manage {id}', zh: '管理 {id}' },
  manageLead: {
    en: 'An unlisted version is not in search; a restore of exactly that version still works.',
    zh: '未列出的版本不出现在搜索中，但仍可按确切版本还原。',
  },
  listingTitle: { en: 'Listing', zh: '列出状态' },
  unlistChosen: { en: 'Unlist the chosen versions', zh: '取消列出所选版本' },
  relistChosen: { en: 'Relist the chosen versions', zh: '重新列出所选版本' },
  wereUnlisted: {
    en: '{count, plural, one {{id} {version} is} other {# versions of {id} are}} unlisted now. Search does not show {count, plural, one {it; it} other {them; they}} can still be restored by exact version.',
    zh: '{count, plural, =1 {{id} {version}} other {{id} 的 # 个版本}}现已取消列出。搜索中不显示，但仍可按确切版本还原。',
  },
  wereRelisted: {
    en: '{count, plural, one {{id} {version} is} other {# versions of {id} are}} listed again.',
    zh: '{count, plural, =1 {{id} {version}} other {{id} 的 # 个版本}}已重新列出。',
  },
  deprecationTitle: { en: 'Deprecation', zh: '弃用' },
  deprecationLead: {
    en: 'Deprecated versions stay restorable; pages, search and the client say that they should not be used any more.',
    zh: '弃用的版本仍可还原；页面、搜索和客户端会提示不应再使用它们。',
  },
  deprecationReasons: { en: 'Reasons', zh: '原因' },
  alternateId: { en: 'Package to use instead', zh: '建议改用的程序包' },
  alternateHint: { en: 'Its ID in this gallery.', zh: '该程序包在本程序包库中的 ID。' },
  alternateVersion: { en: 'From which version on', zh: '从哪个版本起' },
  deprecationMessage: { en: 'Message', zh: '说明' },
  deprecateChosen: { en: 'Deprecate the chosen versions', zh: '弃用所选版本' },
  undeprecateChosen: { en: 'Undo the deprecation', zh: '撤销弃用' },
  wereDeprecated: {
    en: '{count, plural, one {{id} {version} is} other {# versions of {id} are}} deprecated now.',
    zh: '{count, plural, =1 {{id} {version}} other {{id} 的 # 个版本}}现已弃用。',
  },
  wereUndeprecated: {
    en: '{count, plural, one {{id} {version} is} other {# versions of {id} are}} not deprecated any more.',
    zh: '{count, plural, =1 {{id} {version}} other {{id} 的 # 个版本}}不再弃用。',
  },
  nothingChosen: { en: 'No version is chosen. Choose at least one.', zh: '未选择版本。请至少选择一个。' },
  reasonMissing: {
    en: 'A deprecation needs a reason. Choose at least one.',
    zh: '弃用需要原因。请至少选择一项。',
  },
  otherNeedsMessage: {
    en: 'Another reason needs a message that says which. Write one.',
    zh: '选择“其他原因”时必须填写说明。',
  },
  messageTooLong: {
    en: 'The message has at most {limit} characters. Shorten it.',
    zh: '说明最多 {limit} 个字符，请缩短。',
  },
  alternateIncomplete: {
    en: 'An alternate version needs the ID of its package. Write both, or the ID alone.',
    zh: '填写版本时还需填写程序包 ID。请两项都填，或只填 ID。',
  },
  alternateUnknown: {
    en: 'The package or version to use instead is not in this gallery. Name one that is.',
    zh: '建议改用的程序包或版本不在本程序包库中。请填写已有的。',
  },
  alternateItself: {
    en: 'A version cannot stand in for itself. Name another package, or a version that you do not deprecate.',
    zh: '版本不能作为自身的替代。请填写其他程序包，或不弃用的版本。',
  },
  versionGone: {
    en: 'A chosen version does not exist any more. Look at the list and choose again.',
    zh: '所选版本已不存在。请查看列表并重新选择。',
  },

  // Deprecated and deleted
  delete: { en: 'Delete', zh: '删除' },
  deleteVersion: { en: 'Delete version {version}', zh: '删除版本 {version}' },
  deleteTitle: { en: 'Delete {id} {version}', zh: '删除 {id} {version}' },
  deleteRestores: {
    en: 'Every restore of this version fails from now on, for everybody.',
    zh: '从现在起，任何人都无法还原此版本。',
  },
  deleteTaken: {
    en: 'The same ID and version can never be published again.',
    zh: '同一 ID 和版本永远不能再次发布。',
  },
  deleteForGood: { en: 'The file is removed for good.', zh: '文件将被永久移除。' },
  deleteUndo: { en: 'Only an administrator can undo it.', zh: '只有管理员可以撤销此操作。' },
  deleteUnlistInstead: {
    en: 'To hide a version without breaking anybody’s build, unlist or deprecate it instead.',
    zh: '如果只想隐藏版本而不影响他人的构建，请改为取消列出或弃用。',
  },
  deleteReason: { en: 'Reason', zh: '原因' },
  deleteReasonHint: { en: 'The other owners read it in an e-mail.', zh: '其他所有者会在邮件中看到。' },
  deleteConfirm: { en: 'Type {version} to confirm', zh: '输入 {version} 以确认' },
  deleteConfirmWrong: {
    en: 'This is not the version. Type {version} exactly as it stands here.',
    zh: '版本不符。请准确输入 {version}。',
  },
  deleteButton: { en: 'Delete this version', zh: '删除此版本' },
  wasDeleted: { en: '{id} {version} was deleted.', zh: '{id} {version} 已删除。' },
  deletionNotAllowed: {
    en: 'Owners may not delete versions in this gallery. Unlist the version, or ask an administrator.',
    zh: '本程序包库不允许所有者删除版本。请取消列出该版本，或联系管理员。',
  },
  deletionTooLate: {
    en: 'This version was published more than {withinHours} hours ago: only an administrator may delete it. Unlist it instead.',
    zh: '此版本的发布时间已超过 {withinHours} 小时：只有管理员可以删除。请改为取消列出。',
  },
  pushedBy: { en: 'Pushed by', zh: '推送者' },
  notYours: {
    en: 'You are not an owner of {id}, so you cannot manage it. Ask one of its owners.',
    zh: '你不是 {id} 的所有者，因此无法管理它。请联系其所有者。',
  },
  twoFactorRequired: {
    en: 'The organization {owner} asks its members for two-factor sign-in. Switch it on in your account settings, then try again.',
    zh: '组织 {owner} 要求其成员使用双重验证登录。请先在账户设置中启用，然后重试。',
  },
  ownerLocked: {
    en: 'The account {owner}, which owns this package, is locked. Ask an administrator of this gallery.',
    zh: '拥有此程序包的账户 {owner} 已被锁定。请联系本站管理员。',
  },
  ownerUnconfirmed: {
    en: 'The account {owner}, which owns this package, has no confirmed e-mail address. Confirm it, then try again.',
    zh: '拥有此程序包的账户 {owner} 没有已确认的电子邮件地址。请先确认，然后重试。',
  },
  youAreLocked: {
    en: 'Your account is locked, so you cannot change packages. Ask an administrator of this gallery.',
    zh: '你的账户已被锁定，因此无法更改程序包。请联系本站管理员。',
  },

  // Own packages
  ownTitle: { en: 'Manage packages', zh: '管理程序包' },
  ownPublished: {
    en: 'Published ({count, plural, one {# package} other {# packages}}, {downloads})',
    zh: '已发布（{count} 个，{downloads}）',
  },
  ownUnlisted: {
    en: 'Unlisted ({count, plural, one {# package} other {# packages}}, {downloads})',
    zh: '未列出（{count} 个，{downloads}）',
  },
  addNew: { en: 'Add a package', zh: '添加程序包' },
  askForPrefix: { en: 'Ask for a reserved ID prefix', zh: '申请保留 ID 前缀' },
  ownFilter: { en: 'Owner', zh: '所有者' },
  ownAll: { en: 'All', zh: '全部' },
  ownMine: { en: 'Mine', zh: '我的' },
  ownFind: { en: 'Find', zh: '查找' },
  ownFindLabel: { en: 'Part of a package ID', zh: '程序包 ID 的一部分' },
  ownNoMatch: { en: 'None of these packages has “{text}” in its ID', zh: '没有 ID 包含“{text}”的程序包' },
  ownShowAll: { en: 'Show all of them', zh: '显示全部' },
  lockedMark: { en: 'locked', zh: '已锁定' },
  ownNone: { en: 'You have no packages yet', zh: '你还没有程序包' },
  ownNoneText: {
    en: 'Upload one, or make an API key and push it: the command is shown beside the new key.',
    zh: '上传程序包，或创建 API 密钥并推送：新密钥旁会显示所需命令。',
  },
  packageId: { en: 'Package ID', zh: '程序包 ID' },
  latestVersion: { en: 'Latest version', zh: '最新版本' },
})
