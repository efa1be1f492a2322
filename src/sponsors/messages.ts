import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  sponsors: { en: 'Sponsor links', zh: '赞助链接' },
  sponsorsOf: { en: 'Sponsor links of {id}', zh: '{id} 的赞助链接' },
  sponsorsLead: {
    en: 'The package page shows them to everybody, as a way to support the people who make {id}.',
    zh: '程序包页面会向所有人显示这些链接，供人支持 {id} 的作者。',
  },
  none: { en: 'There are none.', zh: '还没有赞助链接。' },
  notShown: { en: 'not shown: the site is not on the list any more', zh: '不再显示：该网站已不在列表中' },
  address: { en: 'Address', zh: '地址' },
  addressHint: {
    en: 'A page on {sites} that begins with https. At most {limit} links.',
    zh: '以 https 开头的页面，位于 {sites}。最多 {limit} 个链接。',
  },
  noSites: {
    en: 'This gallery takes no sponsor links: its operator named no site for them.',
    zh: '本程序包库不接受赞助链接：管理员未指定任何网站。',
  },
  full: {
    en: 'There are {limit} links, which is as many as a package may have. Remove one to add another.',
    zh: '已有 {limit} 个链接，达到上限。请先移除一个再添加。',
  },
  add: { en: 'Add link', zh: '添加链接' },
  remove: { en: 'Remove', zh: '移除' },
  removeOne: { en: 'Remove {url}', zh: '移除 {url}' },
  removeForSure: { en: 'Remove this link', zh: '确认移除' },
  wasAdded: { en: 'The page of {id} shows {url} now.', zh: '{id} 的页面现在显示 {url}。' },
  wasRemoved: { en: 'The page of {id} does not show {url} any more.', zh: '{id} 的页面不再显示 {url}。' },
  backToManage: { en: 'Back to the manage page', zh: '返回管理页面' },

  support: { en: 'Support the makers', zh: '支持作者' },
  supportNote: {
    en: 'The owners named these pages. They are on other sites.',
    zh: '这些页面由所有者提供，位于其他网站。',
  },
})
