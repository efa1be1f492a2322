import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  // Details
  droppedImages: {
    en: '{count, plural, one {# image of this README is not shown: it points to another site, or to no picture in the package.} other {# images of this README are not shown: they point to other sites, or to no pictures in the package.}} Put pictures into the package and name their paths. Only owners see this note.',
    zh: '此自述文件中有 {count} 张图片未显示：它们指向其他网站，或在程序包中没有对应的图片。请将图片放入程序包，并在自述文件中填写其路径。只有所有者能看到此提示。',
  },

  // README
  readmeTitle: { en: 'README of {id} {version}', zh: '{id} {version} 的自述文件' },
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
})
