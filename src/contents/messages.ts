import { defineMessages } from '../i18n/message.ts'
import type { ComparedField } from './compare.ts'

export const messages = defineMessages({
  filesOf: { en: 'Files of {id} {version}', zh: '{id} {version} 中的文件' },
  fileOf: { en: '{file} in {id} {version}', zh: '{id} {version} 中的 {file}' },
  path: { en: 'Path', zh: '路径' },
  name: { en: 'Name', zh: '名称' },
  size: { en: 'Size', zh: '大小' },
  packedSize: { en: 'Packed', zh: '压缩后' },
  filesAndSize: {
    en: '{count, plural, one {# file} other {# files}}, {size}',
    zh: '{count} 个文件，{size}',
  },
  tooManyHere: {
    en: 'The first {count} files are shown. Download the package to see all of them.',
    zh: '仅显示前 {count} 个文件。要查看全部文件，请下载程序包。',
  },
  noEntries: {
    en: 'This gallery does not know what is in this package: it was pushed before files were listed. Download it to look.',
    zh: '本程序包库不知道此程序包的内容：它推送时尚未列出文件。请下载后查看。',
  },
  backToPackage: { en: 'Back to the package', zh: '返回程序包' },
  compareVersions: { en: 'Compare versions', zh: '比较版本' },
  downloadFile: { en: 'Download file', zh: '下载文件' },
  notText: {
    en: 'This file is not text, so it is not shown.',
    zh: '此文件不是文本，因此不显示。',
  },
  tooLong: {
    en: 'This file is longer than {limit}, so it is not shown. Download it to read it.',
    zh: '此文件超过 {limit}，因此不显示。请下载后查看。',
  },
  emptyFile: { en: 'This file is empty.', zh: '此文件为空。' },
  directionMarks: {
    en: 'This text has invisible characters that turn the direction of writing. What you see may not be what a compiler reads.',
    zh: '此文本含有改变书写方向的不可见字符。你看到的可能与编译器读取的不同。',
  },
  textOfFile: { en: 'Text of the file', zh: '文件的文本' },

  compareTitle: { en: 'Compare versions of {id}', zh: '比较 {id} 的版本' },
  from: { en: 'From', zh: '从' },
  to: { en: 'To', zh: '到' },
  compare: { en: 'Compare', zh: '比较' },
  oneVersionOnly: {
    en: 'There is only one version so far, so there is nothing to compare.',
    zh: '目前只有一个版本，没有可比较的内容。',
  },
  versionMissing: {
    en: 'There is no version {version} of this package. Choose two of the list.',
    zh: '此程序包没有版本 {version}。请从列表中选择两个版本。',
  },
  about: { en: 'About the package', zh: '程序包信息' },
  dependencies: { en: 'Dependencies', zh: '依赖项' },
  files: { en: 'Files', zh: '文件' },
  field: { en: 'Field', zh: '字段' },
  framework: { en: 'Framework', zh: '框架' },
  anyFramework: { en: 'any', zh: '任意' },
  package: { en: 'Package', zh: '程序包' },
  change: { en: 'Change', zh: '更改' },
  added: { en: 'added', zh: '已添加' },
  removed: { en: 'removed', zh: '已移除' },
  changed: { en: 'changed', zh: '已更改' },
  noDifference: { en: 'No difference.', zh: '没有差异。' },
  sameFiles: {
    en: '{count, plural, =0 {No file is the same in both.} one {# file is the same in both.} other {# files are the same in both.}}',
    zh: '{count, plural, =0 {两者没有相同的文件。} other {两者有 # 个相同的文件。}}',
  },
  moreChanges: {
    en: 'The first {count, number} of {total, number} changed files are shown.',
    zh: '仅显示 {total, number} 个已更改文件中的前 {count, number} 个。',
  },
  changesOf: { en: 'Changes of {file} in {id}', zh: '{id} 中 {file} 的更改' },
  showChangesOf: { en: 'changed: {file}', zh: '已更改：{file}' },
  backToComparison: { en: 'Back to the comparison', zh: '返回比较' },
  changedLines: { en: 'Changed lines', zh: '更改的行' },
  noTextToCompare: {
    en: 'This file is not text in both versions, or it is too long to compare here.',
    zh: '此文件在两个版本中并非都是文本，或者过长，无法在此比较。',
  },
  onlyLineEnds: {
    en: 'The lines are the same: at most their ends differ, or how the file is encoded.',
    zh: '各行内容相同，最多是换行符或编码不同。',
  },
  moreLines: { en: 'The first {count, number} lines are shown.', zh: '仅显示前 {count, number} 行。' },
  sizeOfPackage: { en: 'Size of the package', zh: '程序包大小' },
})

export const fieldNames = defineMessages({
  title: { en: 'Title', zh: '标题' },
  authors: { en: 'Authors', zh: '作者' },
  description: { en: 'Description', zh: '说明' },
  summary: { en: 'Summary', zh: '摘要' },
  tags: { en: 'Tags', zh: '标记' },
  license: { en: 'Licence', zh: '许可证' },
  projectUrl: { en: 'Project site', zh: '项目网站' },
  repository: { en: 'Source repository', zh: '源存储库' },
  commit: { en: 'Commit', zh: '提交' },
  packageTypes: { en: 'Package types', zh: '程序包类型' },
  frameworks: { en: 'Frameworks', zh: '框架' },
  minClientVersion: { en: 'Minimum client version', zh: '最低客户端版本' },
  copyright: { en: 'Copyright', zh: '版权' },
} satisfies Record<ComparedField, { en: string; zh: string }>)
