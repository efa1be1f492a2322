import { defineMessages } from '../i18n/message.ts'

/** What the pages say on which owners change what their packages show. */
export const manageMessages = defineMessages({
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
  readmeTitle: { en: 'README of {id} {version}', zh: '{id} {version} 的自述文件' },
  readmeSection: { en: 'README', zh: '自述文件' },
  readmeSectionLead: {
    en: 'Each version shows the README in its package. You can write another one here, without publishing a version.',
    zh: '每个版本都会显示其程序包中的自述文件。你可以在此另行编写，无需发布新版本。',
  },
  readmeOf: { en: 'README of {version}', zh: '{version} 的自述文件' },
  editReadme: { en: 'Write a README for {version}', zh: '为 {version} 编写自述文件' },
  editWritten: { en: 'Change the README of {version}', zh: '更改 {version} 的自述文件' },
  writtenOn: { en: 'written here on {date}', zh: '于 {date} 在此编写' },
  readmeIsPacked: {
    en: 'The page shows the README in the package. What you write here takes its place; the package stays as it is.',
    zh: '页面显示程序包中的自述文件。你在此编写的内容将取而代之，程序包本身不变。',
  },
  readmeIsMissing: {
    en: 'The package has no README. What you write here is shown as one; the package stays as it is.',
    zh: '程序包没有自述文件。你在此编写的内容将作为自述文件显示，程序包本身不变。',
  },
  readmeIsWritten: {
    en: 'The page shows a README that was written here on {date}.',
    zh: '页面显示于 {date} 在此编写的自述文件。',
  },
  readmeText: { en: 'Markdown', zh: 'Markdown' },
  readmeTextHint: {
    en: 'At most {size}. HTML is left out; images are shown when they are in the package.',
    zh: '最大 {size}。不显示 HTML；图片需位于程序包中才会显示。',
  },
  readmeFile: { en: 'Or a file', zh: '或选择文件' },
  readmeFileHint: { en: 'A .md file takes the place of the text above.', zh: '.md 文件会代替上面的文本。' },
  saveReadme: { en: 'Save', zh: '保存' },
  previewReadme: { en: 'Preview', zh: '预览' },
  preview: { en: 'Preview', zh: '预览' },
  previewLead: { en: 'Not saved yet. This is how the page shows it.', zh: '尚未保存。页面将如此显示。' },
  removeWritten: { en: 'Show the README in the package again', zh: '恢复显示程序包中的自述文件' },
  removeOnlyReadme: { en: 'Remove this README', zh: '移除此自述文件' },
  readmeSaved: { en: 'The README of {id} {version} is saved.', zh: '{id} {version} 的自述文件已保存。' },
  readmeRemoved: {
    en: '{id} {version} shows what its package holds again.',
    zh: '{id} {version} 已恢复显示程序包中的内容。',
  },
  readmeEmpty: { en: 'There is no text. Write some, or choose a file.', zh: '没有文本。请编写内容或选择文件。' },
  readmeTooLarge: { en: 'The README is larger than {size}. Shorten it.', zh: '自述文件超过 {size}。请缩短。' },
  readmeNotText: {
    en: 'This is not UTF-8 text. Save the file as UTF-8, then choose it again.',
    zh: '这不是 UTF-8 文本。请将文件另存为 UTF-8 后重新选择。',
  },
  readmeWrittenNote: {
    en: 'The owners wrote this README in the gallery on {date}.',
    zh: '此自述文件由所有者于 {date} 在本站编写。',
  },
  readmeInPackage: { en: 'The one in the package', zh: '程序包中的自述文件' },
  addReadmeHere: { en: 'Write one here', zh: '在此编写' },
})
