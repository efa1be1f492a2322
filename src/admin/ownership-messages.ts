import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  title: { en: 'Change owners of many packages', zh: '批量更改所有者' },
  lead: {
    en: 'Nobody is asked: new owners are owners at once, and reserved prefixes do not count. Everybody concerned gets an e-mail. Nothing changes before you have seen what would.',
    zh: '无需征求同意：新所有者立即生效，保留前缀不受限制。所有相关人员都会收到邮件。在你看到预览之前不会进行任何更改。',
  },
  ids: { en: 'Package IDs', zh: '程序包 ID' },
  idsHint: {
    en: 'Separated by spaces, commas or lines; at most {limit}.',
    zh: '用空格、逗号或换行分隔，最多 {limit} 个。',
  },
  from: { en: 'Owner to remove', zh: '移除的所有者' },
  to: { en: 'New owner', zh: '新所有者' },
  message: { en: 'What the owners read in their e-mails', zh: '邮件中给所有者的留言' },
  preview: { en: 'Show what would change', zh: '预览更改' },
  apply: {
    en: 'Change {count, plural, one {# package} other {# packages}}',
    zh: '更改 {count} 个程序包',
  },
  previewTitle: { en: 'What would change', zh: '更改预览' },
  package: { en: 'Package', zh: '程序包' },
  after: { en: 'Owners then', zh: '更改后的所有者' },
  wereChanged: {
    en: '{count, plural, one {# package has its new owners.} other {# packages have their new owners.}}',
    zh: '已更改 {count} 个程序包的所有者。',
  },
  someRefused: {
    en: '{count, plural, one {# package stays as it is.} other {# packages stay as they are.}}',
    zh: '{count} 个程序包保持不变。',
  },
})
